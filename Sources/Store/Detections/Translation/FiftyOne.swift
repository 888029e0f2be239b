/// FiftyOne's labels as `to_dict` and exports write them: `Detections` (`bounding_box` x, y, width, height), `Keypoints` and `Polylines`, all of them
/// normalized: https://docs.voxel51.com/user_guide/using_datasets.html
///
/// A sample is a picture, or a video whose `frames` count from 1; points at 0, 0 were not found. Masks as packed arrays are named and left out.
extension Translator {
    static let fiftyone = Translator(
        name: "fiftyone",
        recognizes: { input in
            let sample = input.tree?["samples"]?.elements?.first ?? input.firstElement ?? input.tree
            return sample.map { fiftyoneLabels(in: $0, at: "$").isEmpty } == false
        },
        translate: { input, translation throws(StageOutputError) in
            translation.coordinates["space"] = .string("normalized")
            let isOne = input.tree?["samples"] == nil && input.tree?.elements == nil
            let samples = input.tree?["samples"]?.elements ?? input.tree?.elements ?? input.tree.map { [$0] } ?? []
            let start = input.tree?["samples"] == nil ? "$" : "$.samples"
            let names = samples.compactMap { $0["filepath"]?.text.map { String($0.split(separator: "/").last ?? "") } }
            let numbers = names.count == samples.count && !isOne ? try? FrameFileNames.numbers(of: names) : nil
            for (index, sample) in samples.enumerated() {
                let path = isOne ? "$" : "\(start)[\(index)]"
                let frame = isOne ? nil : numbers?[index] ?? index
                for label in fiftyoneLabels(in: sample, at: path) {
                    addFiftyOne(label.tree, to: label.frame ?? frame, at: label.path, &translation)
                }
            }
        }
    )

    private static let fiftyoneLists = ["Detections": "detections", "Keypoints": "keypoints", "Polylines": "polylines"]

    /// The labels of a sample, and of its frames.
    private static func fiftyoneLabels(in sample: JSONTree, at path: String) -> [(
        tree: JSONTree, frame: Int?, path: String
    )] {
        var labels: [(tree: JSONTree, frame: Int?, path: String)] = []
        if sample["_cls"]?.text.map({ fiftyoneLists.keys.contains($0) || $0 == "Detection" }) == true {
            labels.append((sample, nil, path))
        }
        for (name, value) in (sample.members ?? [:]).sorted(by: { $0.key < $1.key }) {
            if value["_cls"]?.text.map({ fiftyoneLists.keys.contains($0) }) == true {
                labels.append((value, nil, "\(path).\(name)"))
            }
        }
        for (number, frame) in sample["frames"]?.members ?? [:] {
            guard let number = Int(number) else { continue }
            labels += fiftyoneLabels(in: frame, at: "\(path).frames[\"\(number)\"]").map {
                ($0.tree, number &- 1, $0.path)
            }
        }
        return labels
    }

    private static func addFiftyOne(
        _ label: JSONTree,
        to frame: Int?,
        at path: String,
        _ translation: inout Translation
    ) {
        let list = label["_cls"]?.text.flatMap { fiftyoneLists[$0] }
        let entries = list.map { label[$0]?.elements ?? [] } ?? [label]
        translation.addFrame(frame)
        for (index, entry) in entries.enumerated() {
            let path = list.map { "\(path).\($0)[\(index)]" } ?? path
            if entry["mask"] != nil { translation.skip("\(path).mask", "is a packed array: drawn without it") }
            for outline in fiftyoneOutlines(entry) {
                translation.add(fiftyoneMembers(entry).merging(outline) { $1 }, to: frame, at: path)
            }
        }
    }

    private static func fiftyoneMembers(_ entry: JSONTree) -> Translation.Members {
        JSONTree.members([
            "label": entry["label"], "confidence": entry["confidence"]?.double == nil ? nil : entry["confidence"],
            "track_id": entry["index"], "bbox": entry["bounding_box"],
        ])
    }

    /// What each of a label's parts adds to it.
    private static func fiftyoneOutlines(_ entry: JSONTree) -> [Translation.Members] {
        switch entry["_cls"]?.text {
        case "Keypoint":
            let scores = entry["confidence"]?.elements
            let points = (entry["points"]?.elements ?? []).enumerated().map { index, point -> JSONTree in
                // What models do not find stands at the corner.
                guard let numbers = point.doubles, numbers.count == 2, numbers.allSatisfy(\.isFinite),
                    numbers != [0, 0]
                else { return .null }
                let score = scores.flatMap { $0.indices.contains(index) ? $0[index].double : nil }
                return .numbers(numbers + (score.map { [$0] } ?? []))
            }
            return [["keypoints": .array(points)]]
        case "Polyline":
            let name = entry["closed"] == .boolean(true) || entry["filled"] == .boolean(true) ? "polygon" : "polyline"
            return (entry["points"]?.elements ?? []).map { [name: $0] }
        default: return [[:]]
        }
    }
}
