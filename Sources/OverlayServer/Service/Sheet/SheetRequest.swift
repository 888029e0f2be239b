import Render
import Store

/// A contact sheet that somebody asked for; a value of it is always well formed.
package struct SheetRequest: Sendable {
    /// What its tiles are.
    enum Content: Sendable {
        /// These frames, in that order.
        case frames([Int])
        /// One track through time, of which at most so many frames are shown.
        case track(String, limit: Int)
    }

    let stage: StageAddress
    let content: Content
    /// `nil`: as many as make the sheet roughly 4:3.
    let columns: Int?
    /// Of the sheet, in pixels.
    let width: Int
    /// Of what is drawn on the tiles.
    let style: Style
    package let format: ImageFormat
    /// Of a JPEG, 1…100.
    let quality: Int

    /// The most tiles of a sheet.
    package static let tileLimit = 400
    package static let standardTrackLimit = 24
    package static let widths = 160...8192
    package static let standardWidth = 1600

    /// What a caller may say of a sheet beside the style; `nil` is not given.
    package struct Given {
        package var frames: FrameSelection?
        package var track: String?
        package var limit: Int?
        package var columns: Int?
        package var width: Int?

        package init() {}
    }

    /// One of `frames` and `track` is to be given, `limit` with `track` alone. `format`: what a style that names none is answered with.
    package init(
        _ given: Given,
        of stage: StageAddress,
        _ style: Style,
        format: ImageFormat
    ) throws(RequestError) {
        switch (given.frames, given.track) {
        case (let frames?, nil):
            guard given.limit == nil else {
                throw .malformed(field: "limit", reason: "It is of a track; of frames all are shown that are named.")
            }
            content = .frames(try frames.frames(limit: Self.tileLimit))
        case (nil, let track?):
            guard !track.isEmpty else { throw .malformed(field: "track", reason: "It takes a track's id.") }
            content = .track(track, limit: given.limit ?? Self.standardTrackLimit)
        case (nil, nil):
            throw .malformed(
                field: "frames",
                reason: "It must be given, as in frames=0-99, or else track, as in track=7."
            )
        default: throw .malformed(field: "track", reason: "Either track or frames can be given, not both.")
        }
        guard style.split == nil else {
            throw .malformed(field: "split", reason: "A sheet is one picture.")
        }
        guard style.format != .transparent else {
            throw .malformed(field: "format", reason: "A sheet is never transparent; it takes jpeg or png.")
        }
        (self.stage, columns, width) = (stage, given.columns, given.width ?? Self.standardWidth)
        self.format = style.format?.file ?? format
        quality = style.quality ?? Style.standardQuality
        self.style = Self.tileStyle(style, content)
    }

    /// What tiles are drawn with: on those of a track nothing but the track, unless the style says what else.
    private static func tileStyle(_ style: Style, _ content: Content) -> Style {
        var style = style
        (style.format, style.quality) = (.png, nil)
        guard case .track(let id, _) = content else { return style }
        if style.tracks == nil { style.tracks = [id] }
        if style.layers == nil { style.layers = [.masks, .polygons, .boxes, .polylines, .keypoints] }
        return style
    }
}

extension Style {
    /// The same for pictures that are shown at 1/`scale` of their size: lines and texts that are not given are large enough to be seen there, and there are no
    /// labels where a tile is too narrow for them.
    func forTile(_ frame: PixelSize, scale: Double, width: Int, fontSize: Double) -> Style {
        var style = self
        let usual = MarkSizes(style: style, frame: frame)
        if self.thickness == nil {
            // Enlarged pixels make lines thick enough.
            let line = width < Self.leastLabeledWidth ? scale : scale * 1.5
            style.thickness = min(scale < 1 ? max(scale * 2, 1.5) : max(usual.thickness, line), 64)
        }
        let namesLabels = self.layers != nil || self.label != nil || self.fontSize != nil
        if self.fontSize == nil { style.fontSize = min(max(usual.fontSize, scale * fontSize), 256) }
        if !namesLabels, width < Self.leastLabeledWidth {
            style.layers = Set(LayerName.allCases).subtracting(LayerName.extras).subtracting([.labels])
        }
        return style
    }

    /// Of a tile, in pixels.
    private static let leastLabeledWidth = 240
}
