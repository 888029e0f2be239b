import CImage
import Render

extension ImageFormat {
    /// The format that the first bytes of a file announce; `nil` for another, or when there are too few.
    init?(signatureOf bytes: [UInt8]) {
        // Safety: C reads at most `bytes.count` bytes.
        let format = unsafe cimage_format_of(bytes, bytes.count)
        self.init(format)
    }

    init?(_ format: cimage_format) {
        switch format {
        case CIMAGE_FORMAT_JPEG: self = .jpeg
        case CIMAGE_FORMAT_PNG: self = .png
        default: return nil
        }
    }
}

extension cimage_limits {
    init(_ limits: ImageLimits) {
        self.init(max_bytes: limits.maxBytes, max_pixels: UInt64(limits.maxPixels))
    }
}

extension cimage_planes {
    /// `luma` is how often that is sampled where chroma is once.
    init(_ size: PixelSize, _ luma: ImageHeader.Sampling, _ samples: UnsafeMutableRawBufferPointer) {
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
    init(_ sampling: ChromaSampling) {
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
    init(_ header: cimage_header, _ metadata: PictureMetadata) throws(ImageError) {
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
    init(_ color: cimage_color) {
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
    init(_ coding: cimage_coding) {
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
    init(_ error: cimage_error, format: ImageFormat?) {
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
    var flag: CUnsignedInt {
        switch self {
        case .checksum: CUnsignedInt(CIMAGE_ODD_CHECKSUM)
        case .surplus: CUnsignedInt(CIMAGE_ODD_SURPLUS)
        case .transparency: CUnsignedInt(CIMAGE_ODD_TRANSPARENCY)
        case .palette: CUnsignedInt(CIMAGE_ODD_PALETTE)
        case .blurred: CUnsignedInt(CIMAGE_ODD_BLURRED)
        }
    }
}
