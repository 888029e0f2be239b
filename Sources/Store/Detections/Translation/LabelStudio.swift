/// Label Studio's tasks, `[{"data": {"image": …}, "annotations": [{"result": […]}], "predictions": […]}]`, with values in per cent of
/// `original_width` and `original_height`; a rectangle is turned about its top left corner: https://labelstud.io/guide/export
///
/// The frame is the number that varies in the pictures' names, else the task's place; a video's `sequence` counts frames from 1. Brushed masks are
/// run lengths of an RGBA picture, packed in bits, of which the alpha counts.
extension Translator {
    static let labelStudio = Translator(
        name: "label_studio",
        recognizes: { input in
            guard let task = input.firstElement ?? input.tree else { return false }
            return task["data"] != nil
                && task.first("annotations", "predictions")?.elements?.contains { $0["result"] != nil } == true
        },
        translate: { input, translation throws(StageOutputError) in
            translation.coordinates["space"] = .string("percent")
            let tasks = input.tree?.elements ?? input.tree.map { [$0] } ?? []
            let isAlone = input.tree?.elements == nil
            let names = tasks.compactMap { task in
                task["data"]?.first("image", "img", "photo")?.text.map { String($0.split(separator: "/").last ?? "") }
            }
            let numbers = names.count == tasks.count ? try? FrameFileNames.numbers(of: names) : nil
            for (index, task) in tasks.enumerated() {
                let path = isAlone ? "$" : "$[\(index)]"
                let frame = numbers?[index] ?? (isAlone ? nil : index)
                if task["data"]?["video"] == nil { translation.addFrame(frame) }
                for list in ["annotations", "predictions"] {
                    for (number, annotation) in (task[list]?.elements ?? []).enumerated() {
                        for (place, result) in (annotation["result"]?.elements ?? []).enumerated() {
                            let path = "\(path).\(list)[\(number)].result[\(place)]"
                            addLabelStudio(result, to: frame, at: path, &translation)
                        }
                    }
                }
            }
        }
    )

    private static func addLabelStudio(
        _ result: JSONTree,
        to frame: Int?,
        at path: String,
        _ translation: inout Translation
    ) {
        guard let value = result["value"] else { return }
        let labels = value.members?.first { $0.key.hasSuffix("labels") && $0.value.elements != nil }?.value.elements
        let common = JSONTree.members([
            "id": result["id"], "label": labels?.first, "confidence": result["score"],
            "track_id": result["meta"]?["track_id"],
        ])
        if let sequence = value["sequence"]?.elements {
            let members = common.merging(
                JSONTree.members(["track_id": result["id"], "label": value["labels"]?.elements?.first])
            ) { $1 }
            return addLabelStudio(sequence, members, result, at: "\(path).value", &translation)
        }
        if let runs = value["rle"]?.doubles {
            guard let mask = brushMask(runs, result, &translation) else {
                return translation.skip(path, "has no run lengths of original_width × original_height, or too many")
            }
            return translation.add(common.merging(["mask": mask]) { first, _ in first }, to: frame, at: path)
        }
        let shape = labelStudioShape(value, result)
        guard !shape.isEmpty else {
            let type = result["type"]?.text ?? "of this type"
            if value["choices"] == nil { translation.skip(path, "\(type) cannot be drawn") }
            return
        }
        translation.add(common.merging(shape) { first, _ in first }, to: frame, at: path)
    }

    /// A video's track: seen at its key frames, and from one that is `enabled` to the next, or to the end, in a straight line.
    private static func addLabelStudio(
        _ sequence: [JSONTree],
        _ common: Translation.Members,
        _ result: JSONTree,
        at path: String,
        _ translation: inout Translation
    ) {
        let length = result["value"]?["framesCount"]?.whole
        for (index, key) in sequence.enumerated() {
            let place = "\(path).sequence[\(index)]"
            guard let start = key["frame"]?.whole, FrameEntry.numbers ~= start else {
                translation.skip(place, "has no frame, so it is left out")
                continue
            }
            let next = sequence.indices.contains(index + 1) ? sequence[index + 1] : nil
            var end = start + 1
            if key["enabled"] != .boolean(false) { end = max(end, next?["frame"]?.whole ?? (length ?? start) &+ 1) }
            guard FrameEntry.numbers ~= end, translation.takeRoom(for: end - start - 1) else {
                translation.skip(place, "is followed by too many frames without a shape: they are left out")
                continue
            }
            for frame in start..<end {
                let shape = between(key, next ?? key, part: Double(frame - start) / Double(end - start))
                var members = common.merging(labelStudioShape(shape, result)) { first, _ in first }
                // Nobody looked at this one.
                if frame > start { members["source_frame"] = .integer(start - 1) }
                translation.add(members, to: frame - 1, at: place)
            }
        }
    }

    private static func between(_ first: JSONTree, _ last: JSONTree, part: Double) -> JSONTree {
        var members = first.members ?? [:]
        for name in ["x", "y", "width", "height", "rotation"] {
            guard let start = first[name]?.double, let end = last[name]?.double else { continue }
            members[name] = .number(start + (end - start) * part)
        }
        return .object(members)
    }

    private static func labelStudioShape(_ value: JSONTree, _ result: JSONTree) -> Translation.Members {
        if var box = value.doubles("x", "y", "width", "height") {
            // A corner was pulled past the other.
            for side in 0...1 where box[side + 2] < 0 {
                (box[side], box[side + 2]) = (box[side] + box[side + 2], -box[side + 2])
            }
            let turn = value["rotation"]?.double ?? 0
            guard turn != 0 else { return ["bbox": .numbers(box)] }
            // Turned in pixels, about the corner.
            let size = (result["original_width"]?.double ?? 100, result["original_height"]?.double ?? 100)
            let (sine, cosine) = TurnedCorner.parts(ofDegrees: turn)
            let corners = [(0.0, 0.0), (box[2], 0), (box[2], box[3]), (0, box[3])].map { x, y in
                let (x, y) = (x * size.0, y * size.1)
                return (x: box[0] + (x * cosine - y * sine) / size.0, y: box[1] + (x * sine + y * cosine) / size.1)
            }
            return ["quad": .points(corners)]
        }
        if let circle = value.doubles("x", "y", "radiusX", "radiusY") {
            return ["bbox": .numbers([circle[0] - circle[2], circle[1] - circle[3], circle[2] * 2, circle[3] * 2])]
        }
        if let points = value["points"] { return ["polygon": points] }
        if let point = value.doubles("x", "y") { return ["keypoints": .array([.numbers(point)])] }
        return [:]
    }
}
