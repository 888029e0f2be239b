import ArgumentParser
import Foundation
import Store

/// Asks the server that runs beside it whether it is alive, as a container's health check does where there is neither shell nor curl.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask a running server whether it is alive; ends with 0 where it is, else with 1.",
        discussion: """
            EXAMPLES
              overlay-server health
              overlay-server health --url http://127.0.0.1:8080/readyz
            """
    )

    @Option(help: "What to ask. Default: /healthz of the server that has this environment.")
    var url: String?

    private static let patience = Duration.seconds(4)

    func run() async throws {
        let url = try url ?? Configuration.current().healthURL
        let status: Int
        do {
            status = try await TransferEngine().status(of: url, within: Self.patience)
        } catch {
            throw failure("\(url) does not answer: \(error).")
        }
        guard status == 200 else { throw failure("\(url) answers \(status).") }
    }

    private func failure(_ message: String) -> CommandFailure {
        CommandFailure(message: message, exitCode: CommandFailure.partialFailure)
    }
}

extension Configuration {
    /// Where the server of this configuration says whether it is alive.
    var healthURL: String {
        let name = ["0.0.0.0", "::", "[::]"].contains(host) ? "127.0.0.1" : host
        let address = name.contains(":") && !name.hasPrefix("[") ? "[\(name)]" : name
        return "http://\(address):\(adminPort ?? port)/healthz"
    }
}
