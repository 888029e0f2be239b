/// A stage output: its text, checked, and an index of where each frame is in it.
///
/// Detections stay text until they are asked for, so memory is about that of the text.
package struct StageOutput: Sendable {
    /// Detections decoded for one frame, unless the caller says otherwise.
    package static let detectionLimit = 50_000

    package let coordinates: CoordinateSpace
    /// How its detections are read.
    let format: DetectionFormat
    /// What it is written in.
    package private(set) var formatName: String
    /// What the keys of the timeline's frames count from, where the output (of `extract_frames`) says so.
    package let numberBase: Int?
    /// Whether it says of itself that it is what is really there.
    package let isGroundTruth: Bool
    /// Frames, and parts of frames, that could not be read.
    package private(set) var skipped: [SkippedPart]
    /// What looks wrong but was taken as it is.
    package private(set) var warnings: [Warning]

    /// The text as it is read: UTF-8, one value.
    package let json: [UInt8]
    /// The text from which `json` was translated; `nil` where it is as it was.
    package private(set) var source: [UInt8]?
    private var index: FrameIndex
    private let ranges: [OutputOutline.Member: Range<Int>]

    /// What can be declared as an output's format.
    package static let formatNames = (DetectionFormat.all.map(\.name) + Translator.all.map(\.name)).sorted()

    /// Checks and indexes `json`, the text of a stage output in one of `formats`, or in that of a translator: the one that it declares
    /// or that is `declared`, else the first that recognises it. Classes without labels are called by its own `names`, else by
    /// `classNames`. The text may begin with a byte order mark, be UTF-16 where it does, and be
    /// JSON Lines, or a JSON string that holds the text.
    package init(
        json: [UInt8],
        formats: [DetectionFormat] = DetectionFormat.all,
        declared: String? = nil,
        classNames: ClassNames = ClassNames()
    ) throws(StageOutputError) {
        let text = StageOutputText(json)
        let isOfOnePicture = formats.contains { $0.name == DetectionFormat.list.name }
        if let translated = try TranslatedText(text.json, declared, isOfOnePicture: isOfOnePicture) {
            try self.init(text, translated, classNames)
            return
        }
        do {
            try self.init(text, text.json, formats, classNames)
        } catch {
            guard case .notJSON(.unexpectedByte(_, expected: .end), _) = error,
                let lines = StageOutputText.array(ofLines: text.json)
            else { throw error }
            try self.init(text, lines, formats, classNames)
        }
    }

    private init(
        _ text: StageOutputText,
        _ translated: TranslatedText,
        _ classNames: ClassNames
    ) throws(StageOutputError) {
        try self.init(text, translated.translation.json, [.canonical], classNames)
        formatName = translated.format
        source = text.json
        index.translate(from: translated.translation.paths)
        skipped = translated.translation.faults.parts + skipped
        warnings += translated.translation.warnings
    }

    private init(
        _ text: StageOutputText,
        _ json: [UInt8],
        _ formats: [DetectionFormat],
        _ classNames: ClassNames
    ) throws(StageOutputError) {
        let (format, outline) = try Self.outlined(json, formats)
        self.format = format
        formatName = format.name
        var coordinates = try Self.coordinates(json, outline.ranges)
        coordinates.notes = outline.notes
        let ownNames = outline.ranges[.names].flatMap { try? JSONTree(Array(json[$0])) }.map { ClassNames($0) }
        coordinates.classNames = ownNames ?? classNames
        self.coordinates = coordinates
        numberBase = try Self.numberBase(json, outline.ranges[.numberBase])
        isGroundTruth = try Self.isGroundTruth(json, outline.ranges[.groundTruth])
        var faults = outline.faults
        index = FrameIndex(outline.frames, coordinates.numbering, &faults)
        skipped = faults.parts
        warnings = text.warnings + index.warnings + outline.warnings + outline.notes.warnings
        ranges = outline.ranges
        self.json = json
    }

    /// The text as a row can hold it and is read again: as it was where it is JSON, else in a JSON string; translated where its format
    /// `isDeclared` in another place than the row.
    package func rowText(isDeclared: Bool) -> [UInt8] {
        guard !isDeclared, let source else { return json }
        if (try? JSONTree(source)) != nil { return source }
        var text = ""
        JSONTree.string(String(decoding: source, as: UTF8.self)).write(to: &text)
        return Array(text.utf8)
    }

    /// Whether it names its frames, and there are none: the stage reported nothing.
    package var isEmpty: Bool { index.entries.isEmpty && ranges[.frames] != nil && skipped.isEmpty }

    /// The frames that the output names, in order of their numbers.
    package var frames: [OutputFrame] { index.entries.map(outputFrame) }

    /// What its classes without labels are called, by their numbers.
    package var classNames: [Int: String] { coordinates.classNames.names }

    /// The numbers of the first and the last frame that the output names; `nil` where it names none.
    package var extent: ClosedRange<Int>? {
        guard let first = index.entries.first, let last = index.entries.last else { return nil }
        return first.number...last.number
    }

    /// In order of their numbers.
    var entries: [FrameEntry] { index.entries }

    /// The frame of that number; `nil` where the output does not name it.
    package func frame(_ number: Int) -> OutputFrame? { index[number].map(outputFrame) }

    /// What the output has for frame `number`, in pixels of a frame of `frameSize`; `nil` where it does not name it.
    ///
    /// Of more than `limit` detections the rest is reported as one skipped part.
    package func detections(
        of number: Int,
        in frameSize: FrameSize,
        limit: Int = StageOutput.detectionLimit
    ) -> FrameDetections? {
        guard let entry = index[number] else { return nil }
        let result = decoded(entry, as: coordinates, in: frameSize, limit: limit)
        return cornersInstead(of: result, in: frameSize) { decoded(entry, as: $0, in: frameSize, limit: limit) }
    }

    private func decoded(
        _ entry: FrameEntry,
        as space: CoordinateSpace,
        in frameSize: FrameSize,
        limit: Int
    ) -> FrameDetections {
        var decoder = FrameDecoder(format: format, space: space, frameSize: frameSize, limit: limit)
        var result = FrameDetections(frame: entry.number, timestamp: entry.timestamp)
        result.detections = decoder.decode(entry.pieces, of: json)
        result.skipped = decoder.skipped
        result.outside = decoder.outside
        result.warnings = decoder.warnings
        readZones(of: entry, DetectionReader(space: space, frameSize: frameSize), into: &result)
        return result
    }

    /// The frame's own zones and lines, else those of the whole output.
    private func readZones(of entry: FrameEntry, _ reader: DetectionReader, into result: inout FrameDetections) {
        var faults: [DetectionFault] = []
        if let range = entry.zones ?? ranges[.zones] {
            let path = entry.zones == nil ? "$.zones" : "\(entry.place.path).zones"
            result.zones = JSONCursor.reading(json, range) { (try? reader.zones(path, &$0, &faults)) ?? [] }
        }
        if let range = entry.lines ?? ranges[.lines] {
            let path = entry.lines == nil ? "$.lines" : "\(entry.place.path).lines"
            result.lines = JSONCursor.reading(json, range) { (try? reader.lines(path, &$0, &faults)) ?? [] }
        }
        result.skipped += faults.map { SkippedPart($0.code, path: $0.path, reason: $0.reason) }
    }

    /// How its numbers name the timeline's frames; where they match by time, those of `frames` are the output's own.
    package var numbering: FrameNumbering { coordinates.numbering }

    /// The text of `stats`, `zones` and `lines` as it stands in the output.
    package var statsJSON: String? { text(.stats) }
    package var zonesJSON: String? { text(.zones) }
    package var linesJSON: String? { text(.lines) }

    /// About how much memory this value holds, in bytes.
    package var memoryByteCount: Int { json.count + index.byteCount }

    private func text(_ member: OutputOutline.Member) -> String? {
        ranges[member].map { String(decoding: json[$0], as: UTF8.self) }
    }

    private func outputFrame(_ entry: FrameEntry) -> OutputFrame {
        let key = entry.key.flatMap { range in JSONCursor.reading(json, range) { try? $0.readString() } }
        return OutputFrame(
            number: entry.number,
            timestamp: entry.timestamp,
            key: key,
            size: entry.size,
            detectionCount: entry.detectionCount
        )
    }
}

