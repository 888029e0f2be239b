/// A JPEG whose blocks have been found; made once for a frame, whatever is composited onto it.
package struct IndexedJPEG: Sendable {
    let stream: JPEGStream
    let index: JPEGBlockIndex

    /// Parses the file and walks its entropy-coded data. Throws `.unsupported` for kinds that go over pixels.
    package init(_ bytes: [UInt8]) throws(JPEGStreamError) {
        stream = try JPEGStream(bytes)
        index = try stream.makeIndex()
    }

    /// Whether the luma steps are so large that edges of labels ring: those of libjpeg's quality 70 add up to 2,213, where
    /// a 16-pixel label on a street scene still looked clean; at 45 it did not.
    package var isCoarse: Bool {
        guard let luma = stream.components.first else { return false }
        return luma.quantization.indices.reduce(0) { $0 + Int(luma.quantization[$1]) } > Self.cleanStepSum
    }

    private static let cleanStepSum = 2_213

    /// How much memory it takes beside the file's own bytes.
    package var byteCount: Int { stream.entropyCodedData.bytes.count + index.byteCount }
}
