import CImage
import Testing

struct LimitTests {
    @Test(arguments: ["baseline-420.jpg", "rgb8.png"]) func limitsAreInclusive(name: String) throws {
        let bytes = try Fixture.bytes(name)
        let header = try header(of: bytes)
        let pixels = UInt64(header.width * header.height)
        #expect(decodingCode(bytes, limits: cimage_limits(max_bytes: bytes.count, max_pixels: pixels)) == CIMAGE_OK)
        for (fewerBytes, fewerPixels) in [(1, UInt64(0)), (0, 1)] {
            let limits = cimage_limits(max_bytes: bytes.count - fewerBytes, max_pixels: pixels - fewerPixels)
            #expect(decodingCode(bytes, limits: limits) == CIMAGE_TOO_LARGE)
            let failure = #expect(throws: Failure.self) { try CImageTests.header(of: bytes, limits: limits) }
            #expect(failure?.code == CIMAGE_TOO_LARGE)
        }
    }

    @Test func hugeSidesAreTooLargeHoweverFewTheBytes() throws {
        var png = PNGChunks(try Fixture.bytes("rgb8.png"))
        png.change("IHDR") { $0.replaceSubrange(0..<8, with: [0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF]) }
        let limits = cimage_limits(max_bytes: 1 << 20, max_pixels: .max)
        #expect(decodingCode(png.bytes, limits: limits) == CIMAGE_TOO_LARGE)
        png.change("IHDR") { $0.replaceSubrange(0..<8, with: [0, 0, 0, 1, 0, 1, 0, 0]) }
        #expect(decodingCode(png.bytes, limits: limits) == CIMAGE_TOO_LARGE)
    }

    @Test func aJPEGOfManyScansIsTooLarge() throws {
        let bytes = try Fixture.bytes("separate-scans.jpg")
        let scans = bytes.indices.dropLast().filter { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA }
        let (head, last) = (bytes[..<scans[2]], bytes[scans[2]..<(bytes.count - 2)])
        let repeated = { count in Array(head) + (0..<count).flatMap { _ in last } + [0xFF, 0xD9] }
        #expect(decodingCode(repeated(98)) == CIMAGE_OK)
        #expect(decodingCode(repeated(99)) == CIMAGE_TOO_LARGE)
    }

    @Test(arguments: [-1, 1]) func aBufferOfAnotherSizeIsRefused(difference: Int) throws {
        let bytes = try Fixture.bytes("rgb8.png")
        var pixels = [UInt8](repeating: 0, count: 13 * 9 * 4 + difference)
        var isOpaque = false
        var error = cimage_error()
        let code = unsafe cimage_decode(bytes, bytes.count, noLimits, &pixels, pixels.count, &isOpaque, &error)
        #expect(code == CIMAGE_INVALID_ARGUMENT)
        #expect(pixels.allSatisfy { $0 == 0 })
    }
}
