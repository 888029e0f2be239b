/// Why no more of a response is taken.
enum ResponseProblem: Error {
    case noStatus
    case endlessHead
    /// The body of a 2xx response is longer than its limit; `declared` is its length in bytes where the server said it.
    case bodyTooLarge(declared: Int?)
}
