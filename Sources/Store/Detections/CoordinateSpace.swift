/// What the coordinates of a stage output mean: the canonical shape's `coordinates`.
package struct CoordinateSpace: Hashable, Sendable {
    package enum Unit: String, CaseIterable, Sendable {
        case pixels, normalized, percent
        case perMille = "per_mille"
    }

    package enum AngleUnit: String, CaseIterable, Sendable {
        case degrees, radians
    }

    /// How the frame, or a region of it, had been put into the picture.
    package enum Fit: String, CaseIterable, Sendable {
        /// Each side for itself.
        case stretch
        /// So that all of it is in the picture, whose rest is padding.
        case letterbox
        /// So that it fills the picture, which lacks what does not go in.
        case crop
    }

    package enum Align: String, CaseIterable, Sendable {
        case center
        case topLeft = "top_left"
    }

    /// The meaning of a box's four numbers.
    package enum BoxLayout: String, CaseIterable, Sendable {
        case xywh, xyxy, cxcywh, yxyx

        /// The four numbers by name, for messages.
        var names: [String] {
            switch self {
            case .xywh: ["x", "y", "width", "height"]
            case .xyxy: ["x1", "y1", "x2", "y2"]
            case .cxcywh: ["center x", "center y", "width", "height"]
            case .yxyx: ["y1", "x1", "y2", "x2"]
            }
        }
    }

    /// The size of the picture that the coordinates are of, in pixels.
    package struct PictureSize: Hashable, Sendable {
        package let width: Double
        package let height: Double

        package init(width: Double, height: Double) { (self.width, self.height) = (width, height) }
    }

    package var unit = Unit.pixels
    package var boxLayout = BoxLayout.xywh
    /// Whether the output says what a box's numbers mean.
    package var isBoxDeclared = false
    package var angleUnit = AngleUnit.degrees
    /// `nil`: the region's.
    package var pictureSize: PictureSize?
    package var fit = Fit.stretch
    /// Whether the output says how the frame was fitted.
    package var isFitDeclared = false
    package var align = Align.center
    /// What of the frame is in the picture; `nil`: all of it.
    package var region: PictureRegion?
    /// What is known of all detections beforehand.
    var notes = RowNotes()
    /// Of detections that have a class and no label.
    var classNames = ClassNames()
    package var numbering = FrameNumbering()

    package init() {}
}

extension CoordinateSpace {
    /// The same for a picture of `region`; of the output's own where that is `nil`.
    func ofRegion(_ region: PictureRegion?) -> CoordinateSpace {
        guard let region else { return self }
        var space = self
        space.region = region
        return space
    }
}

/// Reading `coordinates`.
extension CoordinateSpace {
    private enum Field: String, CaseIterable {
        case space, box, angle, width, height, fit, align, region
        case frameBase = "frame_base"
        case frameStep = "frame_step"
        case match

        var path: String { "$.coordinates.\(rawValue)" }
    }

    private static let fields = JSONKeyTable<Field>()

    /// Reads the value at the cursor. Absent fields and `null` mean the defaults.
    ///
    /// Throws `StageOutputError` that names the field, or `JSONError`.
    init(_ cursor: inout JSONCursor) throws {
        if try cursor.readNull() { return }
        guard cursor.kind == .object else {
            let found = cursor.kind.described
            throw StageOutputError.wrongType(field: "$.coordinates", found: found, expected: "an object")
        }
        var width: Double?
        var height: Double?
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            switch Self.fields[key] {
            case .space: unit = try Self.word(.space, &cursor) ?? .pixels
            case .box:
                let word: BoxLayout? = try Self.word(.box, &cursor)
                (boxLayout, isBoxDeclared) = (word ?? .xywh, word != nil)
            case .angle: angleUnit = try Self.word(.angle, &cursor) ?? .degrees
            case .width: width = try Self.side(.width, &cursor)
            case .height: height = try Self.side(.height, &cursor)
            case .fit:
                let word: Fit? = try Self.word(.fit, &cursor)
                fit = word ?? .stretch
                isFitDeclared = word != nil
            case .align: align = try Self.word(.align, &cursor) ?? .center
            case .region: region = try Self.region(&cursor)
            case .frameBase: try numbering.read(.frameBase, at: Field.frameBase.path, &cursor)
            case .frameStep: try numbering.read(.frameStep, at: Field.frameStep.path, &cursor)
            case .match: try numbering.read(.match, at: Field.match.path, &cursor)
            case nil: try cursor.skipValue()
            }
        }
        pictureSize = try Self.pictureSize(width: width, height: height)
    }

    private static func word<Word: CaseIterable & RawRepresentable<String>>(
        _ field: Field,
        _ cursor: inout JSONCursor
    ) throws -> Word? {
        if try cursor.readNull() { return nil }
        return try MemberReading.word(at: field.path, &cursor)
    }

    private static func region(_ cursor: inout JSONCursor) throws -> PictureRegion? {
        if try cursor.readNull() { return nil }
        guard let region = try PictureRegion(&cursor) else {
            let expected = PictureRegion.expected
            throw StageOutputError.wrongType(field: Field.region.path, found: "something else", expected: expected)
        }
        return region
    }

    private static func side(_ field: Field, _ cursor: inout JSONCursor) throws -> Double? {
        if try cursor.readNull() { return nil }
        guard cursor.kind == .number else {
            throw StageOutputError.wrongType(field: field.path, found: cursor.kind.described, expected: "a number")
        }
        let side = try cursor.readNumber().value
        guard side > 0, side <= 1_000_000 else {
            let expected = "a size in pixels above 0 and at most 1000000"
            throw StageOutputError.outOfRange(field: field.path, found: "\(side)", expected: expected)
        }
        return side
    }

    private static func pictureSize(width: Double?, height: Double?) throws -> PictureSize? {
        switch (width, height) {
        case (let width?, let height?): return PictureSize(width: width, height: height)
        case (nil, nil): return nil
        default:
            let field = width == nil ? Field.width : Field.height
            let expected = "both width and height, or neither"
            throw StageOutputError.wrongType(field: field.path, found: "absent", expected: expected)
        }
    }
}
