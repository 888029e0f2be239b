/// One request and what has come back for it.
struct HTTPExchange {
    let request: HTTPRequest
    /// How many bytes of the request's body have been handed over.
    private var sentCount = 0
    /// How often something came or went; grows only.
    private(set) var progress = 0
    private var intake: ResponseIntake
    /// Why the response was refused; `nil` while it is taken.
    private var problem: ResponseProblem?

    init(_ request: HTTPRequest) {
        self.request = request
        intake = ResponseIntake(limit: request.responseLimit, hasBody: request.method != .head)
    }

    /// What has arrived so far; `nil` before the head is complete.
    var response: HTTPResponse? { intake.response }

    mutating func noteProgress() {
        progress &+= 1
    }

    /// Takes a line of the head; false where no more of the response is wanted.
    mutating func addHeadLine(_ line: Span<UInt8>) -> Bool {
        noteProgress()
        do throws(ResponseProblem) {
            try intake.addHeadLine(line)
        } catch {
            problem = error
        }
        return problem == nil
    }

    /// Takes a part of the body; false where no more of the response is wanted.
    mutating func addBody(_ bytes: Span<UInt8>) -> Bool {
        noteProgress()
        do throws(ResponseProblem) {
            try intake.addBody(bytes)
        } catch {
            problem = error
        }
        return problem == nil
    }

    /// Copies the next part of the request's body; the answer is its length in bytes, 0 at the end.
    mutating func sendBody(into room: UnsafeMutableRawBufferPointer) -> Int {
        noteProgress()
        let part = request.body[sentCount...].prefix(room.count)
        // Safety: `part` is no longer than `room`.
        unsafe room.copyBytes(from: part)
        sentCount += part.count
        return part.count
    }

    /// Goes back to an earlier byte of the request's body, to send it again; false where there is none such.
    mutating func seekBody(to offset: Int) -> Bool {
        guard (0...request.body.count).contains(offset) else { return false }
        sentCount = offset
        return true
    }

    /// What the caller gets where the transfer ended so.
    func result(_ end: TransferEnd) -> Result<HTTPResponse, TransferError> {
        if let problem { return .failure(error(problem)) }
        return switch end {
        case .complete: response.map { .success($0) } ?? .failure(.failed(detail: "the server gave no answer"))
        case .unknownHost: .failure(.couldNotResolve(host: request.host))
        case .unreachable(let detail): .failure(.couldNotConnect(detail: detail))
        case .untrusted(let detail): .failure(.untrustedCertificate(detail: detail))
        case .timedOut(let phase): .failure(.timedOut(phase, partial: response))
        case .broken(let detail): .failure(.interrupted(partial: response, detail: detail))
        case .badRequest(let detail): .failure(.invalidRequest(detail: detail))
        case .failed(let detail): .failure(.failed(detail: detail))
        case .cancelled: .failure(.cancelled)
        }
    }

    private func error(_ problem: ResponseProblem) -> TransferError {
        switch problem {
        case .noStatus: .failed(detail: "the server's answer has no status")
        case .endlessHead: .failed(detail: "the head of the server's answer does not end")
        case .bodyTooLarge(let declared): tooLarge(declared: declared)
        }
    }

    private func tooLarge(declared: Int?) -> TransferError {
        guard let response else { return .failed(detail: "the server's answer has a body and no head") }
        let head = HTTPResponse(status: response.status, headers: response.headers, body: [])
        return .responseTooLarge(head, declared: declared)
    }
}

/// Why no more of a response is taken.
enum ResponseProblem: Error {
    case noStatus
    case endlessHead
    /// The body of a 2xx response is longer than its limit; `declared` is its length in bytes where the server said it.
    case bodyTooLarge(declared: Int?)
}

/// How the transfer of a request and its response ended.
enum TransferEnd {
    case complete
    case unknownHost
    case unreachable(detail: String)
    case untrusted(detail: String)
    case timedOut(TransferPhase)
    case broken(detail: String)
    case badRequest(detail: String)
    case failed(detail: String)
    case cancelled
}
