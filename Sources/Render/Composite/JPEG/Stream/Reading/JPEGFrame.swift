/// What a frame header says (T.81, B.2.2).
struct JPEGFrame {
    let size: PixelSize
    var components: [JPEGComponent]
    /// The largest sampling factors of any component.
    let horizontalSampling: Int
    let verticalSampling: Int

    /// Reads the parameters of an SOF0 or SOF1 segment, after its length.
    init(_ segment: SegmentReader) throws(JPEGStreamError) {
        var segment = segment
        let precision = try segment.byte()
        let (height, width) = (try segment.word(), try segment.word())
        let count = try segment.byte()
        guard precision == 8 else { throw .unsupported(.samplePrecision(bits: precision)) }
        guard height > 0 else { throw .unsupported(.lineCountAtEnd) }
        guard let size = PixelSize(width: width, height: height), count > 0 else { throw segment.error(.frameHeader) }
        guard count == 1 || count == 3 else { throw .unsupported(.componentCount(count)) }
        var specifications: [ComponentSpecification] = []
        for _ in 0..<count { specifications.append(try ComponentSpecification(&segment)) }
        guard segment.isAtEnd, Set(specifications.map(\.id)).count == count else { throw segment.error(.frameHeader) }
        if count == 1 { specifications[0].isAlone() }
        let horizontal = specifications.reduce(1) { max($0, $1.horizontal) }
        let vertical = specifications.reduce(1) { max($0, $1.vertical) }
        guard Self.isSupported(specifications.map { $0.ratio(to: horizontal, vertical) }) else {
            throw .unsupported(.sampling)
        }
        self.size = size
        (horizontalSampling, verticalSampling) = (horizontal, vertical)
        components = specifications.map { $0.component(of: size, horizontal, vertical) }
    }

    /// Luma at full resolution; both chroma components alike: 4:4:4, 4:2:2, 4:4:0, 4:2:0 or 4:1:1.
    private static func isSupported(_ ratios: [SIMD2<Int>?]) -> Bool {
        let chroma: [SIMD2<Int>] = [[1, 1], [2, 1], [1, 2], [2, 2], [4, 1]]
        guard ratios.first == [1, 1] else { return false }
        return ratios.count == 1 || ratios[1] == ratios[2] && chroma.contains { $0 == ratios[1] }
    }
}

/// One component's part of a frame header.
private struct ComponentSpecification {
    let id: UInt8
    var horizontal: Int
    var vertical: Int
    let quantizationTable: UInt8

    init(_ segment: inout SegmentReader) throws(JPEGStreamError) {
        id = UInt8(try segment.byte())
        let sampling = try segment.byte()
        (horizontal, vertical) = (sampling >> 4, sampling & 15)
        quantizationTable = UInt8(try segment.byte())
        guard 1...4 ~= horizontal, 1...4 ~= vertical, quantizationTable < 4 else { throw segment.error(.frameHeader) }
    }

    /// Sampling factors mean nothing where there is nothing to compare them with.
    mutating func isAlone() { (horizontal, vertical) = (1, 1) }

    /// How many times fewer samples it has than a component of the largest factors; `nil` where that is no integer.
    func ratio(to horizontal: Int, _ vertical: Int) -> SIMD2<Int>? {
        guard horizontal % self.horizontal == 0, vertical % self.vertical == 0 else { return nil }
        return [horizontal / self.horizontal, vertical / self.vertical]
    }

    /// T.81, A.1.1: xᵢ = ⌈X × Hᵢ / Hmax⌉ samples across, of which each block holds 8.
    func component(of size: PixelSize, _ maxHorizontal: Int, _ maxVertical: Int) -> JPEGComponent {
        JPEGComponent(
            id: id,
            horizontalSampling: horizontal,
            verticalSampling: vertical,
            blocksAcross: (size.width * horizontal).dividedUp(by: maxHorizontal).dividedUp(by: 8),
            blocksDown: (size.height * vertical).dividedUp(by: maxVertical).dividedUp(by: 8),
            quantizationTable: quantizationTable
        )
    }
}

extension Int {
    /// ⌈self / divisor⌉ of positive integers.
    func dividedUp(by divisor: Int) -> Int { (self + divisor - 1) / divisor }
}