/// Reading the parts.
extension StageOutput {
    private static func outlined(
        _ json: [UInt8],
        _ formats: [DetectionFormat]
    ) throws(StageOutputError) -> (DetectionFormat, OutputOutline) {
        let format = try recognizedFormat(json, formats) ?? .canonical
        let outline = try outline(json, format)
        let declared = try declaredFormat(json, outline.ranges[.format], formats) ?? format
        return declared.name == format.name ? (format, outline) : (declared, try Self.outline(json, declared))
    }

    private static func recognizedFormat(
        _ json: [UInt8],
        _ formats: [DetectionFormat]
    ) throws(StageOutputError) -> DetectionFormat? {
        for format in formats {
            let isRecognized = try read(json, json.indices) { cursor in
                cursor.skipWhitespace()
                guard !cursor.isAtEnd else { throw cursor.unexpected(.value) }
                return try format.recognizes(&cursor)
            }
            if isRecognized { return format }
        }
        return nil
    }

    private static func outline(
        _ json: [UInt8],
        _ format: DetectionFormat
    ) throws(StageOutputError) -> OutputOutline {
        try read(json, json.indices) { cursor in
            cursor.skipWhitespace()
            return try format.outline(&cursor)
        }
    }

    private static func declaredFormat(
        _ json: [UInt8],
        _ range: Range<Int>?,
        _ formats: [DetectionFormat]
    ) throws(StageOutputError) -> DetectionFormat? {
        guard let range else { return nil }
        return try read(json, range) { cursor in
            if try cursor.readNull() { return nil }
            let allowed = formats.map(\.name).sorted()
            guard cursor.kind == .string else {
                let expected = "one of: \(allowed.joined(separator: ", "))"
                throw StageOutputError.wrongType(field: "$.format", found: cursor.kind.described, expected: expected)
            }
            let name = try cursor.readString()
            guard let format = formats.first(where: { $0.name == name }) else {
                throw StageOutputError.unknownWord(field: "$.format", found: name, allowed: allowed)
            }
            return format
        }
    }

