import CImage
package import Render

/// Reads and writes JPEG and PNG pictures; the only file that knows the C library behind it.
///
/// All functions are synchronous, keep a processor busy and share no state.
package enum ImageCodec {
    /// Reads the header of a whole file or of the beginning of one; throws `.needsMoreBytes` when that is too short.
    package static func header(of bytes: [UInt8], limits: ImageLimits) throws(ImageError) -> ImageHeader {
        var header = cimage_header()
        var error = cimage_error()
        // Safety: C reads `bytes.count` bytes and keeps no pointer.
        let code = unsafe cimage_read_header(bytes, bytes.count, cimage_limits(limits), &header, &error)
        guard code == CIMAGE_OK, let format = ImageFormat(header.format) else {
            throw ImageError(error, format: ImageFormat(signatureOf: bytes))
        }
        return try ImageHeader(header, PictureMetadata(of: bytes, format: format))
    }

    /// Decodes a whole file to the pixels that it stores: no gamma, color profile or EXIF orientation is applied.
    ///
    /// A file that is truncated throws, and so does one whose damage shows; a JPEG has no checksum to show all of it.
    /// A JPEG can be had at a part of the cost where a half, a quarter or an eighth of its sides is enough: `minWidth` is
    /// the least width that does, in pixels. `isWhole`: whether somebody has found all blocks of a JPEG, so that bytes too many, and none at its end,
    /// are no damage.
    package static func decode(
        _ bytes: [UInt8],
        limits: ImageLimits,
        minWidth: Int = .max,
        isWhole: Bool = false
    ) throws(ImageError) -> Bitmap {
        var oddities: [DecodingOddity] = []
        return try decode(bytes, limits: limits, minWidth: minWidth, isWhole: isWhole, &oddities)
    }

    /// As above; `oddities` become what is odd about the file.
    static func decode(
        _ bytes: [UInt8],
        limits: ImageLimits,
        minWidth: Int,
        isWhole: Bool,
        _ oddities: inout [DecodingOddity]
    ) throws(ImageError) -> Bitmap {
        let header: ImageHeader
        do {
            header = try Self.header(of: bytes, limits: limits)
        } catch .needsMoreBytes(let detail) {
            throw .truncated(ImageFormat(signatureOf: bytes), detail: detail)
        }
        let (size, eighths) = reduced(header, minWidth)
        var (isOpaque, flags) = (false, CUnsignedInt(0))
        // Safety: `decode` writes every byte of `pixels`, or throws.
        let bitmap = try unsafe Bitmap(size: size, isOpaque: !header.hasAlpha) { pixels throws(ImageError) in
            let options = cimage_decode_options(eighths: eighths, is_whole: isWhole)
            isOpaque = try unsafe decode(bytes, limits: limits, options, into: pixels, &flags)
        }
        oddities = DecodingOddity.allCases.filter { flags & $0.flag != 0 }
        guard isOpaque != bitmap.isOpaque else { return bitmap }
        return Bitmap(size: bitmap.size, isOpaque: isOpaque, bytes: bitmap.bytes) ?? bitmap
    }

    /// Decodes a whole YCbCr JPEG whose chroma is sampled in one of the usual ways to its own samples; what counts as damage is as in `decode`. `nil` for
    /// other files.
    static func decodePlanes(
        _ bytes: [UInt8],
        header: ImageHeader,
        limits: ImageLimits,
        isWhole: Bool,
        _ oddities: inout [DecodingOddity]
    ) throws(ImageError) -> YCbCrPlanes? {
        guard header.color == .yCbCr, header.chromaSampling != nil, let luma = header.sampling.first else { return nil }
        var flags = CUnsignedInt(0)
        do throws(ImageError) {
            // Safety: `decode` writes every byte of `samples`, or throws.
            let planes = try unsafe YCbCrPlanes(
                size: header.size,
                chromaWidth: luma.horizontal,
                chromaHeight: luma.vertical
            ) { samples throws(ImageError) in
                let planes = unsafe cimage_planes(header.size, luma, samples)
                try unsafe decode(bytes, limits: limits, isWhole: isWhole, into: planes, &flags)
            }
            oddities = DecodingOddity.allCases.filter { flags & $0.flag != 0 }
            return planes
        } catch .unsupported {
            // What stands behind the header may say of its samples what that does not.
            return nil
        }
    }

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
}

