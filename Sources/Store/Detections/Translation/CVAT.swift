/// CVAT's annotations as its API and `cvat-sdk` give them, `{"shapes": […], "tracks": […]}`, in pixels; frames count from 0:
/// https://docs.cvat.ai/docs/api_sdk/
///
/// A track's shapes stand at its key frames: between two of them it goes in a straight line, until one is `outside`; the last holds to the last frame
/// that the text names. A mask's points are its runs, row by row in a box whose corners, both inside, are the last four. What functions for
/// automatic annotation answer for one picture is a list of shapes. Tags are of whole frames.
extension Translator {
    static let cvat = Translator(
        name: "cvat",
        recognizes: { input in
            if let shape = input.firstElement { return shape["type"]?.text != nil && shape["points"]?.doubles != nil }
            guard let tree = input.tree, tree["imageWidth"] == nil,
                tree["shapes"]?.elements != nil || tree["tracks"]?.elements != nil
            else { return false }
            let shapes = tree["shapes"]?.elements ?? []
            return shapes.first.map { $0["frame"] != nil } ?? (tree["tracks"] != nil)
        },
        translate: { input, translation throws(StageOutputError) in
            let names = Dictionary((input.tree?["labels"]?.elements ?? []).map { ($0["id"], $0["name"]) }) { first, _ in
                first
            }
            let label = { (owner: JSONTree) in owner["label"] ?? owner["label_id"].flatMap { names[$0] ?? nil } }
            for (index, shape) in (input.tree?.elements ?? []).enumerated() {
                let common = JSONTree.members(["label": label(shape), "confidence": shape["confidence"]])
                addCVAT(shape, common, to: nil, at: "$[\(index)]", &translation)
            }
            for (index, tag) in (input.tree?["tags"]?.elements ?? []).enumerated() {
                guard let frame = tag["frame"]?.whole else { continue }
                translation.add(
                    JSONTree.members(["label": label(tag), "class_id": tag["label_id"]]),
                    to: frame,
                    at: "$.tags[\(index)]"
                )
            }
            let shapes = input.tree?["shapes"]?.elements ?? []
            let tracks = (input.tree?["tracks"]?.elements ?? []).map { $0["shapes"]?.elements ?? [] }
            let last = (shapes + tracks.joined()).compactMap { $0["frame"]?.whole }.max() ?? 0
            for (index, shape) in shapes.enumerated() {
                let common = JSONTree.members([
                    "label": label(shape), "class_id": shape["label_id"], "confidence": shape["score"],
                ])
                addCVAT(shape, common, at: "$.shapes[\(index)]", &translation)
            }
            for (index, track) in (input.tree?["tracks"]?.elements ?? []).enumerated() {
                let common = JSONTree.members([
                    "label": label(track), "class_id": track["label_id"], "track_id": track["id"] ?? .integer(index),
                ])
                addCVAT(track: tracks[index], to: last, common, at: "$.tracks[\(index)].shapes", &translation)
            }
        }
    )

    private static func addCVAT(
        track: [JSONTree],
        to last: Int,
        _ common: Translation.Members,
        at path: String,
        _ translation: inout Translation
    ) {
        for (index, shape) in track.enumerated() where shape["outside"] != .boolean(true) {
            addCVAT(shape, common, at: "\(path)[\(index)]", &translation)
            let next = track.indices.contains(index + 1) ? track[index + 1] : nil
            guard let start = shape["frame"]?.whole, FrameEntry.numbers ~= start,
                let end = next.map({ $0["frame"]?.whole }) ?? min(last, FrameEntry.numbers.upperBound - 1) + 1,
                FrameEntry.numbers ~= end, end - start > 1, let from = shape["points"]?.doubles
            else { continue }
            let to = next?["points"]?.doubles ?? from
            guard translation.takeRoom(for: end - start) else {
                translation.skip(
                    "\(path)[\(index)]",
                    "is followed by too many frames without a shape: they are left out"
                )
                continue
            }
            let heldOver = common.merging(["source_frame": .integer(start)]) { first, _ in first }
            for frame in start + 1..<end {
                let part = Double(frame - start) / Double(end - start)
                let isLine = from.count == to.count && shape["type"] != .string("mask")
                let points = isLine ? zip(from, to).map { $0 + ($1 - $0) * part } : from
                var between = shape.members ?? [:]
                (between["frame"], between["points"]) = (.integer(frame), .numbers(points))
                addCVAT(.object(between), heldOver, at: "\(path)[\(index)]", &translation)
            }
        }
    }

