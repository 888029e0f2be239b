/// How far pixels lie apart, which also says whether they are square.
struct PixelDensity: Equatable {
    enum Unit: Equatable { case none, inch, centimeter, meter }

    /// Pixels a unit along each axis; a proportion alone where there is no unit.
    let horizontal, vertical: UInt32
    let unit: Unit

    /// `nil` where it says nothing.
    private init?(_ horizontal: UInt32, _ vertical: UInt32, _ unit: Unit?) {
        guard let unit, horizontal > 0, vertical > 0, unit != .none || horizontal != vertical else { return nil }
        (self.horizontal, self.vertical, self.unit) = (horizontal, vertical, unit)
    }

    /// The content of a JFIF segment (ITU-T T.871, 10.1).
    init?(jfif: ArraySlice<UInt8>) {
        guard jfif.count >= 14, jfif.starts(with: "JFIF\0".utf8) else { return nil }
        let start = jfif.startIndex
        let units: [UInt8: Unit] = [0: .none, 1: .inch, 2: .centimeter]
        let (x, y) = (jfif[start + 8..<start + 10].bigEndianValue, jfif[start + 10..<start + 12].bigEndianValue)
        self.init(x, y, units[jfif[start + 7]])
    }

    /// The content of a PNG's pHYs chunk.
    init?(pHYs: ArraySlice<UInt8>) {
        guard pHYs.count == 9, let last = pHYs.last, last < 2 else { return nil }
        self.init(
            pHYs.prefix(4).bigEndianValue,
            pHYs.dropFirst(4).prefix(4).bigEndianValue,
            last == 1 ? .meter : Unit.none
        )
    }

    /// The same as a pHYs chunk's content.
    var pHYs: [UInt8] {
        let perMeter =
            switch unit {
            case .none, .meter: 1.0
            case .inch: 1 / 0.0254
            case .centimeter: 100.0
            }
        let numbers = [horizontal, vertical].map { UInt32((Double($0) * perMeter).rounded()) }
        return numbers.flatMap { $0.bigEndianBytes } + [unit == .none ? 0 : 1]
    }

    /// The same as JFIF has it: a proportion alone where whole dots an inch or a centimeter would not say it.
    var jfif: (unit: UInt8, horizontal: UInt16, vertical: UInt16)? {
        let code: UInt8
        var (x, y) = (horizontal, vertical)
        switch unit {
        case .none: code = 0
        case .inch: code = 1
        case .centimeter: code = 2
        case .meter:
            let inches = [x, y].map { UInt32((Double($0) * 0.0254).rounded()) }
            // Writers round to whole dots a meter in their ways.
            let isExact = zip(inches, [x, y]).allSatisfy { (Double($0) / 0.0254 - Double($1)).magnitude <= 1 }
            code = isExact ? 1 : 0
            if isExact { (x, y) = (inches[0], inches[1]) }
        }
        while max(x, y) > UInt32(UInt16.max) { (x, y) = (x / 2, y / 2) }
        guard x > 0, y > 0, code > 0 || x != y else { return nil }
        return (code, UInt16(x), UInt16(y))
    }
}
