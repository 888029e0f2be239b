import CImage

/// A picture to encode.
struct Picture {
    let width: Int
    let height: Int
    /// Straight RGBA.
    var pixels: [UInt8]

    init(width: Int, height: Int, pixel: (Int, Int) -> [UInt8]) {
        self.width = width
        self.height = height
        pixels = (0..<height).flatMap { y in (0..<width).flatMap { x in pixel(x, y) } }
    }

    /// Smooth in color, with alpha falling from left to right.
    static func gradient(width: Int, height: Int) -> Picture {
        Picture(width: width, height: height) { x, y in
            let (column, row) = (x * 255 / max(width - 1, 1), y * 255 / max(height - 1, 1))
            return [UInt8(column), UInt8(row), UInt8(255 - (column + row) / 2), UInt8(255 - column)]
        }
    }
}

func encodeJPEG(
    _ picture: Picture,
    quality: Int32 = 95,
    sampling: cimage_sampling = CIMAGE_444,
    marker: UInt32 = 0xFE,
    part: [UInt8]? = nil
) throws(Failure) -> [UInt8] {
    try unsafe encoded { output, error in
        unsafe withPart(marker, part) { parts in
            var options = cimage_jpeg_options()
            (options.quality, options.sampling) = (quality, sampling)
            let (width, height) = (UInt32(picture.width), UInt32(picture.height))
            return unsafe cimage_encode_jpeg(
                picture.pixels,
                width,
                height,
                &options,
                parts,
                parts.count,
                output,
                error
            )
        }
    }
}

func encodePNG(
    _ picture: Picture,
    isOpaque: Bool = false,
    chunk: String = "teSt",
    part: [UInt8]? = nil
) throws(Failure) -> [UInt8] {
    try unsafe encoded { output, error in
        unsafe withPart(chunk.utf8.reduce(0) { $0 << 8 | UInt32($1) }, part) { parts in
            unsafe picture.pixels.withUnsafeBufferPointer { pixels in
                var source = unsafe cimage_png_picture()
                unsafe source.pixels = isOpaque ? CIMAGE_PNG_OPAQUE : CIMAGE_PNG_RGBA
                unsafe (source.width, source.height) = (UInt32(picture.width), UInt32(picture.height))
                unsafe (source.bytes, source.byte_count) = (pixels.baseAddress, pixels.count)
                return unsafe cimage_encode_png(&source, parts, parts.count, output, error)
            }
        }
    }
}

private func withPart(_ name: UInt32, _ part: [UInt8]?, _ body: ([cimage_part]) -> cimage_code) -> cimage_code {
    unsafe (part ?? []).withUnsafeBufferPointer { bytes in
        unsafe body(part == nil ? [] : [cimage_part(name: name, bytes: bytes.baseAddress, count: bytes.count)])
    }
}

/// Encodes rows of indices, or of RGBA where there are no colors; each row of the picture is one of them.
func encodePNG(
    rows: [UInt8],
    width: Int,
    rowNumbers: [UInt32],
    colors: [UInt8] = []
) throws(Failure) -> [UInt8] {
    try unsafe encoded { output, error in
        unsafe rows.withUnsafeBufferPointer { rows in
            unsafe rowNumbers.withUnsafeBufferPointer { numbers in
                unsafe colors.withUnsafeBufferPointer { colors in
                    var source = unsafe cimage_png_picture(
                        pixels: colors.isEmpty ? CIMAGE_PNG_RGBA : CIMAGE_PNG_INDICES,
                        width: UInt32(width),
                        height: UInt32(numbers.count),
                        bytes: rows.baseAddress,
                        byte_count: rows.count,
                        row_numbers: numbers.baseAddress,
                        colors: colors.baseAddress,
                        color_count: UInt32(colors.count / 4)
                    )
                    return unsafe cimage_encode_png(&source, nil, 0, output, error)
                }
            }
        }
    }
}

private func encoded(
    _ encode: (UnsafeMutablePointer<cimage_bytes>, UnsafeMutablePointer<cimage_error>) -> cimage_code
) throws(Failure) -> [UInt8] {
    var output = unsafe cimage_bytes()
    var error = cimage_error()
    defer { unsafe cimage_free(&output) }
    guard unsafe encode(&output, &error) == CIMAGE_OK else { throw Failure(error) }
    return unsafe Array(UnsafeBufferPointer(start: output.data, count: output.count))
}
