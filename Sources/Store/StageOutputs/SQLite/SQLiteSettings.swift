import GRDB

extension Configuration {
    /// What readers and writers have in common.
    static var stageOutputs: Configuration {
        var configuration = Configuration()
        configuration.label = "stage outputs"
        // Long enough for another process to finish a large import.
        configuration.busyMode = .timeout(5)
        return configuration
    }
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
