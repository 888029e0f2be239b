/// A stage output in the shape of another tool, and what it says in the canonical one.
struct TranslatedText {
    let format: String
    let translation: Translation

    /// `nil` where the text is in none of the translators' formats, and none is declared. `isOfOnePicture`: whether it may be the detections of
    /// one picture, of which it does not say which frame it is.
    ///
    /// Throws `StageOutputError` where the text is not of the format that is declared, or does not say which frames it is about.
    init?(_ bytes: [UInt8], _ declared: String?, isOfOnePicture: Bool) throws(StageOutputError) {
        let text = Self.unwrapped(bytes)
        let isWrapped = text.count != bytes.count
        var declared = declared
        if !isWrapped, Self.isNative(text) {
            guard let inside = try Self.declaredFormat(in: text) ?? declared, !DetectionFormat.isName(inside) else {
                return nil
            }
            declared = inside
        } else if let name = declared, DetectionFormat.isName(name) {
            return nil
        }
        let named = try declared.map { name throws(StageOutputError) in try Self.translator(name) }
        guard let input = try Self.input(text, isRequired: named != nil || isWrapped) else { return nil }
        guard let translator = named ?? Translator.all.first(where: { $0.recognizes(input) }) else {
            guard input.tree == nil else { return nil }
            let known = Translator.all.map(\.name).joined(separator: ", ")
            throw .wrongType(field: "$", found: "a text that is not JSON", expected: "JSON, or one of: \(known)")
        }
        var translation = Translation()
        if let frames = input.tree.flatMap(Self.frames) {
            for frame in frames { try Self.translate(frame, by: translator, &translation) }
        } else {
            try translator.translate(input, &translation)
        }
        if translation.isOfOnePicture, !isOfOnePicture {
            let expected = "frames with their numbers: it does not say of which frame it is"
            throw .wrongType(field: "$", found: "what \(translator.name) found on one picture", expected: expected)
        }
        format = translator.name
        self.translation = translation
    }

    private static func translator(_ name: String) throws(StageOutputError) -> Translator {
        guard let translator = Translator.all.first(where: { $0.name == name }) else {
            let allowed = Translator.all.map(\.name) + DetectionFormat.all.map(\.name)
            throw .unknownWord(field: "$.format", found: name, allowed: allowed.sorted())
        }
        return translator
    }

    /// Whether the text is in a format that is indexed as it is, judged by what it begins with.
    private static func isNative(_ text: [UInt8]) -> Bool {
        let result = try? JSONCursor.reading(text) { cursor throws(JSONError) -> Bool in
            cursor.skipWhitespace()
            let start = cursor.mark
            guard cursor.kind == .object else {
                guard cursor.kind == .array else { return false }
                if try DetectionFormat.cocoResults.recognizes(&cursor) { return true }
                cursor.return(to: start)
                return try DetectionFormat.canonical.recognizes(&cursor)
            }
            try cursor.enterObject()
            while let key = try cursor.nextKey() {
                if key == JSONKey("frames") { return try !holdsClasses(&cursor) }
                if key == JSONKey("frame") || Int(key.text) != nil { return true }
                try cursor.skipValue()
            }
            return false
        }
        return result ?? false
    }

    /// Whether the first of the frames at the cursor, which are called by their numbers, has a member that says what class it is: FiftyOne's have.
    private static func holdsClasses(_ cursor: inout JSONCursor) throws(JSONError) -> Bool {
        guard cursor.kind == .object else { return false }
        try cursor.enterObject()
        guard try cursor.nextKey() != nil, cursor.kind == .object else { return false }
        try cursor.enterObject()
        while try cursor.nextKey() != nil {
            if cursor.kind == .object, try cursor.keys().contains(JSONKey("_cls")) { return true }
            try cursor.skipValue()
        }
        return false
    }

