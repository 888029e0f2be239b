/// A style by name, which single fields override.
package struct StylePreset: Sendable {
    package let name: String
    /// What it is for.
    package let purpose: String
    /// The fields that it sets.
    package let fields: [(name: String, value: String)]

    package static let all: [StylePreset] = [
        StylePreset(name: "boxes", purpose: "what was found, and nothing else", fields: [("layers", "boxes,labels")]),
        StylePreset(
            name: "masks",
            purpose: "what things look like",
            fields: [("layers", "masks,polygons,labels"), ("halo", "true"), ("opacity", "0.45")]
        ),
        StylePreset(
            name: "tracks",
            purpose: "who is who, and where they come from",
            fields: [
                ("layers", "boxes,labels,zones"), ("color_by", "track"), ("box_shape", "corners"),
                ("label", "{label} #{track_id}"),
                ("trail_seconds", "2"),
            ]
        ),
        StylePreset(
            name: "pose",
            purpose: "joints and skeletons",
            fields: [("layers", "keypoints,boxes,labels"), ("box_shape", "corners")]
        ),
        StylePreset(
            name: "ocr",
            purpose: "what was read",
            fields: [("layers", "polygons,boxes,labels"), ("ocr", "true"), ("color_by", "index")]
        ),
        StylePreset(
            name: "debug",
            purpose: "everything that there is to know",
            fields: [
                ("hud", "true"), ("legend", "true"), ("dropped", "ghost"), ("arrows", "true"),
                ("confidence_bars", "true"),
                ("trail_seconds", "1"),
            ]
        ),
        StylePreset(
            name: "compare",
            purpose: "what differs from compare_job or compare_stage",
            fields: [("hud", "true"), ("legend", "true"), ("opacity", "0.25")]
        ),
        StylePreset(
            name: "redact",
            purpose: "the frame, with what was found made unrecognizable",
            fields: [("effect", "pixelate"), ("layers", "problems")]
        ),
    ]

    init(name: String, purpose: String, fields: [(name: String, value: String)]) {
        (self.name, self.purpose, self.fields) = (name, purpose, fields)
    }

    /// `nil` where there is none of that name.
    init?(_ name: String) {
        guard let preset = Self.all.first(where: { $0.name == name }) else { return nil }
        self = preset
    }

    /// Its fields as a style is read from them.
    var values: [String: [String]] {
        Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value.split(separator: ",").map(String.init)) })
    }
}
