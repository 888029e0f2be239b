import Store

/// Where stage outputs lie.
enum StageOutputStorage: Sendable {
    /// In `overlay.sqlite` in `OVERLAY_DATA_DIR`.
    case sqlite
    case postgres(url: String, table: StageOutputTable)
}
