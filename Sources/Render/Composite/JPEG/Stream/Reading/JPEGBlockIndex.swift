/// Where each block of a JPEG begins in its entropy-coded data, and its DC coefficient.
///
/// It belongs to the frame: whatever is composited onto it, the data need be walked only once.
package struct JPEGBlockIndex: Sendable {
    /// The blocks of all scans in the order in which they are coded.
    let blocks: [IndexedBlock]
    /// For each interval of `EntropyCodedData`, the bit after its last block.
    let intervalEnds: [Int]
    /// Whether bytes follow the last block of an interval.
    let hasSurplusBytes: Bool
    /// The size of the file that was walked, to tell an index of another file.
    let fileSize: Int

    /// How much memory the index takes.
    package var byteCount: Int {
        blocks.count * MemoryLayout<IndexedBlock>.stride + intervalEnds.count * MemoryLayout<Int>.stride
    }
}

/// One block of a `JPEGBlockIndex`, packed into 64 bits.
struct IndexedBlock: Sendable {
    /// Bit position (48), DC coefficient (11, offset by 1024), length of the longest AC code (5).
    private var word: UInt64

    @inline(always)
    init(position: Int, dc: Int, longestCode: UInt32) {
        word =
            UInt64(truncatingIfNeeded: position) &<< 16
            | UInt64(truncatingIfNeeded: dc &- CoefficientLimits.dc.lowerBound) &<< 5 | UInt64(longestCode)
    }

    /// The block's first bit in `EntropyCodedData`.
    @inline(always)
    var position: Int { Int(truncatingIfNeeded: word &>> 16) }

    @inline(always)
    var dc: Int {
        get { Int(truncatingIfNeeded: word &>> 5 & 0x7FF) &+ CoefficientLimits.dc.lowerBound }
        set { self = IndexedBlock(position: position, dc: newValue, longestCode: longestCode) }
    }

    /// The length of the longest code among its AC coefficients, in bits; up to 16.
    @inline(always)
    var longestCode: UInt32 { UInt32(truncatingIfNeeded: word & 31) }
}
