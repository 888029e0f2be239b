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
