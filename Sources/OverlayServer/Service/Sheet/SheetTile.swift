package import Render

/// What is to be seen in one place of a sheet.
package struct SheetTile: Sendable {
    /// At most as large as a tile; `nil` where there is none.
    package var picture: Bitmap?
    /// What the picture does not show, or why there is none; stands on it.
    package var message: String?
    /// Below the picture, at its left end.
    package var caption: String
    /// Below the picture, at its right end, where there is room.
    package var detail: String?
    /// On how many frames before it a track was away; 0 for none.
    package var gap = 0

    package init(picture: Bitmap? = nil, message: String? = nil, caption: String, detail: String? = nil, gap: Int = 0) {
        (self.picture, self.message, self.caption) = (picture, message, caption)
        (self.detail, self.gap) = (detail, gap)
    }
}
