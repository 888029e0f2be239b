/// A line that a file of profiles cannot have.
struct INIError: Error, Hashable {
    /// Counts from 1.
    let line: Int
    /// Never holds text of the file, which may be a secret.
    let reason: String
}
