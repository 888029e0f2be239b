/// The order of blocks in a scan (T.81, A.2): MCUs of Hᵢ × Vᵢ blocks of each component, or single blocks where the
/// scan has one component only.
struct ScanLayout {
    private let header: ScanHeader
    private let frame: JPEGFrame
    private let restartInterval: Int

    init(_ header: ScanHeader, of frame: JPEGFrame, restartInterval: Int) {
        self.header = header
        self.frame = frame
        self.restartInterval = restartInterval
    }

    /// `selected` says for each destination which of the file's `tables` is in force.
    func scan(
        selected: [UInt8: Int],
        of tables: [HuffmanDefinition],
        intervals: Range<Int>,
        firstBlock: Int
    ) throws(JPEGStreamError) -> JPEGScan {
        let sides = header.selections.map(sides)
        let blocksPerMCU = sides.reduce(0) { $0 + $1.x * $1.y }
        guard blocksPerMCU <= 10 else { throw .unsupported(.sampling) }
        var blocks: [BlockOfMCU] = []
        for (selection, side) in zip(header.selections, sides) {
            guard let dcTable = selected[selection.dcTable], let acTable = selected[selection.acTable] else {
                throw .unsupported(.missingHuffmanTable)
            }
            let count = side.x * side.y
            for index in 0..<count {
                blocks.append(
                    BlockOfMCU(
                        component: selection.component,
                        column: index % side.x,
                        row: index / side.x,
                        columnsPerMCU: side.x,
                        rowsPerMCU: side.y,
                        dcTable: dcTable,
                        acTable: acTable,
                        previous: index == 0 ? blocksPerMCU - count + 1 : 1,
                        next: index == count - 1 ? blocksPerMCU - count + 1 : 1
                    )
                )
            }
        }
        let mcus = mcus
        return JPEGScan(
            blocks: blocks,
            mcusAcross: mcus.x,
            mcusDown: mcus.y,
            mcusPerInterval: restartInterval > 0 ? restartInterval : mcus.x * mcus.y,
            intervals: intervals,
            firstBlock: firstBlock,
            decoder: ScanDecoder(blocks, tables: tables)
        )
    }

    /// How many blocks of a component an MCU has, across and down.
    private func sides(_ selection: ComponentSelection) -> SIMD2<Int> {
        guard header.selections.count > 1 else { return [1, 1] }
        let component = frame.components[selection.component]
        return [component.horizontalSampling, component.verticalSampling]
    }

    /// How many MCUs there are across and down.
    private var mcus: SIMD2<Int> {
        guard header.selections.count > 1 else {
            let component = frame.components[header.selections[0].component]
            return [component.blocksAcross, component.blocksDown]
        }
        return [
            frame.size.width.dividedUp(by: 8 * frame.horizontalSampling),
            frame.size.height.dividedUp(by: 8 * frame.verticalSampling),
        ]
    }
}
