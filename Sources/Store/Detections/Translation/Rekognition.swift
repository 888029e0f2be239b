/// What Amazon Rekognition answers for pictures (`Labels` with `Instances`, `FaceDetails`, `TextDetections`) and for videos (`Labels`, `Faces`,
/// `Persons`, each with a `Timestamp` in milliseconds): boxes as parts of the picture, confidences in per cent:
/// https://docs.aws.amazon.com/rekognition/latest/APIReference/
extension Translator {
    static let rekognition = Translator(
        name: "rekognition",
        recognizes: { input in
            ["Labels", "FaceDetails", "TextDetections", "Persons", "Faces"].contains {
                input.tree?[$0]?.elements != nil
            }
        },
        translate: { input, translation throws(StageOutputError) in
            translation.coordinates["space"] = .string("normalized")
            let isVideo =
                input.tree?["VideoMetadata"] != nil || input.tree?["Labels"]?.elements?.first?["Timestamp"] != nil
            if isVideo { translation.coordinates["match"] = .string("timestamp") } else { translation.addFrame(nil) }
            for name in ["Labels", "FaceDetails", "TextDetections", "Persons", "Faces"] {
                for (index, entry) in (input.tree?[name]?.elements ?? []).enumerated() {
                    let time = entry["Timestamp"]?.double
                    let frame = time.flatMap { Translation.number(at: $0 / 1000) }
                    if let frame, let time { translation.addFrame(frame, at: time / 1000) }
                    let thing = entry.first("Label", "Person", "Face", "TextDetection") ?? entry
                    for found in rekognitionThings(thing) {
                        translation.add(found, to: frame, at: "$.\(name)[\(index)]")
                    }
                }
            }
        }
    )

    private static func rekognitionThings(_ thing: JSONTree) -> [Translation.Members] {
        let confidence = { (owner: JSONTree) in
            (owner["Confidence"] ?? thing["Confidence"])?.double.map { JSONTree.number($0 / 100) }
        }
        if let name = thing["Name"] {
            let instances = thing["Instances"]?.elements ?? []
            // A label of the whole picture.
            guard !instances.isEmpty else {
                return [JSONTree.members(["label": name, "confidence": confidence(thing)])]
            }
            return instances.map { instance in
                JSONTree.members([
                    "label": name, "confidence": confidence(instance), "bbox": rekognitionBox(instance),
                ])
            }
        }
        if let text = thing["DetectedText"] {
            // Lines hold their words.
            guard thing["Type"] != .string("WORD") else { return [] }
            let corners = thing["Geometry"]?["Polygon"]?.elements?.compactMap {
                $0.doubles("X", "Y").map(JSONTree.numbers)
            }
            return [
                JSONTree.members(["text": text, "confidence": confidence(thing), "quad": corners.map(JSONTree.array)])
            ]
        }
        let landmarks = thing["Landmarks"]?.elements?.compactMap { $0.doubles("X", "Y").map(JSONTree.numbers) }
        return [
            JSONTree.members([
                "label": .string(thing["Index"] == nil ? "face" : "person"), "track_id": thing["Index"],
                "confidence": confidence(thing),
                "bbox": rekognitionBox(thing) ?? thing["Face"].flatMap(rekognitionBox),
                "keypoints": landmarks.map(JSONTree.array),
            ])
        ]
    }

    private static func rekognitionBox(_ owner: JSONTree) -> JSONTree? {
        owner["BoundingBox"]?.doubles("Left", "Top", "Width", "Height").map(JSONTree.numbers)
    }
}
