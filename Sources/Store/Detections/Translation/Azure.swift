/// What Azure's Image Analysis answers for one picture: `objectsResult.values` with `boundingBox` (x, y, w, h) and `tags`, `peopleResult` and the
/// lines of `readResult` (4.0), or `objects` with `rectangle` (3.2), in pixels of `metadata`: https://learn.microsoft.com/azure/ai-services/computer-vision/
extension Translator {
    static let azure = Translator(
        name: "azure",
        recognizes: { input in
            ["objectsResult", "peopleResult"].contains { input.tree?[$0]?["values"]?.elements != nil }
                || input.tree?["readResult"]?["blocks"]?.elements != nil
                || input.tree?["objects"]?.elements?.first?["rectangle"] != nil
        },
        translate: { input, translation throws(StageOutputError) in
            translation.addFrame(nil)
            if let width = input.tree?["metadata"]?["width"], let height = input.tree?["metadata"]?["height"] {
                (translation.coordinates["width"], translation.coordinates["height"]) = (width, height)
            }
            for (index, object) in (input.tree?["objectsResult"]?["values"]?.elements ?? []).enumerated() {
                let best = object["tags"]?.elements?.max {
                    ($0["confidence"]?.double ?? 0) < ($1["confidence"]?.double ?? 0)
                }
                let members = azureMembers(object["boundingBox"], best?["name"], best?["confidence"])
                translation.add(members, to: nil, at: "$.objectsResult.values[\(index)]")
            }
            for (index, person) in (input.tree?["peopleResult"]?["values"]?.elements ?? []).enumerated() {
                let members = azureMembers(person["boundingBox"], .string("person"), person["confidence"])
                translation.add(members, to: nil, at: "$.peopleResult.values[\(index)]")
            }
            for (index, block) in (input.tree?["readResult"]?["blocks"]?.elements ?? []).enumerated() {
                for (place, line) in (block["lines"]?.elements ?? []).enumerated() {
                    let corners = line["boundingPolygon"]?.elements?.compactMap { $0.doubles("x", "y") }
                    let members = JSONTree.members([
                        "text": line["text"],
                        (corners?.count == 4 ? "quad" : "polygon"): corners.map {
                            .array($0.map(JSONTree.numbers))
                        },
                    ])
                    translation.add(members, to: nil, at: "$.readResult.blocks[\(index)].lines[\(place)]")
                }
            }
            for (index, object) in (input.tree?["objects"]?.elements ?? []).enumerated() {
                let members = azureMembers(object["rectangle"], object["object"], object["confidence"])
                translation.add(members, to: nil, at: "$.objects[\(index)]")
            }
        }
    )

    private static func azureMembers(_ box: JSONTree?, _ label: JSONTree?, _ confidence: JSONTree?)
        -> Translation.Members
    {
        JSONTree.members([
            "bbox": box?.doubles("x", "y", "w", "h").map(JSONTree.numbers), "label": label, "confidence": confidence,
        ])
    }
}
