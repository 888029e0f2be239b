/// Reads a JPEG's markers from SOI to EOI (T.81, annex B), keeping what scans refer to.
struct JPEGParser {
    private let bytes: [UInt8]
    private var offset = 0
    private(set) var frame: JPEGFrame?
    private(set) var scans: [JPEGScan] = []
    private(set) var tables: [HuffmanDefinition] = []
    private(set) var huffmanSegments: [HuffmanSegment] = []
    private(set) var entropyCodedData: EntropyCodedData
    private(set) var commentOffset = 2
    private(set) var oddities: Set<JPEGOddity> = []
    private(set) var secondPictures: [Range<Int>] = []
    /// The byte behind EOI.
    var end: Int { offset }

    /// For each destination, which of `tables` is in force.
    private var huffmanTables: [UInt8: Int] = [:]
    private var quantizationTables = [InlineArray<64, UInt16>?](repeating: nil, count: 4)
    private var restartInterval = 0
    private var colorSpace = ColorSpaceHints()
    private var scannedComponents: Set<Int> = []

    /// Eight destinations for each of three scans need 24; more than this is no picture, but an attack on memory.
    private static let largestTableCount = 64

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        entropyCodedData = EntropyCodedData(fileSize: bytes.count)
    }

    mutating func parse() throws(JPEGStreamError) {
        guard bytes.starts(with: [0xFF, 0xD8]) else { throw .malformed(.noStartOfImage, offset: 0) }
        offset = 2
        var marker = try nextMarker()
        while marker != Self.endOfImage {
            if marker == 0xDA {
                marker = try readScan()
            } else {
                try read(marker)
                marker = try nextMarker()
            }
        }
        guard let frame, scannedComponents.count == frame.components.count else {
            throw .malformed(.missingScan, offset: offset)
        }
        entropyCodedData.finish()
    }

    private static let endOfImage: UInt8 = 0xD9

    /// The second byte of the marker at `offset` or behind it, to which that is moved, and beyond its fill bytes. Behind all scans the end of the file is
    /// the end of the image.
    private mutating func nextMarker() throws(JPEGStreamError) -> UInt8 {
        while true {
            let start = offset
            while offset < bytes.count, bytes[offset] != 0xFF { offset += 1 }
            if offset > start { oddities.insert(.bytesBetweenSegments) }
            while offset < bytes.count, bytes[offset] == 0xFF { offset += 1 }
            guard offset < bytes.count else {
                guard let frame, scannedComponents.count == frame.components.count else {
                    throw .malformed(.truncated, offset: offset)
                }
                oddities.insert(.noEndOfImage)
                return Self.endOfImage
            }
            defer { offset += 1 }
            if bytes[offset] != 0 { return bytes[offset] }
            oddities.insert(.bytesBetweenSegments)
        }
    }

    /// Reads the segment of any marker but SOS and EOI.
    private mutating func read(_ marker: UInt8) throws(JPEGStreamError) {
        let start = offset - 2
        guard marker != 0x01 else { return }  // TEM has no parameters
        guard marker >= 0xC0, !(0xD0...0xD8 ~= marker) else { throw .malformed(.expectedMarker, offset: start) }
        let segment = try SegmentReader(bytes, at: offset)
        switch marker {
        case 0xC0, 0xC1: try readFrame(segment)
        case 0xC4: try readHuffmanTables(segment, from: start)
        case 0xDB: try readQuantizationTables(segment)
        case 0xDC: throw .unsupported(.lineCountAtEnd)
        case 0xDD: try readRestartInterval(segment)
        case 0xC2...0xCF, 0xDE, 0xDF: throw .unsupported(.coding(marker: marker))
        // Reserved, so that nobody knows what they do to the picture.
        case 0xF0...0xFD: throw .malformed(.expectedMarker, offset: start)
        case 0xE0...0xEF:
            try colorSpace.note(marker, segment)
            secondPictures += SecondPicture.ranges(in: bytes, marker: marker, content: segment.offset..<segment.end)
            if start == commentOffset { commentOffset = segment.end }
        default: break
        }
        offset = segment.end
    }

    private mutating func readFrame(_ segment: SegmentReader) throws(JPEGStreamError) {
        guard frame == nil else { throw segment.error(.frameHeader) }
        frame = try JPEGFrame(segment)
    }

    private mutating func readHuffmanTables(_ segment: SegmentReader, from start: Int) throws(JPEGStreamError) {
        var segment = segment
        let first = tables.count
        while !segment.isAtEnd {
            let destination = UInt8(try segment.byte())
            guard destination & 0xEF < 4, tables.count < Self.largestTableCount else {
                throw segment.error(.huffmanTable)
            }
            var counts = InlineArray<17, Int>(repeating: 0)
            var total = 0
            for length in 1...HuffmanTable.longestCode {
                counts[length] = try segment.byte()
                total += counts[length]
            }
            guard let table = HuffmanTable(counts: counts, symbols: try segment.take(total)) else {
                throw segment.error(.huffmanTable)
            }
            huffmanTables[destination] = tables.count
            tables.append(
                HuffmanDefinition(table: table, coefficients: destination < 16 ? .dc : .ac, destination: destination)
            )
        }
        huffmanSegments.append(HuffmanSegment(range: start..<segment.end, tables: first..<tables.count))
    }

    private mutating func readQuantizationTables(_ segment: SegmentReader) throws(JPEGStreamError) {
        var segment = segment
        while !segment.isAtEnd {
            let destination = try segment.byte()
            guard destination & 15 < 4, destination >> 4 < 2 else { throw segment.error(.quantizationTable) }
            var steps = InlineArray<64, UInt16>(repeating: 0)
            for index in 0..<64 {
                let step = destination < 16 ? try segment.byte() : try segment.word()
                guard step > 0 else { throw segment.error(.quantizationTable) }
                steps[Int(ZigZag.naturalOrder[index])] = UInt16(step)
            }
            quantizationTables[destination & 15] = steps
        }
    }

    private mutating func readRestartInterval(_ segment: SegmentReader) throws(JPEGStreamError) {
        var segment = segment
        restartInterval = try segment.word()
        guard segment.isAtEnd else { throw segment.error(.segmentLength) }
    }

    /// Reads a scan's header and data; returns the marker after it.
    private mutating func readScan() throws(JPEGStreamError) -> UInt8 {
        let segment = try SegmentReader(bytes, at: offset)
        guard var frame else { throw segment.error(.scanHeader) }
        guard colorSpace.areYCbCr(frame.components) else { throw .unsupported(.colorSpace) }
        let header = try ScanHeader(segment, frame: frame, scanned: scannedComponents)
        if header.hasOddParameters { oddities.insert(.spectralParameters) }
        if colorSpace.isTransformOdd(of: frame.components) { oddities.insert(.adobeTransform) }
        for selection in header.selections {
            let table = Int(frame.components[selection.component].quantizationTable)
            guard let steps = quantizationTables[table] else { throw segment.error(.quantizationTable) }
            frame.components[selection.component].quantization = steps
            scannedComponents.insert(selection.component)
        }
        self.frame = frame
        var marker: UInt8 = 0
        let firstInterval = entropyCodedData.intervals.count
        let end = try entropyCodedData.append(bytes, from: segment.end, marker: &marker)
        let layout = ScanLayout(header, of: frame, restartInterval: restartInterval)
        let scan = try layout.scan(
            selected: huffmanTables,
            of: tables,
            intervals: firstInterval..<entropyCodedData.intervals.count,
            firstBlock: scans.last?.blockRange.upperBound ?? 0
        )
        let intervalCount = scan.mcuCount.dividedUp(by: scan.mcusPerInterval)
        guard scan.intervals.count == intervalCount else { throw .malformed(.restartMarkers, offset: end) }
        scans.append(scan)
        offset = end
        return try nextMarker()
    }
}
