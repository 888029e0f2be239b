/// Lays a canvas over a JPEG block by block: blocks that the canvas does not touch keep their coefficients.
package enum JPEGCompositor {
    /// Source-over of `canvas` on the picture of `frame`, as a JPEG with the frame's own tables; `comment`, if it is not
    /// empty, in a segment of its own. Where the canvas is empty and there is no comment, the frame's own bytes.
    ///
    /// Throws `.unsupported(.sampling)` where pixels do not lie in whole samples, and `.foreignIndex` where the canvas has
    /// another size than the frame.
    package static func composite(
        _ canvas: Canvas,
        onto frame: IndexedJPEG,
        comment: String = ""
    ) throws(JPEGStreamError) -> [UInt8] {
        guard canvas.size == frame.stream.size else { throw .foreignIndex }
        guard var editor = CanvasBlockEditor(canvas, components: frame.stream.components) else {
            throw .unsupported(.sampling)
        }
        let comment = comment.isEmpty ? nil : Array(comment.utf8)
        return try frame.stream.rewrite(frame.index, editor: &editor, comment: comment)
    }
}

extension CanvasBlockEditor: JPEGBlockEditor {}

/// A JPEG whose blocks have been found; made once for a frame, whatever is composited onto it.
package struct IndexedJPEG: Sendable {
    let stream: JPEGStream
    let index: JPEGBlockIndex

    /// Parses the file and walks its entropy-coded data. Throws `.unsupported` for kinds that go over pixels.
    package init(_ bytes: [UInt8]) throws(JPEGStreamError) {
        stream = try JPEGStream(bytes)
        index = try stream.makeIndex()
    }

    /// How many 8×8 blocks it has, of all components.
    package var blockCount: Int { index.blocks.count }

    /// Whether the luma steps are so large that edges of labels ring: those of libjpeg's quality 70 add up to 2,213, where
    /// a 16-pixel label on a street scene still looked clean; at 45 it did not.
    package var isCoarse: Bool {
        guard let luma = stream.components.first else { return false }
        return luma.quantization.indices.reduce(0) { $0 + Int(luma.quantization[$1]) } > Self.cleanStepSum
    }

    private static let cleanStepSum = 2_213

    /// What is odd about the file; none of it takes anything from the picture.
    package var oddities: [JPEGOddity] {
        let found = stream.oddities.union(index.hasSurplusBytes ? [.surplusBytes] : [])
        return JPEGOddity.allCases.filter(found.contains)
    }

    /// How much memory it takes beside the file's own bytes.
    package var byteCount: Int { stream.entropyCodedData.bytes.count + index.byteCount }
}
