/// What a scan header says (T.81, B.2.3).
struct ScanHeader {
    let selections: [ComponentSelection]
    /// Whether Ss, Se, Ah and Al are not those of a sequential scan: all 64 coefficients, all their bits. They are what it has whatever it says.
    let hasOddParameters: Bool

    /// Reads an SOS segment, after its length; each component may be in one scan only.
    init(_ segment: SegmentReader, frame: JPEGFrame, scanned: Set<Int>) throws(JPEGStreamError) {
        var segment = segment
        var selections: [ComponentSelection] = []
        var seen = scanned
        for _ in 0..<(try segment.byte()) {
            let id = UInt8(try segment.byte())
            let tables = UInt8(try segment.byte())
            guard let component = frame.components.firstIndex(where: { $0.id == id }), seen.insert(component).inserted,
                // In the order of the frame header.
                selections.last.map({ $0.component < component }) ?? true, tables & 0xCC == 0
            else { throw segment.error(.scanHeader) }
            selections.append(
                ComponentSelection(component: component, dcTable: tables >> 4, acTable: 16 | tables & 15)
            )
        }
        hasOddParameters = try segment.take(3) != [0, 63, 0]
        guard segment.isAtEnd, !selections.isEmpty else { throw segment.error(.scanHeader) }
        self.selections = selections
    }
}

/// A component in a scan, and the destinations Tc/Th of its Huffman tables.
struct ComponentSelection {
    /// The component's number in the frame header.
    let component: Int
    let dcTable: UInt8
    let acTable: UInt8
}
