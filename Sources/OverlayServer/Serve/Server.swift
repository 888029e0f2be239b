import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// Listens until the process is asked to stop, then finishes what is under way.
struct Server: Sendable {
    let services: Services

    func run() async throws {
        _ = PrometheusRegistry.shared
        let logger = Logger(label: "overlay-server")
        let configuration = services.configuration
        for line in configuration.summary { logger.info("\(line)") }
        let connections = Connections()
        let application = Application(
            router: Routes.router(services, connections: connections),
            server: .http1(configuration: .init(additionalChannelHandlers: [connections.handler()])),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                serverName: nil
            ),
            onServerRunning: { _ in logger.info("serving on \(configuration.publicURL)") },
            logger: logger
        )
        let group = ServiceGroup(
            services: [application, services.draining],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        do {
            try await group.run()
        } catch let error as IOError {
            let address = "\(configuration.host):\(configuration.port)"
            let message = "overlay-server: cannot listen on \(address): \(error). Set OVERLAY_HOST or OVERLAY_PORT."
            throw CommandFailure(message: message, exitCode: CommandFailure.usage)
        }
    }
}
