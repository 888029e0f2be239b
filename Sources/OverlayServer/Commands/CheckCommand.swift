import ArgumentParser
import Foundation
import Render
import Store

/// Tries everything the service depends on, and says what is wrong.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Try every configured dependency and say what is wrong."
    )

    func run() async throws {
        let services = try Services()
        for line in services.configuration.summary { print("   \(line)") }
        var failures = 0
        for (name, check) in Self.checks(of: services) {
            do {
                try await check()
                print("ok \(name)")
            } catch {
                failures += 1
                print("!! \(name): \(Problem.sentence(for: error))")
            }
        }
        if failures > 0 {
            throw CommandFailure(message: "\(failures) checks failed.", exitCode: CommandFailure.partialFailure)
        }
    }

    private typealias Check = @Sendable () async throws -> Void

    private static func checks(of services: Services) -> [(name: String, check: Check)] {
        [
            ("object store: read and write (\(services.objects))", { try await services.objects.check(.writing) }),
            ("stage outputs: read (\(services.stageOutputs))", { try await services.stageOutputs.check() }),
            ("fonts: draw a label", { _ = services.job.painter.text.line("person 0.87", size: 16) }),
        ]
    }
}
