import Foundation

/// An ICC profile: what a picture's numbers mean as colors (ICC.1:2022, clause 7).
struct ICCProfile: Equatable {
    let bytes: [UInt8]

    /// The profile that `bytes` begin with; `nil` where that is none.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.headerByteCount, bytes[36..<40].elementsEqual("acsp".utf8) else { return nil }
        let byteCount = Int(bytes[0..<4].bigEndianValue)
        guard byteCount >= Self.headerByteCount, byteCount <= bytes.count else { return nil }
        self.bytes = Array(bytes.prefix(byteCount))
    }

    /// The kind of numbers that it is for.
    var space: ColorProfile.Space {
        switch String(decoding: bytes[16..<20], as: UTF8.self) {
        case "RGB ": .rgb
        case "GRAY": .gray
        case "CMYK": .cmyk
        default: .other
        }
    }

    /// What it calls itself, in the first language that it has; `nil` where it does not say.
    var name: String? {
        guard let tag = tag("desc"), tag.count > 12 else { return nil }
        let start = tag.startIndex
        let text: String?
        switch String(decoding: tag.prefix(4), as: UTF8.self) {
        case "desc":
            let count = Int(tag[start + 8..<start + 12].bigEndianValue)
            text = String(bytes: tag.dropFirst(12).prefix(count).prefix { $0 != 0 }, encoding: .isoLatin1)
        case "mluc" where tag.count >= 28:
            let (count, offset) = (tag[start + 20..<start + 24], tag[start + 24..<start + 28])
            let utf16 = tag.dropFirst(Int(offset.bigEndianValue)).prefix(Int(count.bigEndianValue))
            text = String(bytes: utf16, encoding: .utf16BigEndian)
        default: return nil
        }
        let name = (text ?? "").filter { !$0.isNewline && $0 != "\0" }.prefix(Self.longestName)
        return name.isEmpty ? nil : String(name)
    }

    /// The content of a tag, its type included.
    private func tag(_ name: String) -> ArraySlice<UInt8>? {
        guard bytes.count >= Self.headerByteCount + 4 else { return nil }
        let table = Self.headerByteCount + 4
        let count = min(Int(bytes[table - 4..<table].bigEndianValue), (bytes.count - table) / 12)
        for entry in stride(from: table, to: table + count * 12, by: 12)
        where bytes[entry..<entry + 4].elementsEqual(name.utf8) {
            let offset = Int(bytes[entry + 4..<entry + 8].bigEndianValue)
            return bytes.dropFirst(offset).prefix(Int(bytes[entry + 8..<entry + 12].bigEndianValue))
        }
        return nil
    }

    private static let headerByteCount = 128
    private static let longestName = 80
}

extension ICCProfile {
    /// A monitor's profile: light is a number's `gamma`-th power, in colors of which `primaries` says what they are.
    ///
    /// The matrix is that of SMPTE RP 177, adapted to D50 by the Bradford transform (ICC.1:2022, annex E). `nil` where no light has those colors.
    init?(gamma: Double, primaries: Primaries) {
        guard gamma > 0, gamma < 128, let columns = primaries.columnsUnderD50 else { return nil }
        let number = { (value: Double) in Int32((value * 65_536).rounded()).bigEndianBytes }
        let color = { (value: SIMD3<Double>) in
            Array("XYZ \0\0\0\0".utf8) + number(value.x) + number(value.y) + number(value.z)
        }
        let name = Array("Gamma \(String(format: "%.3g", gamma))\0".utf8)
        let description =
            Array("desc\0\0\0\0".utf8) + UInt32(name.count).bigEndianBytes + name + [UInt8](repeating: 0, count: 78)
        let curve = Array("curv\0\0\0\0\0\0\0\u{1}".utf8) + UInt16((gamma * 256).rounded()).bigEndianBytes + [0, 0]
        let white = color(Primaries.d50)
        let tags: [(name: String, content: [UInt8])] = [
            ("desc", description), ("cprt", Array("text\0\0\0\0\0".utf8)), ("wtpt", white), ("rXYZ", color(columns.0)),
            ("gXYZ", color(columns.1)), ("bXYZ", color(columns.2)), ("rTRC", curve), ("gTRC", curve), ("bTRC", curve),
        ]
        var table = UInt32(tags.count).bigEndianBytes
        var data: [UInt8] = []
        let start = Self.headerByteCount + 4 + 12 * tags.count
        for tag in tags {
            let position = UInt32(start + data.count).bigEndianBytes
            table += Array(tag.name.utf8) + position + UInt32(tag.content.count).bigEndianBytes
            data += tag.content
            while data.count % 4 != 0 { data.append(0) }
        }
        var header = UInt32(start + data.count).bigEndianBytes + [0, 0, 0, 0, 2, 0x40, 0, 0]
        header += Array("mntrRGB XYZ ".utf8)
        // 1 January 2000: the same picture has the same bytes.
        header += [0x07, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0] + Array("acsp".utf8) + [UInt8](repeating: 0, count: 28)
        header += white.suffix(12)
        header += [UInt8](repeating: 0, count: Self.headerByteCount - header.count)
        self.init(header + table + data)
    }
}

