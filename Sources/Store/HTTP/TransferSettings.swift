/// How an engine connects, and how long it waits.
package struct TransferSettings: Sendable {
    /// How many requests to one server (scheme, host and port) are under way at once; others wait. 1 to 1024.
    package var maxConnectionsPerHost = 32
    /// How long finding the server, connecting and agreeing on TLS may take together.
    package var connectTimeout = Duration.seconds(2)
    /// How long a connection may carry nothing in either direction, waiting for the response's first byte included.
    package var stallTimeout = Duration.seconds(5)
    /// How long a request may take that says nothing else, waiting for a connection included.
    package var deadline = Duration.seconds(120)
    /// A file of PEM certificates to trust instead of the system's.
    package var caBundlePath: String?
    package var userAgent = "overlay-server"

    package init() {}

    /// `maxConnectionsPerHost` within its range.
    var connectionsPerHost: Int { min(max(maxConnectionsPerHost, 1), 1024) }

    /// How often a transfer is looked at for whether it moves; a stall is seen this much late at most.
    var lookInterval: Duration { min(max(stallTimeout / 4, .milliseconds(5)), .milliseconds(250)) }
}
