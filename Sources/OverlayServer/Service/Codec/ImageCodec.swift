import CImage
package import Render

/// Reads and writes JPEG and PNG pictures; the only ones, with what is beside them here, who know the C library behind it.
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
}
