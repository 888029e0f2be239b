/// Google's Video Intelligence: `objectAnnotations` with `frames` of a `normalizedBoundingBox` (left, top, right, bottom) at a `timeOffset`, tracks of
/// persons, faces and logos likewise (with `landmarks`), and `textAnnotations` with turned boxes. Fields that are 0 are left out of its JSON; names are in camel or in snake case:
/// https://cloud.google.com/video-intelligence/docs/reference/rest/v1/AnnotateVideoResponse
extension Translator {
    static let googleVideo = Translator(
        name: "google_video_intelligence",
        recognizes: { input in
            googleResults(input).contains {
                $0.tree.first("objectAnnotations", "object_annotations") != nil || googleVideoTexts($0.tree) != nil
                    || !googleTracks($0).isEmpty
            }
        },
        translate: { input, translation throws(StageOutputError) in
            translation.coordinates = [
                "space": .string("normalized"), "box": .string("xyxy"), "match": .string("timestamp"),
            ]
            for result in googleResults(input) {
                let objects = result.tree.first("objectAnnotations", "object_annotations")?.elements ?? []
                for (index, object) in objects.enumerated() {
                    let path = "\(result.path).objectAnnotations[\(index)]"
                    let common = JSONTree.members([
                        "label": object["entity"]?["description"], "confidence": object["confidence"],
                        "track_id": object.first("trackId", "track_id") ?? .integer(index),
                    ])
                    addGoogle(object["frames"]?.elements ?? [], common, at: "\(path).frames", &translation)
                }
                for (index, track) in googleTracks(result).enumerated() {
                    let common = JSONTree.members([
                        "label": track.label, "confidence": track.tree["confidence"],
                        "track_id": .string("\(track.kind) \(index)"),
                    ])
                    let frames = track.tree.first("timestampedObjects", "timestamped_objects")?.elements ?? []
                    addGoogle(frames, common, at: "\(track.path).timestampedObjects", &translation)
                }
                for (index, text) in (googleVideoTexts(result.tree) ?? []).enumerated() {
                    for (place, segment) in (text["segments"]?.elements ?? []).enumerated() {
                        let common = JSONTree.members(["text": text["text"], "confidence": segment["confidence"]])
                        let path = "\(result.path).textAnnotations[\(index)].segments[\(place)].frames"
                        addGoogle(segment["frames"]?.elements ?? [], common, at: path, &translation)
                    }
                }
            }
        }
    )

    private static let googleTrackLists: [(names: [String], kind: String)] = [
        (["personDetectionAnnotations", "person_detection_annotations"], "person"),
        (["faceDetectionAnnotations", "face_detection_annotations"], "face"),
        (["logoRecognitionAnnotations", "logo_recognition_annotations"], "logo"),
    ]

    /// The tracks of persons, faces and logos, each of which is called as its entity, or else as its kind.
    private static func googleTracks(_ result: (tree: JSONTree, path: String)) -> [(
        tree: JSONTree, label: JSONTree, kind: String, path: String
    )] {
        googleTrackLists.flatMap { list in
            let lists = list.names.lazy.compactMap { result.tree[$0]?.elements }.first ?? []
            return lists.enumerated().flatMap { index, annotation in
                (annotation["tracks"]?.elements ?? []).enumerated().map { place, track in
                    let label = annotation["entity"]?["description"] ?? .string(list.kind)
                    return (track, label, list.kind, "\(result.path).\(list.names[0])[\(index)].tracks[\(place)]")
                }
            }
        }
    }

    private static func googleVideoTexts(_ tree: JSONTree) -> [JSONTree]? {
        let texts = tree.first("textAnnotations", "text_annotations")?.elements
        return texts?.first?["segments"] == nil ? nil : texts
    }

    private static func addGoogle(
        _ frames: [JSONTree],
        _ common: Translation.Members,
        at path: String,
        _ translation: inout Translation
    ) {
        for (index, frame) in frames.enumerated() {
            let time = googleSeconds(frame.first("timeOffset", "time_offset"))
            guard let number = Translation.number(at: time) else {
                translation.skip("\(path)[\(index)]", "is at no time, so it is left out")
                continue
            }
            var members = common
            if let box = frame.first("normalizedBoundingBox", "normalized_bounding_box") {
                members["bbox"] = .numbers(["left", "top", "right", "bottom"].map { box[$0]?.double ?? 0 })
            } else if let corners = frame.first("rotatedBoundingBox", "rotated_bounding_box") {
                members["quad"] = googleVertices(corners["vertices"])
            }
            members["keypoints"] = googleLandmarks(frame["landmarks"], "point")
            translation.addFrame(number, at: time)
            translation.add(members, to: number, at: "\(path)[\(index)]")
        }
    }