/// The colors of full red, green, blue and white, as x and y of CIE 1931.
struct Primaries: Equatable {
    let red, green, blue, white: SIMD2<Double>

    /// IEC 61966-2-1.
    static let sRGB = Primaries(red: [0.64, 0.33], green: [0.30, 0.60], blue: [0.15, 0.06], white: [0.3127, 0.3290])

    /// The white of the profile connection space (ICC.1:2022, 6.3.4.3).
    static let d50 = SIMD3(0.9642, 1, 0.8249)

    func isNear(_ other: Primaries) -> Bool {
        zip([red, green, blue, white], [other.red, other.green, other.blue, other.white]).allSatisfy { one, two in
            abs(one.x - two.x) < 0.002 && abs(one.y - two.y) < 0.002
        }
    }

    /// X, Y and Z of red, green and blue, where white is D50.
    fileprivate var columnsUnderD50: (SIMD3<Double>, SIMD3<Double>, SIMD3<Double>)? {
        guard [red, green, blue, white].allSatisfy({ $0.y > 0 }) else { return nil }
        let light = { (color: SIMD2<Double>) in SIMD3(color.x / color.y, 1, (1 - color.x - color.y) / color.y) }
        let pure = Matrix(light(red), light(green), light(blue))
        guard let shares = pure.inverse.map({ $0 * light(white) }), let back = Self.bradford.inverse else { return nil }
        let scale = (Self.bradford * Self.d50) / (Self.bradford * light(white))
        let adapted = { (column: SIMD3<Double>) in back * (scale * (Self.bradford * column)) }
        let columns = (adapted(pure.x * shares.x), adapted(pure.y * shares.y), adapted(pure.z * shares.z))
        // Beyond what a profile's numbers hold.
        let isHeld = [columns.0, columns.1, columns.2].allSatisfy { $0.min() > -32_768 && $0.max() < 32_768 }
        guard isHeld else { return nil }
        return columns
    }

    private static let bradford = Matrix(
        [0.8951, -0.7502, 0.0389],
        [0.2664, 1.7135, -0.0685],
        [-0.1614, 0.0367, 1.0296]
    )
}

/// Three columns.
private struct Matrix {
    let x, y, z: SIMD3<Double>

    init(_ x: SIMD3<Double>, _ y: SIMD3<Double>, _ z: SIMD3<Double>) { (self.x, self.y, self.z) = (x, y, z) }

    static func * (matrix: Matrix, vector: SIMD3<Double>) -> SIMD3<Double> {
        matrix.x * vector.x + matrix.y * vector.y + matrix.z * vector.z
    }

    /// By Cramer's rule; `nil` where there is none.
    var inverse: Matrix? {
        let (a, b, c) = (Self.cross(y, z), Self.cross(z, x), Self.cross(x, y))
        let determinant = (x * a).sum()
        guard abs(determinant) > 1e-9 else { return nil }
        return Matrix(
            SIMD3(a.x, b.x, c.x) / determinant,
            SIMD3(a.y, b.y, c.y) / determinant,
            SIMD3(a.z, b.z, c.z) / determinant
        )
    }

    private static func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
        [a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x]
    }
}