extension ImageCodec {
    /// The least size that a picture can be decoded to and that is at least `minWidth` wide; its own where all are less.
    private static func reduced(_ header: ImageHeader, _ minWidth: Int) -> (PixelSize, eighths: UInt32) {
        for eighths in [1, 2, 4] where header.format == .jpeg {
            let (width, height) = ((header.size.width * eighths + 7) / 8, (header.size.height * eighths + 7) / 8)
            guard width >= minWidth, let size = PixelSize(width: width, height: height) else { continue }
            return (size, UInt32(eighths))
        }
        return (header.size, 8)
    }

    /// Fills `pixels`, and says whether all of them are opaque.
    private static func decode(
        _ bytes: [UInt8],
        limits: ImageLimits,
        _ options: cimage_decode_options,
        into pixels: UnsafeMutableRawBufferPointer,
        _ flags: inout CUnsignedInt
    ) throws(ImageError) -> Bool {
        var isOpaque = false
        var error = cimage_error()
        // Safety: C writes at most `pixels.count` bytes, reads `bytes.count`, and keeps no pointer.
        let code = unsafe cimage_decode_with(
            bytes,
            bytes.count,
            cimage_limits(limits),
            options,
            pixels.baseAddress?.assumingMemoryBound(to: UInt8.self),
            pixels.count,
            &isOpaque,
            &flags,
            &error
        )
        guard code == CIMAGE_OK else { throw ImageError(error, format: ImageFormat(signatureOf: bytes)) }
        return isOpaque
    }

