/// A two-dimensional array as NumPy saves it (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html), compressed with zlib and
/// written in Base64, as FiftyOne keeps masks.
struct PackedArray {
    let height: Int
    let width: Int
    /// Whether each element is not 0, row by row.
    let elements: [Bool]

    /// The most elements that are taken.
    private static let limit = 1 << 24
    private static let magic = Array("\u{93}NUMPY".unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })

    /// `nil` where the text is no such array, its elements are of more bytes than one, or there are too many.
    init?(_ text: String) {
        guard let packed = Base64.bytes(text), let file = Inflate.zlib(packed, limit: Self.limit + 4096),
            file.count > 10, file.starts(with: Self.magic), file[6] == 1
        else { return nil }
        let start = 10 + Int(file[8]) + Int(file[9]) << 8
        guard file.count > start else { return nil }
        let header = String(decoding: file[10..<start], as: UTF8.self)
        let numbers = header.matches(of: /\(([0-9]+), ?([0-9]+)\)/).first.map { [Int($0.1), Int($0.2)] } ?? []
        let isOfBytes = header.contains(/'descr': '\|[bu]1'/)
        let sides = numbers.compactMap(\.self)
        guard isOfBytes, sides.count == 2, FrameSize(width: sides[1], height: sides[0]) != nil,
            sides[0] * sides[1] == file.count - start
        else { return nil }
        (height, width) = (sides[0], sides[1])
        let values = file[start...].map { $0 != 0 }
        // Fortran's order is column by column.
        let isByColumn = header.contains("'fortran_order': True")
        let (rows, columns) = (height, width)
        elements =
            isByColumn ? (0..<values.count).map { values[$0 % columns * rows + $0 / columns] } : values
    }
}

/// RFC 4648, section 4.
enum Base64 {
    /// `nil` where a character is none of the alphabet's.
    static func bytes(_ text: String) -> [UInt8]? {
        var (bytes, bits, count) = ([UInt8](), 0, 0)
        for character in text.utf8 where character != UInt8(ascii: "=") {
            guard let digit = digit(character) else { return nil }
            (bits, count) = (bits << 6 & 0xffff | digit, count + 6)
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> count))
        }
        return bytes
    }

    private static func digit(_ character: UInt8) -> Int? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(character) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(character) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(character) + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
