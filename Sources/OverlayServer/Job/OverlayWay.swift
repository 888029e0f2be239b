/// How a canvas and a frame become a picture.
enum OverlayWay: String, Encodable, Sendable {
    /// The JPEG blocks that the canvas touches are coded anew with the frame's own tables; all others keep their bits.
    case jpegBlocks = "jpeg_blocks"
    /// The frame is decoded, drawn on, and coded anew.
    case pixels
    /// The canvas alone; the frame is not looked at.
    case transparent
}

extension ImageHeader {
    /// How an overlay of `style` is made on this frame, as far as its header tells.
    func way(for style: Style) -> OverlayWay {
        switch style.format(for: self) {
        case .transparent: .transparent
        case .png: .pixels
        case .jpeg: style.quality == nil && hasEditableBlocks ? .jpegBlocks : .pixels
        }
    }

    /// Whether blocks can be coded anew one by one: sequential, and with chroma, without which labels would lose theirs.
    private var hasEditableBlocks: Bool {
        format == .jpeg && color == .yCbCr && (coding == .baseline || coding == .extended) && bitsPerSample == 8
    }
}
