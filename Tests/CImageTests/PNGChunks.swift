/// A PNG cut into its chunks, to be changed and put together again with correct checksums.
struct PNGChunks {
    private(set) var chunks: [(name: String, data: [UInt8])] = []

    init(_ bytes: [UInt8]) {
        var at = 8
        while at + 12 <= bytes.count {
            let length = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
            let name = String(decoding: bytes[at + 4..<at + 8], as: UTF8.self)
            chunks.append((name, Array(bytes[at + 8..<at + 8 + length])))
            at += length + 12
        }
    }

    /// Puts a chunk in front of the first one of another name.
    mutating func insert(_ name: String, _ data: [UInt8], before other: String) {
        chunks.insert((name, data), at: chunks.firstIndex { $0.name == other } ?? chunks.count)
    }

    mutating func removeAll(_ name: String) {
        chunks.removeAll { $0.name == name }
    }

    mutating func change(_ name: String, _ change: (inout [UInt8]) -> Void) {
        for index in chunks.indices where chunks[index].name == name { change(&chunks[index].data) }
    }

    func data(of name: String) -> [UInt8]? { chunks.first { $0.name == name }?.data }

    var bytes: [UInt8] {
        chunks.reduce(into: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { bytes, chunk in
            let body = Array(chunk.name.utf8) + chunk.data
            bytes += Self.bigEndian(UInt32(chunk.data.count)) + body + Self.bigEndian(Self.crc32(body))
        }
    }

    static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
    }
}
