import Render

/// How a caller wants overlays drawn; what is `nil` follows the frame or the detections.
package struct Style: Hashable, Sendable {
    /// Of JPEG pictures that have to be coded anew and say nothing else.
    static let standardQuality = 90

    package enum Format: String, CaseIterable, Sendable {
        case jpeg
        case png
        /// The overlay alone, as a PNG with alpha.
        case transparent
    }

    enum LayerName: String, CaseIterable, Sendable {
        case masks
        case polygons
        case boxes
        case polylines
        case labels
    }

    enum ColorBy: String, CaseIterable, Sendable {
        case `class`
        case track
        case index
        case confidence
    }

    enum Dropped: String, CaseIterable, Sendable {
        case hide
        /// Drawn dashed and paler, with the reason in the label.
        case ghost
    }

    /// `nil`: JPEG for JPEG frames, PNG for PNG frames.
    package var format: Format?
    /// 1…100: the JPEG is coded anew at this quality. `nil`: the frame's own blocks are kept where they can be, else
    /// `standardQuality`.
    package var quality: Int?
    /// `nil`: all that the detections give.
    var layers: Set<LayerName>?
    var minConfidence = 0.0
    /// Class names or ids; `nil`: all.
    var classes: Set<String>?
    /// Track ids; `nil`: all.
    var tracks: Set<String>?
    /// `nil`: by track where a detection has one, else by class.
    var colorBy: ColorBy?
    var boxShape = BoxLayer.Shape.plain
    /// Of lines, in frame pixels; `nil` follows the frame's size.
    var thickness: Double?
    /// The em of labels in frame pixels; `nil` follows the frame's size.
    var fontSize: Double?
    /// Of masks and of the filling of polygons, 0…1.
    var opacity = 0.4
    var dropped = Dropped.hide

    package init() {}
}

extension Style {
    func shows(_ layer: LayerName) -> Bool { layers?.contains(layer) ?? true }
}

extension Style {
    /// One field of a style: its name in queries and bodies, what it allows, and where its value goes.
    struct Field: Sendable {
        let name: String
        let allowed: String
        /// False where the values are not allowed.
        let read: @Sendable ([String], inout Style) -> Bool
    }

    /// Every field that a caller may set. The list in the README is this one.
    static let fields: [Field] = [
        choice("format", \.format),
        number("quality", in: 1...100) { $0.quality = $1 },
        Field(name: "layers", allowed: "any of \(LayerName.allNames)") { values, style in
            let layers = values.compactMap(LayerName.init)
            style.layers = Set(layers)
            return layers.count == values.count && !layers.isEmpty
        },
        number("min_confidence", in: 0...1) { $0.minConfidence = $1 },
        names("classes", of: "class names or ids", \.classes),
        names("tracks", of: "track ids", \.tracks),
        choice("color_by", \.colorBy),
        Field(name: "box_shape", allowed: "one of \(BoxLayer.Shape.allNames)") { values, style in
            guard let shape = values.only.flatMap(BoxLayer.Shape.init) else { return false }
            style.boxShape = shape
            return true
        },
        number("thickness", in: 0.5...64) { $0.thickness = $1 },
        number("font_size", in: 6...256) { $0.fontSize = $1 },
        number("opacity", in: 0...1) { $0.opacity = $1 },
        Field(name: "dropped", allowed: "one of \(Dropped.allNames)") { values, style in
            guard let dropped = values.only.flatMap(Dropped.init) else { return false }
            style.dropped = dropped
            return true
        },
    ]

    /// Reads a style from the values of each field that the caller gave.
    package init(_ values: [String: [String]]) throws(RequestError) {
        self.init()
        for (name, values) in values.sorted(by: { $0.key < $1.key }) {
            guard let field = Self.fields.first(where: { $0.name == name }) else {
                let known = Self.fields.map(\.name).joined(separator: ", ")
                throw .malformed(field: name, reason: "There is no such field; there are \(known).")
            }
            guard field.read(values, &self) else {
                let given = values.joined(separator: ",")
                throw .malformed(field: name, reason: "\"\(given)\" is not allowed; it takes \(field.allowed).")
            }
        }
    }
}

private typealias Choice = CaseIterable & RawRepresentable<String>

extension Style {
    private static func choice<Value: Choice & SendableMetatype>(
        _ name: String,
        _ path: any WritableKeyPath<Style, Value?> & Sendable
    ) -> Field {
        Field(name: name, allowed: "one of \(Value.allNames)") { values, style in
            guard let value = values.only.flatMap(Value.init) else { return false }
            style[keyPath: path] = value
            return true
        }
    }

    private static func names(
        _ name: String,
        of what: String,
        _ path: any WritableKeyPath<Style, Set<String>?> & Sendable
    ) -> Field {
        Field(name: name, allowed: "\(what), divided by commas") { values, style in
            style[keyPath: path] = Set(values)
            return !values.isEmpty && !values.contains("")
        }
    }

    private static func number<Value: LosslessStringConvertible & Comparable & Sendable & SendableMetatype>(
        _ name: String,
        in range: ClosedRange<Value>,
        _ store: @escaping @Sendable (inout Style, Value) -> Void
    ) -> Field {
        Field(name: name, allowed: "a number from \(range.lowerBound) to \(range.upperBound)") { values, style in
            guard let value = values.only.flatMap(Value.init), range.contains(value) else { return false }
            store(&style, value)
            return true
        }
    }
}

extension CaseIterable where Self: RawRepresentable<String> {
    /// The raw values, divided by commas.
    fileprivate static var allNames: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension [String] {
    /// The element of an array that has just one.
    fileprivate var only: String? { count == 1 ? first : nil }
}
