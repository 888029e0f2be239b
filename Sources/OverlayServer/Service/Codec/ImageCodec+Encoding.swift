import CImage
package import Render

extension ImageCodec {
    /// Encodes the colors of `bitmap`, without its alpha, as a baseline JPEG; the same arguments give the same bytes.
    ///
    /// `quality` is in `1...100`; `comment`, at most 65 533 bytes of UTF-8, becomes a COM segment behind those of `metadata`.
    package static func encodeJPEG(
        _ bitmap: borrowing Bitmap,
        quality: Int,
        sampling: ChromaSampling,
        comment: String = ""
    ) throws(ImageError) -> [UInt8] {
        try encodeJPEG(bitmap, quality: quality, sampling: sampling, comment: comment, metadata: .none)
    }

    static func encodeJPEG(
        _ bitmap: borrowing Bitmap,
        quality: Int,
        sampling: ChromaSampling,
        comment: String,
        metadata: PictureMetadata
    ) throws(ImageError) -> [UInt8] {
        let (pixels, size) = (bitmap.bytes, bitmap.size)
        // Safety: `pixels` holds the rows that `size` says; C keeps no pointer to them or to `parts`.
        return try unsafe encodedJPEG(quality, sampling, comment, metadata) { options, parts, output, error in
            let (width, height) = (UInt32(size.width), UInt32(size.height))
            return unsafe cimage_encode_jpeg(pixels, width, height, options, parts, parts.count, output, error)
        }
    }

    /// Encodes samples as they are; all else is as above.
    static func encodeJPEG(
        _ planes: borrowing YCbCrPlanes,
        quality: Int,
        comment: String,
        metadata: PictureMetadata
    ) throws(ImageError) -> [UInt8] {
        let (samples, size) = (planes.samples, planes.size)
        let chroma = ImageHeader.Sampling(horizontal: planes.chromaWidth, vertical: planes.chromaHeight)
        // Safety: C only reads `samples`, though its type does not say so, and keeps no pointer to them or to `parts`.
        return try unsafe encodedJPEG(quality, .full, comment, metadata) { options, parts, output, error in
            unsafe samples.withUnsafeBufferPointer { samples in
                let samples = unsafe UnsafeMutableRawBufferPointer(mutating: UnsafeRawBufferPointer(samples))
                var planes = unsafe cimage_planes(size, chroma, samples)
                return unsafe cimage_encode_planes(&planes, options, parts, parts.count, output, error)
            }
        }
    }

    private static func encodedJPEG(
        _ quality: Int,
        _ sampling: ChromaSampling,
        _ comment: String,
        _ metadata: PictureMetadata,
        by encode: (
            UnsafePointer<cimage_jpeg_options>, [cimage_part], UnsafeMutablePointer<cimage_bytes>,
            UnsafeMutablePointer<cimage_error>
        ) -> cimage_code
    ) throws(ImageError) -> [UInt8] {
        guard 1...100 ~= quality else { throw .invalidOption(detail: "quality is \(quality), not 1 to 100") }
        let density = metadata.jfifDensity
        var parts = metadata.segments
        if !comment.isEmpty { parts.append(FilePart(marker: 0xFE, comment.utf8)) }
        return try unsafe encoded(as: .jpeg) { output, error in
            unsafe withParts(parts) { parts in
                var options = cimage_jpeg_options(
                    quality: CInt(quality),
                    sampling: cimage_sampling(sampling),
                    density_unit: density?.unit ?? 0,
                    horizontal_density: density?.horizontal ?? 0,
                    vertical_density: density?.vertical ?? 0
                )
                return unsafe encode(&options, parts, output, error)
            }
        }
    }

    /// Encodes `bitmap` as a PNG, RGB when it is opaque and RGBA when not; the same arguments give the same bytes.
    package static func encodePNG(_ bitmap: borrowing Bitmap) throws(ImageError) -> [UInt8] {
        try encodePNG(bitmap, metadata: .none)
    }

    /// As above, with what `metadata` says, and with `comment` unless it is empty, before the pixels.
    static func encodePNG(
        _ bitmap: borrowing Bitmap,
        comment: String = "",
        metadata: PictureMetadata
    ) throws(ImageError) -> [UInt8] {
        let kind = bitmap.isOpaque ? CIMAGE_PNG_OPAQUE : CIMAGE_PNG_RGBA
        let parts = metadata.chunks + comments(comment)
        return try encodePNG(pixels: bitmap.bytes, of: kind, size: bitmap.size, parts: parts)
    }

