/// How long clients may take, and how many there may be.
struct ClientLimits: Sendable {
    /// From a request's first byte, or the connection's beginning, to the end of its head.
    var headSeconds = 10
    /// From there to the end of its body.
    var bodySeconds = 30
    /// Between requests; and how long a client that is sent something may take none of it.
    var idleSeconds = 75
    /// Connections that may be open.
    var connections = 4096
}
