import GRDB

extension Configuration {
    /// What readers and writers have in common.
    static var stageOutputs: Configuration {
        var configuration = Configuration()
        configuration.label = "stage outputs"
        configuration.busyMode = .timeout(lockPatienceSeconds)
        return configuration
    }

    /// How long another process may keep the file locked: long enough to finish a large import.
    static let lockPatienceSeconds = 5.0
}

extension StageOutputStoreError {
    /// What an error of GRDB or SQLite means here.
    init(_ error: any Error) {
        switch error {
        case let error as StageOutputStoreError: self = error
        case is CancellationError: self = .cancelled
        case let error as DatabaseError: self.init(error)
        default: self = .unavailable(detail: "\(error)")
        }
    }

    private init(_ error: DatabaseError) {
        let detail = "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(detail: detail)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(detail: detail)
        case .SQLITE_FULL: self = .outOfSpace(detail: detail)
        default: self = .unavailable(detail: detail)
        }
    }
}
