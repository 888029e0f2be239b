/// A binary mask as COCO's run lengths: pixels column by column, from the top left, in alternating runs of zeros and ones.
///
/// The first run is of zeros and may be 0 long. Guarantee: both sides are at least 1, and the runs add up to their product.
package struct RunLengthMask: Hashable, Sendable {
    /// The most pixels that a mask may have.
    package static let pixelLimit = 100_000_000

    /// In the mask's own pixels, which need not be the frame's: a mask is stretched to the frame when it is drawn.
    package let height: Int
    package let width: Int
    /// In pixels; zeros first.
    package let runs: [UInt32]

    package init(height: Int, width: Int, runs: [UInt32]) throws(RunLengthMaskError) {
        try Self.checkSize(height: height, width: width)
        let total = runs.reduce(0) { $0 + Int($1) }
        guard total == height * width else { throw .wrongTotal(total, expected: height * width) }
        self.height = height
        self.width = width
        self.runs = runs
    }

    /// A mask from COCO's compressed string of run lengths.
    package init(height: Int, width: Int, compressed: some Sequence<UInt8>) throws(RunLengthMaskError) {
        try Self.checkSize(height: height, width: width)
        let runs = try CompressedRuns.runs(compressed, limit: height * width)
        try self.init(height: height, width: width, runs: runs)
    }

    private static func checkSize(height: Int, width: Int) throws(RunLengthMaskError) {
        let (pixels, overflows) = height.multipliedReportingOverflow(by: width)
        guard height > 0, width > 0, !overflows, pixels <= pixelLimit else {
            throw .badSize(height: height, width: width)
        }
    }
}