    private static func decode(
        _ bytes: [UInt8],
        limits: ImageLimits,
        isWhole: Bool,
        into planes: cimage_planes,
        _ flags: inout CUnsignedInt
    ) throws(ImageError) {
        var error = cimage_error()
        // Safety: C writes at most as many samples as `planes` says, reads `bytes.count`, and keeps no pointer.
        let code = unsafe withUnsafePointer(to: planes) { planes in
            unsafe cimage_decode_planes(
                bytes,
                bytes.count,
                cimage_limits(limits),
                isWhole,
                planes,
                &flags,
                &error
            )
        }
        guard code == CIMAGE_OK else { throw ImageError(error, format: .jpeg) }
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

extension ImageFormat {
    /// The format that the first bytes of a file announce; `nil` for another, or when there are too few.
    fileprivate init?(signatureOf bytes: [UInt8]) {
        // Safety: C reads at most `bytes.count` bytes.
        let format = unsafe cimage_format_of(bytes, bytes.count)
        self.init(format)
    }

    fileprivate init?(_ format: cimage_format) {
        switch format {
        case CIMAGE_FORMAT_JPEG: self = .jpeg
        case CIMAGE_FORMAT_PNG: self = .png
        default: return nil
        }
    }
}

extension cimage_limits {
    fileprivate init(_ limits: ImageLimits) {
        self.init(max_bytes: limits.maxBytes, max_pixels: UInt64(limits.maxPixels))
    }
}

extension cimage_planes {
    /// `luma` is how often that is sampled where chroma is once.
    fileprivate init(_ size: PixelSize, _ luma: ImageHeader.Sampling, _ samples: UnsafeMutableRawBufferPointer) {
        unsafe self.init(
            width: UInt32(size.width),
            height: UInt32(size.height),
            chroma_width: UInt32(luma.horizontal),
            chroma_height: UInt32(luma.vertical),
            samples: samples.baseAddress?.assumingMemoryBound(to: UInt8.self),
            sample_bytes: samples.count
        )
    }
}

extension cimage_sampling {
    fileprivate init(_ sampling: ChromaSampling) {
        switch sampling {
        case .full: self = CIMAGE_444
        case .halfColumns: self = CIMAGE_422
        case .halfBoth: self = CIMAGE_420
        case .halfRows: self = CIMAGE_440
        case .gray: self = CIMAGE_GRAY_ONLY
        }
    }
}

extension ImageHeader {
    fileprivate init(_ header: cimage_header, _ metadata: PictureMetadata) throws(ImageError) {
        guard let format = ImageFormat(header.format),
            let size = PixelSize(width: Int(header.width), height: Int(header.height))
        else { throw .unrecognized(detail: "it is \(header.width) x \(header.height) pixels") }
        let (h, v) = (header.horizontal_sampling, header.vertical_sampling)
        let factors = [(h.0, v.0), (h.1, v.1), (h.2, v.2), (h.3, v.3)]
        self.init(
            format: format,
            size: size,
            color: Color(header.color),
            coding: Coding(header.coding),
            hasAlpha: header.has_alpha,
            bitsPerSample: Int(header.bit_depth),
            sampling: factors.prefix { $0.0 > 0 }.map { Sampling(horizontal: Int($0.0), vertical: Int($0.1)) },
            profile: metadata.colorProfile,
            orientation: metadata.orientation.flatMap { 1...8 ~= $0 ? $0 : nil } ?? 1,
            isAnimated: metadata.isAnimated
        )
    }
}

extension ImageHeader.Color {
    fileprivate init(_ color: cimage_color) {
        switch color {
        case CIMAGE_GRAY: self = .gray
        case CIMAGE_GRAY_ALPHA: self = .grayAlpha
        case CIMAGE_RGB: self = .rgb
        case CIMAGE_RGBA: self = .rgba
        case CIMAGE_PALETTE: self = .palette
        case CIMAGE_CMYK: self = .cmyk
        case CIMAGE_YCCK: self = .ycck
        default: self = .yCbCr
        }
    }
}

extension ImageHeader.Coding {
    fileprivate init(_ coding: cimage_coding) {
        switch coding {
        case CIMAGE_BASELINE: self = .baseline
        case CIMAGE_EXTENDED: self = .extended
        case CIMAGE_PROGRESSIVE: self = .progressive
        case CIMAGE_INTERLACED: self = .interlaced
        default: self = .plainRows
        }
    }
}

extension ImageError {
    fileprivate init(_ error: cimage_error, format: ImageFormat?) {
        // Safety: reads inside the copy that the closure is given.
        let detail = unsafe withUnsafeBytes(of: error.text) { text in
            unsafe String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
        }
        switch (error.code, format) {
        case (CIMAGE_NEEDS_MORE, _): self = .needsMoreBytes(detail: detail)
        case (CIMAGE_TRUNCATED, _): self = .truncated(format, detail: detail)
        case (CIMAGE_TOO_LARGE, _): self = .tooLarge(format, detail: detail)
        case (CIMAGE_OUT_OF_MEMORY, _): self = .outOfMemory(detail: detail)
        case (CIMAGE_INVALID_ARGUMENT, _): self = .invalidOption(detail: detail)
        case (CIMAGE_UNSUPPORTED, let format?): self = .unsupported(format, detail: detail)
        case (_, let format?): self = .malformed(format, detail: detail)
        case (_, nil): self = .unrecognized(detail: detail)
        }
    }
}

extension DecodingOddity {
    fileprivate var flag: CUnsignedInt {
        switch self {
        case .checksum: CUnsignedInt(CIMAGE_ODD_CHECKSUM)
        case .surplus: CUnsignedInt(CIMAGE_ODD_SURPLUS)
        case .transparency: CUnsignedInt(CIMAGE_ODD_TRANSPARENCY)
        case .palette: CUnsignedInt(CIMAGE_ODD_PALETTE)
        case .blurred: CUnsignedInt(CIMAGE_ODD_BLURRED)
        }
    }
}
