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
