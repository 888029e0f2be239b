/// A picture as a JPEG stores it, before chroma is spread over pixels and becomes red, green and blue: a plane of luma, one of
/// blue chroma and one of red (ITU-T T.871), 8 bits a sample.
///
/// Planes are of whole blocks of 8×8 samples; those beyond the picture are as the file has them.
package struct YCbCrPlanes: Sendable {
    package let size: PixelSize
    /// How many pixels one sample of chroma spans.
    let chroma: SampleScale
    /// The planes one after the other, in rows without padding between them.
    package private(set) var samples: [UInt8]

    /// Makes a picture whose samples `fill` writes; it must write all of them, or throw. `chromaWidth` and `chromaHeight`, 1 or 2, are how many
    /// pixels one sample of chroma spans.
    package init<Failure: Error>(
        size: PixelSize,
        chromaWidth: Int,
        chromaHeight: Int,
        fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        guard let chroma = SampleScale(horizontal: chromaWidth, vertical: chromaHeight) else {
            preconditionFailure("chroma of \(chromaWidth) × \(chromaHeight)")
        }
        self.size = size
        self.chroma = chroma
        let count = ComponentKind.allCases.map { Plane($0, of: size, chroma).sampleCount }.reduce(0, +)
        samples = try unsafe [UInt8](filling: count, with: fill)
    }

    /// As `init` was told.
    package var chromaWidth: Int { chroma.horizontal }
    package var chromaHeight: Int { chroma.vertical }

    func scale(of kind: ComponentKind) -> SampleScale { kind == .luma ? .full : chroma }

    func plane(_ kind: ComponentKind) -> Plane {
        var plane = Plane(kind, of: size, chroma)
        for before in ComponentKind.allCases.prefix(kind.rawValue) {
            plane.start += Plane(before, of: size, chroma).sampleCount
        }
        return plane
    }

    /// Calls `body` with all samples, to be changed in place.
    mutating func withMutableSamples(_ body: (inout MutableSpan<UInt8>) -> Void) {
        var span = samples.mutableSpan
        body(&span)
    }

    /// Where the samples of one component lie.
    struct Plane {
        let blocksAcross: Int
        let blocksDown: Int
        /// Of its first sample.
        fileprivate(set) var start = 0

        var bytesPerRow: Int { blocksAcross &* 8 }
        var sampleCount: Int { blocksAcross * blocksDown * 64 }

        fileprivate init(_ kind: ComponentKind, of size: PixelSize, _ chroma: SampleScale) {
            let scale = kind == .luma ? .full : chroma
            blocksAcross = (size.width + scale.blockWidth - 1) / scale.blockWidth
            blocksDown = (size.height + scale.blockHeight - 1) / scale.blockHeight
        }

        /// Of the first sample of a block.
        @inline(always)
        func offset(column: Int, row: Int) -> Int { start &+ (row &* bytesPerRow &+ column) &* 8 }
    }
}
