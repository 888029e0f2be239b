import Render

/// A finished overlay's bytes.
struct Picture: Sendable {
    let format: Style.Format
    let bytes: [UInt8]
    let way: OverlayWay
    /// Why a JPEG of whose kind most are made of blocks was not.
    var obstacle: JPEGStreamError?
}

extension Style {
    /// The format asked for, or the frame's own.
    func format(for header: ImageHeader) -> Format {
        format ?? (header.format == .jpeg ? .jpeg : .png)
    }
}

extension Style.Format {
    var contentType: String { self == .jpeg ? "image/jpeg" : "image/png" }
    var fileEnding: String { self == .jpeg ? ".jpg" : ".png" }
}
