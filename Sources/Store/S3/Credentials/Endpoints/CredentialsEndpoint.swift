/// Asks the endpoint of one source, a second time where the first attempt met a passing trouble.
struct CredentialsEndpoint: Sendable {
    /// No answer with credentials is larger, in bytes.
    static let responseLimit = 64 << 10

    let source: CredentialsSource
    let engine: TransferEngine

    /// Throws `.unreachable` and `.cancelled`. An attempt that runs out of time is not repeated: who waits for it has
    /// waited enough.
    func answer(to request: HTTPRequest) async throws(CredentialsError) -> HTTPResponse {
        do throws(TransferError) {
            if let response = try await firstAnswer(to: request) { return response }
            return try await engine.send(request)
        } catch {
            throw error == .cancelled ? .cancelled : .unreachable(source, detail: error.description)
        }
    }

    /// `nil` where the attempt is worth repeating.
    private func firstAnswer(to request: HTTPRequest) async throws(TransferError) -> HTTPResponse? {
        do throws(TransferError) {
            let response = try await engine.send(request)
            return response.status >= 500 || response.status == 429 ? nil : response
        } catch {
            guard isPassing(error) else { throw error }
            return nil
        }
    }

    private func isPassing(_ error: TransferError) -> Bool {
        switch error {
        case .couldNotConnect, .interrupted: true
        default: false
        }
    }

    /// `code` made safe for a log: what endpoints say is theirs to choose.
    func refusal(_ response: HTTPResponse, code: String?) -> CredentialsError {
        let isCode = code.map { $0.count <= 64 && $0.isVisibleASCII } ?? false
        return .refused(source, status: response.status, code: isCode ? code : nil)
    }
}
