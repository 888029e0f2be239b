/// The detections of one picture alone, `[{"label": "cat", "bbox": […]}, …]`, or under `detections` or `predictions`, each in the
/// canonical shape; frame 0.
///
/// Not one of `all`: a row that is such a list does not say which frame it is about.
extension DetectionFormat {
    package static let list = DetectionFormat(
        name: "list",
        recognizes: { cursor throws(JSONError) in
            if cursor.kind == .array { return true }
            guard cursor.kind == .object else { return false }
            let keys = try cursor.keys()
            return keys.contains { listWords[$0] != nil } && !keys.contains { OutputOutline.members[$0] == .frames }
        },
        outline: { cursor in
            var pieces: [DetectionPiece] = []
            var outline = OutputOutline()
            if cursor.kind == .object {
                try cursor.enterObject()
                while let key = try cursor.nextKey() {
                    let start = cursor.position
                    if let word = listWords[key] {
                        let count = try outline.notes.passDetections(&cursor)
                        pieces = [.list(start..<cursor.position, .topMember(word), count: count)]
                    } else {
                        try cursor.skipValue()
                        if let member = OutputOutline.members[key] { outline.ranges[member] = start..<cursor.position }
                    }
                }
            } else {
                let start = cursor.position
                let count = try outline.notes.passDetections(&cursor)
                pieces = [.list(start..<cursor.position, .top, count: count)]
            }
            try cursor.finish()
            outline.frames = [FrameEntry(number: 0, place: .top, timestamp: nil, key: nil, size: nil, pieces: pieces)]
            return outline
        },
        read: canonical.read
    )

    private static let listWords = JSONKeyTable<DetectionListWord>()
}
