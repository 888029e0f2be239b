/// One scan of a sequential JPEG: which blocks it codes in which order, and by which tables (T.81, A.2 and B.2.3).
struct JPEGScan: Sendable {
    /// The blocks of one MCU, in order.
    let blocks: [BlockOfMCU]
    let mcusAcross: Int
    let mcusDown: Int
    /// MCUs to a restart interval; all of the scan's where there are no restarts.
    let mcusPerInterval: Int
    /// Where the scan's intervals are among those of `EntropyCodedData`.
    let intervals: Range<Int>
    /// The number of the scan's first block, counted over all scans.
    let firstBlock: Int
    let decoder: ScanDecoder

    var mcuCount: Int { mcusAcross * mcusDown }
    var blockCount: Int { mcuCount * blocks.count }
    var blockRange: Range<Int> { firstBlock..<firstBlock + blockCount }

    /// The numbers of the blocks that an interval codes; `interval` is counted over all scans.
    func blockRange(ofInterval interval: Int) -> Range<Int> {
        let first = (interval - intervals.lowerBound) * mcusPerInterval
        let end = min(first + mcusPerInterval, mcuCount)
        return firstBlock + first * blocks.count..<firstBlock + end * blocks.count
    }
}

/// A block's place within each MCU of a scan.
struct BlockOfMCU: Sendable {
    /// The component's number in the frame header.
    let component: Int
    /// Where its column and row begin in the component's blocks: `mcu column × columnsPerMCU + column`.
    let column: Int
    let row: Int
    let columnsPerMCU: Int
    let rowsPerMCU: Int
    /// Its tables' numbers among `JPEGStream.tables`.
    let dcTable: Int
    let acTable: Int
    /// How many blocks ago, and in how many, the same component is coded.
    let previous: Int
    let next: Int
}
