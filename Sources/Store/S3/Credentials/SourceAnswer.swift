/// What one source of credentials says.
enum SourceAnswer {
    case found(S3Credentials)
    /// The source is not there, or not set up; the text says why.
    case absent(String)
}
