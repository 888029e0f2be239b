/// Writes an answer to a connection until a fault shows.
struct FaultyWriter {
    private let connection: Connection
    private let fault: Fault
    /// How many bytes may still pass; `nil` for all.
    private var room: Int?

    init(_ connection: Connection, _ fault: Fault) {
        self.connection = connection
        self.fault = fault
        room = fault.passedCount
    }

    /// Writes bytes that no fault touches; false where the connection is over.
    func writeHead(_ bytes: [UInt8]) -> Bool {
        connection.write(bytes[...])
    }

    /// Writes what may pass; false where the connection is over.
    mutating func write(_ bytes: ArraySlice<UInt8>) -> Bool {
        let part = bytes.prefix(room ?? bytes.count)
        room = room.map { $0 - part.count }
        guard connection.write(part) else { return false }
        return endsHere()
    }

    /// Lets the fault show where its time has come; false then.
    func endsHere() -> Bool {
        guard room == 0 else { return true }
        switch fault {
        case .resetAfter:
            connection.waitUntilSent()
            connection.endWithReset()
        case .stallAfter: connection.waitForEnd()
        case .truncateAfter, .pass, .refuse, .respond, .delay: break
        }
        return false
    }
}
