import CImage
import Testing

struct JPEGDecodingTests {
    /// The committed pixels come from a newer libjpeg-turbo, whose integer arithmetic is the same.
    @Test(arguments: Fixture.jpegs) func pixelsAreThoseOfTheReferenceDecoder(name: String) throws {
        let decoded = try decode(Fixture.bytes(name))
        let reference = try Fixture.bytes(name.replacing(".jpg", with: ".rgb"))
        try #require(decoded.rgb.count == reference.count)
        let worst = zip(decoded.rgb, reference).map { abs(Int($0) - Int($1)) }.max()
        #expect(worst == 0)
        #expect(decoded.isOpaque && decoded.pixels.enumerated().allSatisfy { $0.offset % 4 < 3 || $0.element == 255 })
    }

    @Test func bytesAfterTheEndMarkerDoNotMatter() throws {
        let bytes = try Fixture.bytes("baseline-420.jpg")
        #expect(try decode(bytes + [0, 1, 2, 3, 0xFF]) == decode(bytes))
    }

    @Test func anUnknownRevisionOfJFIFDoesNotMatter() throws {
        let bytes = try Fixture.bytes("baseline-420.jpg")
        var revised = bytes
        let jfif = try #require(bytes.firstRange(of: Array("JFIF".utf8)))
        revised[jfif.upperBound + 1] = 9
        #expect(try decode(revised) == decode(bytes))
    }

    @Test func aJPEGWithoutAllOfItsComponentsIsTruncated() throws {
        for name in ["progressive-420.jpg", "separate-scans.jpg"] {
            let bytes = try Fixture.bytes(name)
            let scans = bytes.indices.dropLast().filter { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA }
            #expect(scans.count >= 3)
            for scan in scans.dropFirst() {
                let code = decodingCode(Array(bytes[..<scan]) + [0xFF, 0xD9])
                // A progressive picture's first scan has something of all.
                let expected = name.hasPrefix("progressive") ? CIMAGE_OK : CIMAGE_TRUNCATED
                #expect(code == expected, "\(name) up to \(scan)")
            }
        }
    }

    @Test func restartMarkersOutOfOrderAreDamage() throws {
        var bytes = try Fixture.bytes("restart-markers.jpg")
        let marker = try #require(bytes.firstRange(of: [0xFF, 0xD0]))
        bytes[marker.lowerBound + 1] = 0xD5
        #expect(decodingCode(bytes) == CIMAGE_MALFORMED)
    }
}
