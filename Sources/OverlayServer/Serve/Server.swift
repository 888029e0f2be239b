import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import OverlayService
import ServiceLifecycle
import UnixSignals

/// Listens until the process is asked to stop, then finishes what is under way.
struct Server: Sendable {
    let services: Services
    private let connections = Connections()

    init(services: Services) { self.services = services }

    func run() async throws {
        _ = PrometheusRegistry.shared
        ServiceMetrics.begin()
        ProcessFigures.begin()
        let logger = Logger(label: "overlay-server")
        let configuration = services.configuration
        for line in configuration.summary { logger.info("\(line)") }
        OpenFiles.allowAll()
        let application = application(
            Routes.router(services, connections: connections),
            port: configuration.port,
            connectionLimit: configuration.clientLimits.connections,
            logger: logger
        ) { logger.info("serving on \(configuration.publicURL)") }
        var running: [any Service] = [application, services.draining]
        if let port = configuration.adminPort {
            // Answers when the other has as many connections as it may.
            let router = Routes.adminRouter(services)
            let admin = self.application(router, port: port, connectionLimit: nil, logger: logger) {
                logger.info("health and metrics on port \(port)")
            }
            running.insert(admin, at: 0)
        }
        if !configuration.pruningRules.areEmpty {
            let pruning = Pruning(
                configuration.pruningRules,
                in: services.objects,
                under: configuration.overlayKeyPrefix
            )
            running.append(PruningService(pruning: pruning))
        }
        let group = ServiceGroup(
            services: running,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        do {
            try await group.run()
        } catch let error as IOError {
            let ports = [configuration.port, configuration.adminPort].compactMap(\.self).map(String.init)
            let address = "\(configuration.host):\(ports.joined(separator: " or "))"
            let message =
                "overlay-server: cannot listen on \(address): \(error). Set OVERLAY_HOST, OVERLAY_PORT or OVERLAY_ADMIN_PORT."
            throw CommandFailure(message: message, exitCode: CommandFailure.usage)
        }
    }

    private func application(
        _ router: Router<CallContext>,
        port: Int,
        connectionLimit: Int?,
        logger: Logger,
        onRunning: @escaping @Sendable () -> Void
    ) -> some ApplicationProtocol {
        let limits = services.configuration.clientLimits
        return Application(
            router: router,
            server: .http1(configuration: Self.http(connections, limits)),
            configuration: ApplicationConfiguration(
                address: .hostname(services.configuration.host, port: port),
                serverName: nil,
                availableConnectionsDelegate: connectionLimit.map { MaximumAvailableConnections($0) }
            ),
            onServerRunning: { _ in onRunning() },
            logger: logger
        )
    }

    /// Connections that are watched, and clients who have to be in time.
    static func http(_ connections: Connections, _ limits: ClientLimits) -> HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            additionalChannelHandlers: [connections.handler(), RequestDeadlines(limits: limits)],
            idleTimeout: .seconds(Int64(limits.idleSeconds))
        )
    }
}

/// The file descriptors of this process.
private enum OpenFiles {
    /// Takes as many as the system lets it have; most start programs with fewer, for the sake of `select`.
    static func allowAll() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