    private static func addCVAT(
        _ shape: JSONTree,
        _ common: Translation.Members,
        at path: String,
        _ translation: inout Translation
    ) {
        guard let frame = shape["frame"]?.whole else {
            return translation.skip(path, "has no frame, so it is left out")
        }
        addCVAT(shape, common, to: frame, at: path, &translation)
    }

    private static func addCVAT(
        _ shape: JSONTree,
        _ common: Translation.Members,
        to frame: Int?,
        at path: String,
        _ translation: inout Translation
    ) {
        var members = common
        if shape["type"] == .string("skeleton") {
            members["keypoints"] = .array((shape["elements"]?.elements ?? []).map(cvatJoint))
            return translation.add(members, to: frame, at: path)
        }
        guard let type = shape["type"]?.text, let points = shape["points"]?.doubles else {
            return translation.skip(path, "has no type or points, so it is left out")
        }
        let angle = shape["rotation"]?.double == 0 ? nil : shape["rotation"]
        switch type {
        case "rectangle" where points.count == 4:
            members["bbox"] = .numbers([points[0], points[1], points[2] - points[0], points[3] - points[1]])
            members["angle"] = angle
        case "ellipse" where points.count == 4:
            let (width, height) = ((points[2] - points[0]) * 2, (points[1] - points[3]) * 2)
            members["bbox"] = .numbers([points[0] - width / 2, points[1] - height / 2, width, height])
            members["angle"] = angle
        case "polygon": members["polygon"] = .numbers(points)
        case "polyline": members["polyline"] = .numbers(points)
        case "points":
            members["keypoints"] = .array(
                stride(from: 0, to: points.count - 1, by: 2).map { .numbers([points[$0], points[$0 + 1]]) }
            )
        case "mask":
            guard let mask = cvatMask(points, &translation) else {
                return translation.skip(path, "has runs that do not fill its box, or is too large")
            }
            members.merge(mask) { first, _ in first }
        default: return translation.skip(path, "is a \(type) of \(points.count) numbers, which cannot be drawn")
        }
        if let attributes = shape["attributes"]?.elements, !attributes.isEmpty {
            members["attributes"] = .object(["attributes": .array(attributes)])
        }
        translation.add(members, to: frame, at: path)
    }

    private static func cvatJoint(_ joint: JSONTree) -> JSONTree {
        guard let point = joint["points"]?.doubles, point.count == 2, joint["outside"] != .boolean(true) else {
            return .null
        }
        return .numbers(point)
    }

    /// Pixels of a mask.
    private static let cvatMaskLimit = 1 << 24

    /// A mask of the box's size in the region that the box is.
    private static func cvatMask(_ points: [Double], _ translation: inout Translation) -> Translation.Members? {
        guard points.count > 4, points.allSatisfy({ $0.magnitude < 1e9 }) else { return nil }
        let box = points.suffix(4).map { Int($0) }
        let (width, height) = (box[2] - box[0] + 1, box[3] - box[1] + 1)
        let runs = points.dropLast(4).map { Int($0) }
        guard FrameSize(width: width, height: height) != nil, width * height <= cvatMaskLimit,
            runs.allSatisfy({ 0...cvatMaskLimit ~= $0 }), runs.reduce(0, +) == width * height,
            translation.takeRoom(for: width * height / 256)
        else { return nil }
        var rows = [Bool]()
        for (index, run) in runs.enumerated() { rows += repeatElement(!index.isMultiple(of: 2), count: run) }
        let counts = ColumnRuns((0..<width).lazy.flatMap { x in (0..<height).lazy.map { y in rows[y * width + x] } })
            .counts
        let mask = JSONTree.object([
            "size": .array([.integer(height), .integer(width)]), "counts": .array(counts.map(JSONTree.integer)),
        ])
        return ["mask": mask, "region": .array([box[0], box[1], width, height].map(JSONTree.integer))]
    }
}

/// Runs of equal values, beginning with those that are false.
struct ColumnRuns {
    private(set) var counts = [0]

    init(_ values: some Sequence<Bool>) {
        for value in values {
            if counts.count.isMultiple(of: 2) != value { counts.append(0) }
            counts[counts.count - 1] += 1
        }
    }
}