    private static func coordinates(
        _ json: [UInt8],
        _ ranges: [OutputOutline.Member: Range<Int>]
    ) throws(StageOutputError) -> CoordinateSpace {
        var space = CoordinateSpace()
        if let range = ranges[.coordinates] { space = try read(json, range) { cursor in try CoordinateSpace(&cursor) } }
        for field in FrameNumberingField.allCases {
            guard let range = OutputOutline.Member(rawValue: field.rawValue).flatMap({ ranges[$0] }) else { continue }
            try read(json, range) { cursor in try space.numbering.read(field, at: "$.\(field.rawValue)", &cursor) }
        }
        return space
    }

    private static func numberBase(_ json: [UInt8], _ range: Range<Int>?) throws(StageOutputError) -> Int? {
        guard let range else { return nil }
        return try read(json, range) { cursor in
            if try cursor.readNull() { return nil }
            let range = 0...FrameNumbering.limit
            return try MemberReading.whole(in: range, "a whole number from 0 on", at: "$.number_base", &cursor)
        }
    }

    private static func isGroundTruth(_ json: [UInt8], _ range: Range<Int>?) throws(StageOutputError) -> Bool {
        guard let range else { return false }
        return try read(json, range) { cursor in
            let kind = cursor.kind
            try cursor.skipValue()
            switch String(decoding: json[range], as: UTF8.self) {
            case "true": return true
            case "false", "null": return false
            default:
                throw StageOutputError.wrongType(
                    field: "$.ground_truth",
                    found: kind.described,
                    expected: "true or false"
                )
            }
        }
    }

    /// Runs `body` on a part of the text, and makes its error one of this stage's.
    private static func read<Part>(
        _ json: [UInt8],
        _ range: Range<Int>,
        _ body: (inout JSONCursor) throws -> Part
    ) throws(StageOutputError) -> Part {
        do {
            return try JSONCursor.reading(json, range, body)
        } catch let error as StageOutputError {
            throw error
        } catch let error as JSONError {
            throw StageOutputError(error, in: json)
        } catch {
            throw .wrongType(field: "$", found: "\(error)", expected: "a stage output")
        }
    }
}
