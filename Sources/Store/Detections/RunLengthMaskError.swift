/// Why run lengths make no mask.
package enum RunLengthMaskError: Error, Hashable, CustomStringConvertible {
    case badSize(height: Int, width: Int)
    case wrongTotal(Int, expected: Int)
    /// `index` counts the runs from 0.
    case negativeRun(Int, index: Int)
    /// `offset` is in bytes from the start of the compressed string.
    case badCharacter(UInt8, offset: Int)
    case truncated

    package var description: String {
        switch self {
        case .badSize(let height, let width):
            "is \(height) high and \(width) wide; both must be at least 1 and their product at most "
                + "\(RunLengthMask.pixelLimit)"
        case .wrongTotal(let total, let expected): "has runs of \(total) pixels in all, its size is \(expected)"
        case .negativeRun(let run, let index): "has \(run) as run \(index)"
        case .badCharacter(let byte, let offset): "has byte \(byte) at \(offset), which no compressed run contains"
        case .truncated: "ends in the middle of a compressed run"
        }
    }
}