    /// A duration, as "1.5s" or as seconds and nanos; absent where it is 0.
    private static func googleSeconds(_ value: JSONTree?) -> Double {
        if let text = value?.text { return Double(text.hasSuffix("s") ? String(text.dropLast()) : text) ?? 0 }
        return (value?["seconds"]?.double ?? 0) + (value?["nanos"]?.double ?? 0) / 1e9
    }

    /// Points of a face or a person, in the member `place` of each.
    fileprivate static func googleLandmarks(_ landmarks: JSONTree?, _ place: String) -> JSONTree? {
        landmarks?.elements.map { landmarks in
            let points = landmarks.map { landmark in
                JSONTree.numbers(
                    [landmark[place]?["x"]?.double ?? 0, landmark[place]?["y"]?.double ?? 0]
                        + (landmark["confidence"]?.double.map { [$0] } ?? [])
                )
            }
            return .array(points)
        }
    }

    fileprivate static func googleVertices(_ value: JSONTree?) -> JSONTree? {
        value?.elements.map { .array($0.map { .numbers([$0["x"]?.double ?? 0, $0["y"]?.double ?? 0]) }) }
    }

    /// The results that an answer has, wrapped or not.
    fileprivate static func googleResults(_ input: TranslatorInput) -> [(tree: JSONTree, path: String)] {
        guard let tree = input.tree else { return [] }
        let answer = tree["response"] ?? tree
        for name in ["annotationResults", "annotation_results", "responses"] {
            if let results = answer[name]?.elements { return results.enumerated().map { ($1, "$.\(name)[\($0)]") } }
        }
        return [(tree, "$")]
    }
}

/// Google's Vision: `localizedObjectAnnotations`, and texts, faces and logos with a `boundingPoly` of `vertices` in pixels or `normalizedVertices`;
/// coordinates that are 0 are left out: https://cloud.google.com/vision/docs/reference/rest/v1/AnnotateImageResponse
extension Translator {
    private static let googleLists: [(names: [String], label: String?)] = [
        (["localizedObjectAnnotations", "localized_object_annotations"], nil),
        (["textAnnotations", "text_annotations"], nil),
        (["faceAnnotations", "face_annotations"], "face"), (["logoAnnotations", "logo_annotations"], nil),
    ]

    static let googleVision = Translator(
        name: "google_vision",
        recognizes: { input in
            googleResults(input).contains { result in
                googleLists.contains { list in list.names.contains { result.tree[$0]?.elements != nil } }
            }
        },
        translate: { input, translation throws(StageOutputError) in
            let results = googleResults(input)
            for (place, result) in results.enumerated() {
                let frame = results.count == 1 ? nil : place
                translation.addFrame(frame)
                for list in googleLists {
                    let name = list.names.first { result.tree[$0] != nil } ?? list.names[0]
                    for (index, entry) in (result.tree[name]?.elements ?? []).enumerated() {
                        let path = "\(result.path).\(name)[\(index)]"
                        addGoogle(entry, list.label, to: frame, at: path, &translation)
                    }
                }
            }
        }
    )

    private static func addGoogle(
        _ entry: JSONTree,
        _ label: String?,
        to frame: Int?,
        at path: String,
        _ translation: inout Translation
    ) {
        let poly = entry.first("boundingPoly", "bounding_poly")
        let normalized = poly?.first("normalizedVertices", "normalized_vertices")
        let space = JSONTree.string(normalized == nil ? "pixels" : "normalized")
        guard let corners = googleVertices(normalized ?? poly?["vertices"]) else {
            return translation.skip(path, "has no boundingPoly, so it is left out")
        }
        if let given = translation.coordinates["space"], given != space {
            return translation.skip(
                path,
                "is normalized where others are in pixels, or the other way round, so it is left out"
            )
        }
        translation.coordinates["space"] = space
        let isText = entry["description"] != nil && path.contains("ext")
        translation.add(
            JSONTree.members([
                "label": entry["name"] ?? label.map(JSONTree.string) ?? (isText ? nil : entry["description"]),
                "text": isText ? entry["description"] : nil,
                "confidence": entry.first("score", "detectionConfidence", "detection_confidence"),
                "polygon": corners,
                "keypoints": normalized == nil ? googleLandmarks(entry["landmarks"], "position") : nil,
            ]),
            to: frame,
            at: path
        )
    }
}