    /// The `format` that a native text declares.
    private static func declaredFormat(in text: [UInt8]) throws(StageOutputError) -> String? {
        let name = try? JSONCursor.reading(text) { cursor throws(JSONError) -> String? in
            cursor.skipWhitespace()
            guard cursor.kind == .object else { return nil }
            try cursor.enterObject()
            while let key = try cursor.nextKey() {
                if key == JSONKey("format"), cursor.kind == .string { return try cursor.readString() }
                // What declares it stands before the frames, so that nothing large is passed over.
                if key == JSONKey("frames") { return nil }
                try cursor.skipValue()
            }
            return nil
        }
        guard let name, Translator.all.contains(where: { $0.name == name }) else { return nil }
        return name
    }

    /// What a JSON string holds, and what a Markdown fence does; else the text itself.
    private static func unwrapped(_ bytes: [UInt8]) -> [UInt8] {
        var text = bytes
        if text.first(where: { !$0.isSpace }) == UInt8(ascii: "\""), let inside = (try? JSONTree(text))?.text {
            text = Array(inside.utf8)
        }
        guard text.first(where: { !$0.isSpace }).map({ $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "[") }) ?? false
        else { return text }
        let parts = String(decoding: text, as: UTF8.self).split(
            separator: "```",
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        guard parts.count > 1 else { return text }
        return Array(parts[1].drop { $0.isLetter || $0.isNumber }.utf8)
    }

    /// `nil` where the text is JSON that is not whole, which others say better, unless it `isRequired`.
    private static func input(_ text: [UInt8], isRequired: Bool) throws(StageOutputError) -> TranslatorInput? {
        guard let first = text.first(where: { !$0.isSpace }) else { return nil }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            do throws(JSONError) {
                return .json(try JSONTree(text))
            } catch {
                if let lines = StageOutputText.array(ofLines: text), let tree = try? JSONTree(lines) {
                    return .json(tree)
                }
                guard isRequired else { return nil }
                throw StageOutputError(error, in: text)
            }
        }
        let words = ["null", "true", "false", "NaN", "Infinity", "-Infinity"]
        let string = String(decoding: text, as: UTF8.self)
        if words.contains(string.filter { !$0.isWhitespace }) { return nil }
        let lines = string.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
            .map { (number: $0 + 1, text: $1) }.filter {
                !$0.text.allSatisfy(\.isWhitespace) && !$0.text.hasPrefix("#")
            }
        guard lines.count > 1 || lines.first?.text.contains(where: { $0 == "," || $0 == " " }) == true else {
            return nil
        }
        return .lines(lines)
    }
}

/// Frames of the canonical shape whose detections are another tool's.
extension TranslatedText {
    private struct ForeignFrame {
        let number: Int
        let timestamp: Double?
        let detections: JSONTree
        let path: String
    }

    private static func frames(_ tree: JSONTree) -> [ForeignFrame]? {
        let entries: [(JSONTree, String, Int?)]
        if let elements = tree["frames"]?.elements {
            entries = elements.enumerated().map { ($1, "$.frames[\($0)]", nil) }
        } else if let members = tree["frames"]?.members {
            entries = members.map { ($1, "$.frames[\"\($0)\"]", Int($0)) }
        } else {
            return nil
        }
        // FiftyOne's videos have frames of their own kind.
        guard entries.contains(where: { $0.0.first("detections", "predictions") != nil }) else { return nil }
        return entries.compactMap { entry, path, number in
            guard let number = entry["frame"]?.whole ?? number else { return nil }
            return ForeignFrame(
                number: number,
                timestamp: entry["timestamp"]?.double,
                detections: entry.first("detections", "predictions") ?? .array([]),
                path: path
            )
        }
    }

    private static func translate(
        _ frame: ForeignFrame,
        by translator: Translator,
        _ translation: inout Translation
    ) throws(StageOutputError) {
        var part = Translation()
        try translator.translate(.json(frame.detections), &part)
        translation.addFrame(frame.number, at: frame.timestamp)
        translation.append(part, to: frame.number, under: "\(frame.path).detections")
    }
}

extension DetectionFormat {
    fileprivate static func isName(_ name: String) -> Bool { all.contains { $0.name == name } }
}

extension UInt8 {
    fileprivate var isSpace: Bool { [0x20, 0x0a, 0x0d, 0x09].contains(self) }
}
