/// Percent-encoding (RFC 3986) as S3 wants it.
extension String {
    /// Every UTF-8 byte but `A–Z a–z 0–9 - . _ ~` and those of `kept` becomes `%XX`, in upper case.
    package func percentEncoded(keeping kept: String = "") -> String {
        // Most texts stay as they are.
        guard let first = utf8.firstIndex(where: { !Self.isPlain($0, keeping: kept) }) else { return self }
        let digits = [UInt8]("0123456789ABCDEF".utf8)
        var encoded = [UInt8](utf8[..<first])
        encoded.reserveCapacity(utf8.count + 16)
        for byte in utf8[first...] {
            if Self.isPlain(byte, keeping: kept) {
                encoded.append(byte)
            } else {
                encoded.append(UInt8(ascii: "%"))
                encoded.append(digits[Int(byte >> 4)])
                encoded.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8, keeping kept: String) -> Bool {
        isUnreserved(byte) || kept.utf8.contains(byte)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
