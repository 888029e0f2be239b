import CImage

/// What C decoded from a file.
struct Decoded: Equatable {
    let width: Int
    let height: Int
    /// Straight RGBA.
    let pixels: [UInt8]
    let isOpaque: Bool

    func pixel(_ x: Int, _ y: Int) -> [UInt8] {
        let start = (y * width + x) * 4
        return Array(pixels[start..<start + 4])
    }

    var rgb: [UInt8] { pixels.enumerated().filter { $0.offset % 4 < 3 }.map(\.element) }
}

/// An error that C reported.
struct Failure: Error, Equatable, CustomStringConvertible {
    let code: cimage_code
    let text: String

    init(_ error: cimage_error) {
        code = error.code
        text = unsafe withUnsafeBytes(of: error.text) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    var description: String { "\(code.rawValue): \(text)" }
}

let noLimits = cimage_limits(max_bytes: Int(Int32.max), max_pixels: UInt64(Int32.max))

func header(of bytes: [UInt8], limits: cimage_limits = noLimits) throws(Failure) -> cimage_header {
    var header = cimage_header()
    var error = cimage_error()
    let code = unsafe cimage_read_header(bytes, bytes.count, limits, &header, &error)
    guard code == CIMAGE_OK else { throw Failure(error) }
    return header
}

func decode(_ bytes: [UInt8], limits: cimage_limits = noLimits) throws(Failure) -> Decoded {
    var header = cimage_header()
    var error = cimage_error()
    var isOpaque = false
    var pixels: [UInt8] = []
    if unsafe cimage_read_header(bytes, bytes.count, limits, &header, &error) == CIMAGE_OK {
        pixels = [UInt8](repeating: 0xAA, count: Int(header.width) * Int(header.height) * 4)
    }
    let code = unsafe cimage_decode(bytes, bytes.count, limits, &pixels, pixels.count, &isOpaque, &error)
    guard code == CIMAGE_OK else { throw Failure(error) }
    return Decoded(width: Int(header.width), height: Int(header.height), pixels: pixels, isOpaque: isOpaque)
}

/// The code with which decoding fails; `CIMAGE_OK` when it does not.
func decodingCode(_ bytes: [UInt8], limits: cimage_limits = noLimits) -> cimage_code {
    do throws(Failure) {
        _ = try decode(bytes, limits: limits)
        return CIMAGE_OK
    } catch {
        return error.code
    }
}
