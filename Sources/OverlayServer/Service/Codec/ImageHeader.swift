package import Render
import Store

/// What a picture file says of itself before its pixels.
package struct ImageHeader: Sendable, Equatable {
    /// How the file stores color.
    enum Color: Sendable {
        case gray, grayAlpha, rgb, rgba, palette, yCbCr, cmyk, ycck
    }

    /// The order in which the file stores its pixels; the first three are of JPEG, the last two of PNG.
    enum Coding: Sendable {
        case baseline, extended, progressive
        case plainRows, interlaced
    }

    /// How often a JPEG component is sampled within a minimum coded unit; both are in `1...4`.
    struct Sampling: Sendable, Equatable {
        let horizontal: Int
        let vertical: Int
    }

    let format: ImageFormat
    /// The stored pixels. An EXIF orientation does not change it, because detectors see stored pixels.
    package let size: PixelSize
    let color: Color
    let coding: Coding
    /// Whether the file can hold pixels that are not opaque: a PNG's alpha channel or `tRNS` chunk.
    let hasAlpha: Bool
    /// 1, 2, 4, 8 or 16.
    let bitsPerSample: Int
    /// One for each component of a JPEG; empty for PNG.
    let sampling: [Sampling]
    /// `nil` where the file says nothing of its colors, so that they are sRGB.
    package let profile: ColorProfile?
    /// How EXIF has viewers turn it, 1…8; 1 where it says nothing.
    let orientation: Int
    /// Whether other pictures follow the first one in time (APNG).
    let isAnimated: Bool

    /// Whether viewers turn it by a quarter, so that width and height change places.
    package var isTurned: Bool { orientation >= 5 }

    /// As viewers show it, in pixels.
    var shownSize: PixelSize { turned(size) }

    /// A size of something on it as viewers show that, and the other way round.
    func turned(_ size: PixelSize) -> PixelSize {
        isTurned ? PixelSize(width: size.height, height: size.width) ?? size : size
    }

    /// The encoder's choice that stores chroma as this file does; `nil` for a PNG, and for a JPEG of rarer sampling.
    var chromaSampling: ChromaSampling? {
        guard format == .jpeg else { return nil }
        if color == .gray { return .gray }
        let chroma = sampling.dropFirst()
        guard let luma = sampling.first, chroma.count == 2 else { return nil }
        guard chroma.allSatisfy({ $0 == Sampling(horizontal: 1, vertical: 1) }) else { return nil }
        switch (luma.horizontal, luma.vertical) {
        case (1, 1): return .full
        case (2, 1): return .halfColumns
        case (2, 2): return .halfBoth
        case (1, 2): return .halfRows
        default: return nil
        }
    }
}

extension ImageHeader {
    /// How an overlay on this frame stores chroma: as the frame does; finely where the frame has none, for the
    /// overlay's own colors.
    package var outputSampling: ChromaSampling {
        switch chromaSampling {
        case nil, .gray?: .full
        case let sampling?: sampling
        }
    }
}

/// How finely a JPEG stores chroma, compared with luma.
package enum ChromaSampling: Sendable, CaseIterable {
    /// 4:4:4: every pixel has its own chroma.
    case full
    /// 4:2:2: one chroma sample for two pixels side by side.
    case halfColumns
    /// 4:2:0: one chroma sample for a square of four pixels.
    case halfBoth
    /// 4:4:0: one chroma sample for two pixels one above the other.
    case halfRows
    /// Luma alone: the picture becomes gray.
    case gray
}

/// The largest picture that may be read, checked against the header before anything is decoded or allocated.
package struct ImageLimits: Sendable, Equatable {
    /// Of the file, in bytes.
    package let maxBytes: Int
    /// Width times height.
    let maxPixels: Int

    /// Both limits are at least 1.
    package init(maxBytes: Int, maxPixels: Int) {
        precondition(maxBytes >= 1 && maxPixels >= 1)
        self.maxBytes = maxBytes
        self.maxPixels = maxPixels
    }
}

/// The file formats that frames come in and overlays go out in.
package enum ImageFormat: String, Sendable, CaseIterable {
    case jpeg
    case png

    /// The name that people read in messages.
    var name: String {
        switch self {
        case .jpeg: "JPEG"
        case .png: "PNG"
        }
    }

    /// The media type of RFC 2046 that names the format in HTTP and in object metadata.
    package var contentType: String { ContentType.of(fileEnding: String(fileEnding.dropFirst())) }

    /// What names of files and keys end with, with its dot: the usual one first.
    package var fileEndings: [String] {
        switch self {
        case .jpeg: [".jpg", ".jpeg"]
        case .png: [".png"]
        }
    }

    package var fileEnding: String { fileEndings[0] }

    /// An ending without its dot, in any case.
    package init?(fileEnding ending: String) {
        let format = Self.allCases.first { $0.fileEndings.contains(".\(ending.lowercased())") }
        guard let format else { return nil }
        self = format
    }
}

/// Why a picture could not be read or written.
///
/// `format` is what the file's signature says, and `detail` completes the sentence with what was found where.
package enum ImageError: Error, Equatable {
    /// The bytes are the beginning of a picture, and end before its header is complete; only `header(of:)` throws it.
    case needsMoreBytes(detail: String)
    case truncated(ImageFormat?, detail: String)
    case malformed(ImageFormat, detail: String)
    case unrecognized(detail: String)
    case unsupported(ImageFormat, detail: String)
    case tooLarge(ImageFormat?, detail: String)
    case outOfMemory(detail: String)
    /// Quality, comment or text that the encoder cannot write.
    case invalidOption(detail: String)
}

extension ImageError: CustomStringConvertible {
    /// A sentence for the person whose picture it is.
    package var description: String {
        switch self {
        case .needsMoreBytes(let detail): "the beginning of the picture is too short: \(detail)"
        case .truncated(let format, let detail): "the \(name(of: format)) is truncated: \(detail)"
        case .malformed(let format, let detail): "the \(format.name) is damaged: \(detail)"
        case .unrecognized(let detail): "the picture is neither JPEG nor PNG: \(detail)"
        case .unsupported(let format, let detail): "the \(format.name) is of an unsupported kind: \(detail)"
        case .tooLarge(let format, let detail): "the \(name(of: format)) is too large: \(detail)"
        case .outOfMemory(let detail): "there is not enough memory for the picture: \(detail)"
        case .invalidOption(let detail): "the picture cannot be encoded: \(detail)"
        }
    }

    private func name(of format: ImageFormat?) -> String { format?.name ?? "picture" }
}
