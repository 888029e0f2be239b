/// What somebody who asks for credentials gets.
enum RefreshDecision: Hashable {
    /// Those that are held.
    case keep(S3Credentials)
    /// Those that are held, while others are fetched.
    case renewInBackground(S3Credentials)
    /// Those that are fetched now.
    case renew
    /// The error of a renewal that has only just failed.
    case fail(CredentialsError)
}
