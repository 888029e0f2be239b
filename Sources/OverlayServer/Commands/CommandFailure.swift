/// A command that could not do what it was asked, in a sentence and with the exit code that says which kind it is.
struct CommandFailure: Error {
    let message: String
    let exitCode: Int32

    /// Some of the work failed; what failed has been named.
    static let partialFailure: Int32 = 1
    /// The command line or the environment is at fault.
    static let usage: Int32 = 2
}
