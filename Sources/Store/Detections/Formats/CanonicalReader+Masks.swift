/// Masks of a detection.
extension CanonicalReader {
    private enum Field: String, CaseIterable {
        case size, counts, key

        var path: String { ".mask.\(rawValue)" }
    }

    private static let fields = JSONKeyTable<Field>()

    /// A mask's members; the counts only by their place, because the size may stand after them.
    private struct Parts {
        var size: (height: Int, width: Int)?
        var counts: JSONCursor.Mark?
        var key: String?
    }

    /// Run lengths, or the key of a picture, or both.
    func mask(_ cursor: inout JSONCursor) throws -> (RunLengthMask?, key: String?) {
        if try cursor.readNull() { return (nil, nil) }
        let path = CanonicalField.mask.path
        guard cursor.kind == .object else { throw wrongKind(path, cursor.kind, expected: "an object") }
        let parts = try maskParts(&cursor)
        if let size = parts.size, let counts = parts.counts {
            let end = cursor.mark
            cursor.return(to: counts)
            let mask = try runLengthMask(height: size.height, width: size.width, &cursor)
            cursor.return(to: end)
            return (mask, parts.key)
        }
        guard parts.size == nil, parts.counts == nil, parts.key != nil else {
            throw DetectionFault(path, "has neither size and counts nor a key")
        }
        return (nil, parts.key)
    }

    private func maskParts(_ cursor: inout JSONCursor) throws -> Parts {
        var parts = Parts()
        try cursor.enterObject()
        while let name = try cursor.nextKey() {
            switch Self.fields[name] {
            case .size: parts.size = try maskSize(&cursor)
            case .counts:
                parts.counts = cursor.kind == .null ? nil : cursor.mark
                try cursor.skipValue()
            case .key: parts.key = try maskKey(&cursor)
            case nil: try cursor.skipValue()
            }
        }
        return parts
    }

    private func maskSize(_ cursor: inout JSONCursor) throws -> (height: Int, width: Int)? {
        if try cursor.readNull() { return nil }
        guard cursor.kind == .array else {
            throw wrongKind(Field.size.path, cursor.kind, expected: "[height, width]")
        }
        var sides: [Int] = []
        try cursor.enterArray()
        while try cursor.nextElement() {
            guard cursor.kind == .number, let side = try cursor.readNumber().integer, sides.count < 2 else {
                throw DetectionFault(Field.size.path, "is not two whole numbers [height, width]")
            }
            sides.append(side)
        }
        guard sides.count == 2 else {
            throw DetectionFault(Field.size.path, "is not two whole numbers [height, width]")
        }
        return (sides[0], sides[1])
    }

    private func maskKey(_ cursor: inout JSONCursor) throws -> String? {
        if try cursor.readNull() { return nil }
        guard cursor.kind == .string else { throw wrongKind(Field.key.path, cursor.kind, expected: "a text") }
        let key = try cursor.readString()
        guard !key.isEmpty else { throw DetectionFault(Field.key.path, "is empty") }
        return key
    }

    /// The mask whose counts, a list or COCO's compressed string, are at the cursor.
    private func runLengthMask(height: Int, width: Int, _ cursor: inout JSONCursor) throws -> RunLengthMask {
        do {
            if cursor.kind == .string {
                return try RunLengthMask(height: height, width: width, compressed: try cursor.readString().utf8)
            }
            return try RunLengthMask(height: height, width: width, runs: try runs(&cursor))
        } catch let error as RunLengthMaskError {
            let isSize = if case .badSize = error { true } else { false }
            throw DetectionFault((isSize ? Field.size : Field.counts).path, error.description)
        }
    }

    private func runs(_ cursor: inout JSONCursor) throws -> [UInt32] {
        guard cursor.kind == .array else {
            throw wrongKind(Field.counts.path, cursor.kind, expected: "an array of run lengths or a compressed string")
        }
        var runs: [UInt32] = []
        try cursor.enterArray()
        while try cursor.nextElement() {
            let path = { "\(Field.counts.path)[\(runs.count)]" }
            guard cursor.kind == .number else { throw wrongKind(path(), cursor.kind, expected: "a whole number") }
            let number = try cursor.readNumber()
            guard let run = number.integer, 0...RunLengthMask.pixelLimit ~= run else {
                let expected = "a whole number from 0 to \(RunLengthMask.pixelLimit)"
                throw DetectionFault(path(), "is \(number.value.shown), expected \(expected)")
            }
            runs.append(UInt32(run))
        }
        return runs
    }
}
