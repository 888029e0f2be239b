import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Render

struct StyleTests {
    @Test("a style without fields shows everything in the frame's format")
    func defaults() throws {
        let style = try Style([:])
        #expect(style == Style())
        #expect(Style.LayerName.allCases.allSatisfy { style.shows($0) != Style.LayerName.extras.contains($0) })
    }

    @Test("every field is read")
    func everyField() throws {
        let style = try Style([
            "format": ["png"], "quality": ["75"], "layers": ["boxes", "labels"], "min_confidence": ["0.25"],
            "classes": ["person", "3"], "tracks": ["7"], "color_by": ["track"], "box_shape": ["corners"],
            "thickness": ["3.5"], "font_size": ["20"], "opacity": ["0"], "dropped": ["ghost"],
            "label": ["{track_id}"], "hud": ["true"], "legend": ["false"],
        ])
        #expect(style.format == .png && style.quality == 75 && style.layers == [.boxes, .labels])
        #expect(style.minConfidence == 0.25 && style.classes == ["person", "3"] && style.tracks == ["7"])
        #expect(style.colorBy == .track && style.boxShape == .corners && style.thickness == 3.5)
        #expect(style.fontSize == 20 && style.opacity == 0 && style.dropped == .ghost)
        #expect(style.shows(.hud) && !style.shows(.legend))
        #expect(!style.shows(.masks) && style.label == LabelTemplate("{track_id}"))
    }

    @Test("a preset is a style that other fields override", arguments: StylePreset.all)
    func presets(preset: StylePreset) throws {
        var style = try Style(["preset": [preset.name]])
        #expect(style.query == "preset=\(preset.name)")
        var same = try Style(preset.values)
        (style.given, same.given) = ([:], [:])
        #expect(style == same)
        let other = try Style(["preset": [preset.name], "layers": ["masks"], "opacity": ["0.9"]])
        #expect(other.layers == [.masks] && other.opacity == 0.9 && other.effect == style.effect)
    }

    static let badValues: [(String, [String])] = [
        ("format", ["gif"]), ("format", ["png", "jpeg"]), ("quality", ["0"]), ("quality", ["101"]),
        ("quality", ["9.5"]),
        ("layers", ["boxes", "box"]), ("layers", [""]), ("min_confidence", ["1.5"]), ("min_confidence", ["nan"]),
        ("min_confidence", ["-inf"]), ("classes", [""]), ("tracks", ["1", ""]), ("color_by", ["colour"]),
        ("box_shape", [""]), ("thickness", ["0"]), ("thickness", ["1e9"]), ("font_size", ["5"]), ("opacity", ["two"]),
        ("dropped", ["show"]), ("colour", ["red"]), ("trail_second", ["2"]),
        ("preset", ["all"]), ("preset", ["boxes", "masks"]), ("hud", ["yes"]), ("hud", ["true", "false"]),
        ("layers", ["hud"]), ("label", [""]), ("label", ["{"]),
        ("label", ["a}"]), ("label", ["{name}"]), ("label", ["{confidence:.2}"]),
        ("label", ["{attributes.}"]), ("label", [String(repeating: "a", count: 201)]),
    ]

    @Test("a value that is not allowed is refused with the field's name", arguments: badValues)
    func refusesBadValues(name: String, values: [String]) throws {
        let error = #expect(throws: RequestError.self) { try Style([name: values]) }
        guard case .malformed(let field, let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(field == name)
        #expect(reason.contains("takes") || reason.contains("there are"))
    }
}
