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
