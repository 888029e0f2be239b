/// What happens to a request, or in a proxy of plain TCP to a connection.
package indirect enum Fault: Sendable {
    case pass
    /// The connection is reset before anything is answered.
    case refuse
    /// The connection is reset (RST) once so many bytes of the response's body, or of the connection, have passed.
    case resetAfter(bytes: Int)
    /// Nothing more passes once so many bytes have; the connection stays.
    case stallAfter(bytes: Int)
    /// The connection is closed (FIN) once so many bytes have passed.
    case truncateAfter(bytes: Int)
    /// These raw bytes are the answer; a proxy does not ask its target.
    case respond([UInt8])
    /// Waits until the gate is open.
    case delay(Gate, then: Fault)

    /// How many bytes pass before the fault shows; `nil` for all.
    var passedCount: Int? {
        switch self {
        case .resetAfter(let bytes), .stallAfter(let bytes), .truncateAfter(let bytes): bytes
        case .pass, .refuse, .respond, .delay: nil
        }
    }
}
