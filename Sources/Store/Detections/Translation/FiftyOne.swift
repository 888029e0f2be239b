/// FiftyOne's labels as `to_dict` and exports write them: `Detections` (`bounding_box` x, y, width, height), `Keypoints` and `Polylines`, all of them
/// normalized; a detection's mask is a packed array that fills its box: https://docs.voxel51.com/user_guide/using_datasets.html
///
/// A sample is a picture, or a video whose `frames` count from 1; points at 0, 0 were not found.
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
            var members = fiftyoneMembers(entry)
            if let mask = entry["mask"] {
                members["mask"] = fiftyoneMask(mask, in: entry["bounding_box"]?.doubles, &translation)
                if members["mask"] == nil {
                    translation.skip("\(path).mask", "is no packed array of bytes, or too large: drawn without it")
                }
            }
            if entry["mask_path"] != nil { translation.skip("\(path).mask_path", "is another file: drawn without it") }
            for outline in fiftyoneOutlines(entry) {
                translation.add(members.merging(outline) { $1 }, to: frame, at: path)
            }
        }
    }

    private static func fiftyoneMembers(_ entry: JSONTree) -> Translation.Members {
        JSONTree.members([
            "label": entry["label"], "confidence": entry["confidence"]?.double == nil ? nil : entry["confidence"],
            "track_id": entry["index"], "bbox": entry["bounding_box"],
        ])
    }

    /// A mask of the whole picture, in which the packed one fills the box `box`: x, y, width and height as parts of the picture's.
    private static func fiftyoneMask(
        _ mask: JSONTree,
        in box: [Double]?,
        _ translation: inout Translation
    ) -> JSONTree? {
        guard let text = mask["$binary"]?["base64"]?.text ?? mask["$binary"]?.text ?? mask.text, let box,
            box.count == 4, box[2] > 0, box[3] > 0, let packed = PackedArray(text)
        else { return nil }
        let size = [Double(packed.width) / box[2], Double(packed.height) / box[3]].map { $0.rounded() }
        guard size.allSatisfy({ 1...65_535 ~= $0 }), translation.takeRoom(for: Int(size[0] * size[1] / 256)) else {
            return nil
        }
        let (width, height) = (Int(size[0]), Int(size[1]))
        let origin = [box[0] * size[0], box[1] * size[1]].map { $0.rounded() }
        guard origin.allSatisfy({ $0.magnitude < 65_535 }) else { return nil }
        let (left, top) = (Int(origin[0]), Int(origin[1]))
        let columns = (0..<width).lazy.flatMap { x in
            (0..<height).lazy.map { y in
                let (column, row) = (x - left, y - top)
                guard 0..<packed.width ~= column, 0..<packed.height ~= row else { return false }
                return packed.elements[row * packed.width + column]
            }
        }
        return .object([
            "size": .array([.integer(height), .integer(width)]),
            "counts": .array(ColumnRuns(columns).counts.map(JSONTree.integer)),
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
