import OverlayService
import Store

/// A command that could not do what it was asked, in a sentence and with the exit code that says which kind it is.
struct CommandFailure: Error {
    let message: String
    let exitCode: Int32

    /// Some of the work failed; what failed has been named.
    static let partialFailure: Int32 = 1
    /// The command line or the environment is at fault.
    static let usage: Int32 = 2
    /// A store or the database is away: the same may succeed later.
    static let storesAway: Int32 = 3
}

/// What an error means to somebody at a terminal.
extension CommandFailure {
    init(reporting error: any Error) {
        if let failure = error as? CommandFailure {
            self = failure
        } else {
            self.init(message: "overlay-server: \(Self.sentence(for: error))", exitCode: Self.exitCode(for: error))
        }
    }

    /// Unlike an HTTP answer, this may name keys and paths: they are the reader's own.
    static func sentence(for error: any Error) -> String {
        switch error {
        case let error as ConfigurationError: "the environment is not right:\n\(error)"
        case is ObjectStoreError, is StageOutputStoreError: String(reflecting: error)
        case let error as CredentialsError: "\(error)"
        case let error as FFmpegError: "\(error)"
        default:
            Failure(reporting: error).kind == .internal ? String(reflecting: error) : Failure(reporting: error).detail
        }
    }

    private static func exitCode(for error: any Error) -> Int32 {
        switch error {
        case is ConfigurationError, is RequestError, is IdentifierError, is CredentialsError: usage
        case FFmpegError.absent: usage
        default: Failure(reporting: error).isAway ? storesAway : partialFailure
        }
    }
}
