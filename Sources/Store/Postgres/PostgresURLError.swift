/// What is wrong with the URL of a Postgres server. Holds nothing of the URL itself, which may hold a password.
package enum PostgresURLError: Error, Hashable, CustomStringConvertible {
    case malformed
    case bareSeparator
    case malformedPort

    package var description: String {
        switch self {
        case .malformed: "is neither postgres://USER:PASSWORD@HOST:PORT/DATABASE nor a list of libpq's keyword=value"
        case .bareSeparator: "has an @ or / too many: in a user or password they are written %40 and %2F"
        case .malformedPort: "has a port that is no number from 1 to 65535"
        }
    }
}
