/// A stage output: its text, checked, and an index of where each frame is in it.
///
/// Detections stay text until they are asked for, so memory is about that of the text.
package struct StageOutput: Sendable {
    /// Detections decoded for one frame, unless the caller says otherwise.
    package static let detectionLimit = 20_000

    package let coordinates: CoordinateSpace
    package let format: DetectionFormat
    /// Frames, and parts of frames, that could not be read.
    package let skipped: [SkippedPart]
    /// What looks wrong but was taken as it is.
    package let warnings: [String]

    private static let nothingKnown =
        "the output has none of the members that it may have: "
        + StageOutputIndexer.Member.allCases.map(\.rawValue).joined(separator: ", ")

    private let json: [UInt8]
    private let index: FrameIndex
    private let ranges: [StageOutputIndexer.Member: Range<Int>]

    /// Checks and indexes `json`, UTF-8 text of a stage output in one of the shapes of `DetectionFormat`.
    package init(json: [UInt8]) throws(StageOutputError) {
        let indexer = try Self.indexed(json)
        guard indexer.rootKind == .object else {
            throw .wrongType(field: "$", found: indexer.rootKind.described, expected: "an object")
        }
        if let kind = indexer.framesKind, kind != .array, kind != .null {
            throw .wrongType(field: "$.frames", found: kind.described, expected: "an array")
        }
        format = try Self.format(json, indexer.ranges[.format])
        coordinates = try Self.coordinates(json, indexer.ranges[.coordinates])
        var faults = indexer.faults
        index = FrameIndex(indexer.frames, base: coordinates.frameBase, &faults)
        skipped = faults.parts
        warnings = index.warnings + (indexer.ranges.isEmpty ? [Self.nothingKnown] : [])
        ranges = indexer.ranges
        self.json = json
    }

    /// The frames that the output names, in order of their numbers.
    package var frames: [OutputFrame] { index.entries.map(outputFrame) }

    package var frameCount: Int { index.entries.count }

    /// The frame of that number; `nil` where the output does not name it.
    package func frame(_ number: Int) -> OutputFrame? { index[number].map(outputFrame) }

    package func contains(frame number: Int) -> Bool { index[number] != nil }

    /// What the output has for frame `number`, in pixels of a frame of `frameSize`; `nil` where it does not name it.
    ///
    /// Of more than `limit` detections the rest is reported as one skipped part.
    package func detections(
        of number: Int,
        in frameSize: FrameSize,
        limit: Int = StageOutput.detectionLimit
    ) -> FrameDetections? {
        guard let entry = index[number] else { return nil }
        var decoder = CanonicalDecoder(space: coordinates, frameSize: frameSize, frameIndex: entry.index, limit: limit)
        var result = FrameDetections(frame: number, timestamp: entry.timestamp)
        if let range = entry.detections {
            result.detections = JSONCursor.reading(json, range) { cursor in
                decoder.decode(&cursor, expectedCount: entry.detectionCount)
            }
        }
        result.skipped = decoder.skipped
        result.warnings = decoder.warnings
        return result
    }

    /// The text of `stats`, `zones` and `lines` as it stands in the output.
    package var statsJSON: String? { text(.stats) }
    package var zonesJSON: String? { text(.zones) }
    package var linesJSON: String? { text(.lines) }

    /// About how much memory this value holds, in bytes.
    package var memoryByteCount: Int { json.count + index.entries.count * MemoryLayout<FrameEntry>.stride }

    private func text(_ member: StageOutputIndexer.Member) -> String? {
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
    private static func indexed(_ json: [UInt8]) throws(StageOutputError) -> StageOutputIndexer {
        var indexer = StageOutputIndexer()
        do throws(JSONError) {
            try checkUTF8(json)
            try JSONCursor.reading(json) { cursor throws(JSONError) in try indexer.index(&cursor) }
        } catch {
            throw StageOutputError(error, in: json)
        }
        return indexer
    }

    private static func checkUTF8(_ json: [UInt8]) throws(JSONError) {
        do {
            _ = try UTF8Span(validating: json.span)
        } catch {
            throw JSONError(problem: .invalidUTF8, offset: error.byteOffsets.lowerBound)
        }
    }

    private static func format(_ json: [UInt8], _ range: Range<Int>?) throws(StageOutputError) -> DetectionFormat {
        guard let range else { return .canonical }
        return try read(json, range) { cursor in
            if try cursor.readNull() { return .canonical }
            let allowed = DetectionFormat.allCases.map(\.rawValue)
            guard cursor.kind == .string else {
                let expected = "one of: \(allowed.joined(separator: ", "))"
                throw StageOutputError.wrongType(field: "$.format", found: cursor.kind.described, expected: expected)
            }
            let name = try cursor.readString()
            guard let format = DetectionFormat(rawValue: name) else {
                throw StageOutputError.unknownWord(field: "$.format", found: name, allowed: allowed)
            }
            return format
        }
    }

    private static func coordinates(_ json: [UInt8], _ range: Range<Int>?) throws(StageOutputError) -> CoordinateSpace {
        guard let range else { return CoordinateSpace() }
        return try read(json, range) { cursor in try CoordinateSpace(&cursor) }
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
