/// The escapes in JSON strings.
enum JSONEscapes {
    /// The value of a hexadecimal digit.
    static func hexValue(_ digit: UInt8) -> UInt16? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(digit - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(digit - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(digit - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// The character that a backslash and `letter` stand for; `nil` for `u` and for letters that make no escape.
    static func plain(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0c
        case UInt8(ascii: "n"): 0x0a
        case UInt8(ascii: "r"): 0x0d
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// The text that `raw`, whose escapes are known to be well formed, stands for.
    static func resolved(_ raw: String) -> String {
        let raw = Array(raw.utf8)
        var text: [UInt8] = []
        text.reserveCapacity(raw.count)
        var index = 0
        while index < raw.count {
            guard raw[index] == UInt8(ascii: "\\"), index + 1 < raw.count else {
                text.append(raw[index])
                index += 1
                continue
            }
            if let plain = plain(raw[index + 1]) {
                text.append(plain)
                index += 2
            } else {
                let (scalar, length) = scalar(raw[index...])
                text.append(contentsOf: String(scalar).utf8)
                index += length
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The character of the `\u` escape, or the pair of them, at the start of `raw`, and its length in bytes.
    private static func scalar(_ raw: ArraySlice<UInt8>) -> (Unicode.Scalar, length: Int) {
        let unit = codeUnit(raw)
        if let scalar = Unicode.Scalar(unit) { return (scalar, 6) }
        let second = raw.dropFirst(6)
        if UTF16.isLeadSurrogate(unit), second.starts(with: "\\u".utf8), UTF16.isTrailSurrogate(codeUnit(second)) {
            let offset = (UInt32(unit) & 0x3ff) << 10 | UInt32(codeUnit(second)) & 0x3ff
            if let scalar = Unicode.Scalar(0x10000 + offset) { return (scalar, 12) }
        }
        return ("\u{fffd}", 6)
    }

    /// The value of the four digits after `\u`.
    private static func codeUnit(_ escape: ArraySlice<UInt8>) -> UInt16 {
        escape.dropFirst(2).prefix(4).reduce(0) { $0 << 4 | (hexValue($1) ?? 0) }
    }
}
