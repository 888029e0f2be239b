/// What took too long.
enum TransferPhase: String, Sendable, Hashable {
    /// To find the server, connect to it and agree on TLS with it.
    case connecting
    /// No byte came or went.
    case stalled
    /// The request as a whole.
    case whole
}
