import Testing

@testable import Store

extension TransferEngine {
    /// An engine whose patience is short enough to be tested, but for what a test gives more.
    static func impatient(
        connect: Duration = .seconds(10),
        stall: Duration = .seconds(10),
        connections: Int = 32
    ) -> TransferEngine {
        var settings = TransferSettings()
        settings.connectTimeout = connect
        settings.stallTimeout = stall
        settings.maxConnectionsPerHost = connections
        return TransferEngine(settings)
    }

    /// Sends a request that is expected to fail.
    func failure(of request: HTTPRequest) async -> TransferError? {
        do throws(TransferError) {
            let response = try await send(request)
            Issue.record("no failure but status \(response.status) and \(response.body.count) bytes")
            return nil
        } catch {
            return error
        }
    }
}

extension HTTPRequest {
    static func get(_ url: String, limit: Int = 1 << 20) -> HTTPRequest {
        HTTPRequest(method: .get, url: url, responseLimit: limit)
    }
}

extension TransferError {
    /// What had arrived.
    var partial: HTTPResponse? {
        switch self {
        case .interrupted(let partial, _), .timedOut(_, let partial): partial
        default: nil
        }
    }

    var phase: TransferPhase? {
        if case .timedOut(let phase, _) = self { phase } else { nil }
    }

    var isInterruption: Bool {
        if case .interrupted = self { true } else { false }
    }
}