    private static func comments(_ comment: String) -> [FilePart] {
        comment.isEmpty ? [] : [FilePart(comment: comment)]
    }

    /// Encodes the canvas alone as a PNG, with `comment` unless it is empty: with a palette where it has at most 256 colors, else as RGBA.
    package static func encodePNG(_ rows: TransparentRows, comment: String = "") throws(ImageError) -> [UInt8] {
        guard let indexed = IndexedRows(rows) else {
            let (pixels, numbers) = (rows.bytes, rows.rowNumbers)
            return try encodePNG(
                pixels: pixels,
                of: CIMAGE_PNG_RGBA,
                size: rows.size,
                rowNumbers: numbers,
                parts: comments(comment)
            )
        }
        return try encodePNG(indexed, comment: comment)
    }

    /// Encodes a picture of few colors as a PNG with a palette, with `comment` unless it is empty.
    package static func encodePNG(_ rows: IndexedRows, comment: String = "") throws(ImageError) -> [UInt8] {
        try encodePNG(
            pixels: rows.indices,
            of: CIMAGE_PNG_INDICES,
            size: rows.size,
            rowNumbers: rows.rowNumbers,
            colors: rows.colors.flatMap { [$0.red, $0.green, $0.blue, $0.alpha] },
            parts: comments(comment)
        )
    }
}

extension ImageCodec {
    private static func encodePNG(
        pixels: [UInt8],
        of kind: cimage_png_pixels,
        size: PixelSize,
        rowNumbers: [UInt32]? = nil,
        colors: [UInt8] = [],
        parts: [FilePart] = []
    ) throws(ImageError) -> [UInt8] {
        // Safety: C checks that the rows and colors are there, and keeps no pointer to anything.
        try unsafe encoded(as: .png) { output, error in
            unsafe withPicture(pixels, of: kind, size: size, rowNumbers: rowNumbers, colors: colors) { picture in
                unsafe withParts(parts) { unsafe cimage_encode_png(picture, $0, $0.count, output, error) }
            }
        }
    }

    /// Lends C the parts for as long as `body` runs.
    private static func withParts(_ parts: [FilePart], _ body: ([cimage_part]) -> cimage_code) -> cimage_code {
        unsafe parts.flatMap(\.bytes).withUnsafeBufferPointer { bytes in
            var offset = 0
            let lent = unsafe parts.map { part in
                defer { offset += part.bytes.count }
                let start = unsafe bytes.baseAddress.map { unsafe $0 + offset }
                return unsafe cimage_part(name: part.name, bytes: start, count: part.bytes.count)
            }
            return unsafe body(lent)
        }
    }

    /// Lends C the picture for as long as `body` runs.
    private static func withPicture(
        _ pixels: [UInt8],
        of kind: cimage_png_pixels,
        size: PixelSize,
        rowNumbers: [UInt32]?,
        colors: [UInt8],
        _ body: (UnsafePointer<cimage_png_picture>) -> cimage_code
    ) -> cimage_code {
        unsafe pixels.withUnsafeBufferPointer { pixels in
            unsafe (rowNumbers ?? []).withUnsafeBufferPointer { numbers in
                unsafe colors.withUnsafeBufferPointer { colors in
                    var picture = unsafe cimage_png_picture(
                        pixels: kind,
                        width: UInt32(size.width),
                        height: UInt32(size.height),
                        bytes: pixels.baseAddress,
                        byte_count: pixels.count,
                        row_numbers: rowNumbers == nil ? nil : numbers.baseAddress,
                        colors: colors.baseAddress,
                        color_count: UInt32(colors.count / 4)
                    )
                    return unsafe body(&picture)
                }
            }
        }
    }

    /// Runs an encoder, and takes over the bytes that it allocated.
    private static func encoded(
        as format: ImageFormat,
        by encode: (UnsafeMutablePointer<cimage_bytes>, UnsafeMutablePointer<cimage_error>) -> cimage_code
    ) throws(ImageError) -> [UInt8] {
        var output = unsafe cimage_bytes()
        var error = cimage_error()
        // Safety: on success C hands over `output.count` bytes, which are copied once and freed; on failure none.
        defer { unsafe cimage_free(&output) }
        guard unsafe encode(&output, &error) == CIMAGE_OK else { throw ImageError(error, format: format) }
        return unsafe Array(UnsafeBufferPointer(start: output.data, count: output.count))
    }
}
