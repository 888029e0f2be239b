/// The largest picture that may be read, checked against the header before anything is decoded or allocated.
struct ImageLimits: Sendable, Equatable {
    /// Of the file, in bytes.
    let maxBytes: Int
    /// Width times height.
    let maxPixels: Int

    /// Both limits are at least 1.
    init(maxBytes: Int, maxPixels: Int) {
        precondition(maxBytes >= 1 && maxPixels >= 1)
        self.maxBytes = maxBytes
        self.maxPixels = maxPixels
    }
}
