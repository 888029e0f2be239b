/// COCO's compressed run lengths.
///
/// Each run is a little-endian sequence of characters 48…111: five bits of value, 0x20 when more follow, and in the last
/// character 0x10 for the sign. From the fourth run on the value is the difference from the run two before.
/// (rleFrString in cocoapi's maskApi.c.)
enum CompressedRuns {
    /// The runs, each at most `limit`, which is at most `RunLengthMask.pixelLimit`.
    static func runs(_ characters: some Sequence<UInt8>, limit: Int) throws(RunLengthMaskError) -> [UInt32] {
        var runs: [UInt32] = []
        var value = 0
        var shift = 0
        var offset = 0
        for character in characters {
            // 7 characters hold 35 bits, which is more than any difference of two runs takes.
            guard 48...111 ~= character, shift < 35 else { throw .badCharacter(character, offset: offset) }
            let bits = Int(character) - 48
            value |= (bits & 0x1f) << shift
            shift += 5
            offset += 1
            guard bits & 0x20 == 0 else { continue }
            if bits & 0x10 != 0 { value |= -1 << shift }
            if runs.count > 2 { value += Int(runs[runs.count - 2]) }
            guard value >= 0 else { throw .negativeRun(value, index: runs.count) }
            guard value <= limit else { throw .wrongTotal(value, expected: limit) }
            runs.append(UInt32(value))
            (value, shift) = (0, 0)
        }
        guard shift == 0 else { throw .truncated }
        return runs
    }
}
