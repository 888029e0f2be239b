/// The detections of one picture alone, `[{"label": "cat", "bbox": […]}, …]`, each in the canonical shape; frame 0.
///
/// Not one of `all`: a row that is such a list does not say which frame it is about.
extension DetectionFormat {
    package static let list = DetectionFormat(
        name: "list",
        recognizes: { cursor throws(JSONError) in cursor.kind == .array },
        outline: { cursor in
            let start = cursor.position
            let count = try cursor.skipCountingElements()
            let piece = DetectionPiece.list(start..<cursor.position, frameIndex: 0, count: count)
            try cursor.finish()
            var outline = OutputOutline()
            outline.frames = [FrameEntry(number: 0, index: 0, timestamp: nil, key: nil, size: nil, pieces: [piece])]
            return outline
        },
        read: canonical.read
    )
}
