/// How a program uses a Postgres server. Times are at most how long something is waited for.
package struct PostgresSettings: Sendable {
    /// How many connections are open at once.
    package var connectionLimit = 8
    /// For a free connection, including the time that the server is away.
    package var acquireTimeout = Duration.seconds(5)
    /// For one host to connect; `connect_timeout` in the URL goes before it.
    package var connectTimeout = Duration.seconds(2)
    /// For the first row of a read, or for the end of a write.
    package var firstRowTimeout = Duration.seconds(5)
    /// For a statement with all its rows, kept by the server. The time that their reader takes counts.
    package var statementTimeout = Duration.seconds(30)
    /// For the server's answer beyond `statementTimeout`, and for its answer to a request to cancel.
    package var grace = Duration.seconds(2)
    /// A connection idle for this long is tried before it is used again.
    package var checkAfter = Duration.seconds(30)
    /// A connection idle for this long is closed.
    package var idleLimit = Duration.seconds(300)
    /// A connection open for this long is closed when nobody uses it.
    package var ageLimit = Duration.seconds(3_600)
    /// Between attempts to connect while the server is away: the shortest, doubled each time up to the longest.
    package var backoff = Duration.milliseconds(100)...Duration.seconds(5)
    /// A server away for this long fails those who want a connection at once.
    package var outageTolerance = Duration.seconds(10)

    package init() {}
}
