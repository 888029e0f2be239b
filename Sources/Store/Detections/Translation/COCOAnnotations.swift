/// COCO's annotation files, `{"images": […], "annotations": […], "categories": […]}`: https://cocodataset.org/#format-data
///
/// A frame's number is the one that varies in the images' `file_name`, else the image's `id`. `bbox` is x, y, width, height in
/// pixels (two corners where only that fits all outlines, which a warning says); `segmentation` is polygons or run lengths; a category's `skeleton` counts key points from 1.
extension Translator {
    static let cocoAnnotations = Translator(
        name: "coco",
        recognizes: { input in input.tree?["images"]?.elements != nil && input.tree?["annotations"]?.elements != nil },
        translate: { input, translation throws(StageOutputError) in
            let images = input.tree?["images"]?.elements ?? []
            let numbers = frameNumbers(of: images, &translation)
            for (index, image) in images.enumerated() {
                guard let id = image["id"]?.cocoID, let number = numbers[id] else {
                    translation.skip(
                        "$.images[\(index)].id",
                        "is missing, or another image's too: the image is left out"
                    )
                    continue
                }
                var size: (width: Int, height: Int)?
                if let width = image["width"]?.whole, let height = image["height"]?.whole { size = (width, height) }
                translation.addFrame(number, at: image["timestamp"]?.double, size: size)
            }
            if translation.sizes.count == 1, let size = translation.sizes.first {
                (translation.coordinates["width"], translation.coordinates["height"]) = (
                    .integer(size[0]), .integer(size[1])
                )
            }
            let categories = Dictionary((input.tree?["categories"]?.elements ?? []).map { ($0["id"]?.cocoID, $0) }) {
                first,
                _ in first
            }
            for category in categories.values {
                guard let id = category["id"]?.whole, let name = category["name"]?.text else { continue }
                translation.classNames["\(id)"] = .string(name)
            }
            let annotations = input.tree?["annotations"]?.elements ?? []
            if areBoxesCorners(annotations) {
                translation.coordinates["box"] = .string("xyxy")
                let detail =
                    "Boxes are taken as two corners, not as COCO's x, y, width, height: the outlines beside them are there."
                translation.warnings.append(Warning(.formatGuessed, detail, path: "$.annotations"))
            }
            for (index, annotation) in annotations.enumerated() {
                let path = "$.annotations[\(index)]"
                guard let image = annotation["image_id"]?.cocoID, let number = numbers[image] else {
                    let reason = "is the id of no image, or of several, so the annotation is left out"
                    translation.skip("\(path).image_id", reason)
                    continue
                }
                let category = annotation["category_id"].flatMap { categories[$0.cocoID] }
                if category == nil, !categories.isEmpty, annotation["category_id"] != nil {
                    translation.skip("\(path).category_id", "is no category of the file: drawn without a name")
                }
                translation.add(cocoMembers(annotation, category), to: number, at: path)
            }
        }
    )

    private static func cocoMembers(_ annotation: JSONTree, _ category: JSONTree?) -> Translation.Members {
        let bones = category?["skeleton"]?.elements?.map { bone in
            JSONTree.numbers((bone.doubles ?? []).map { $0 - 1 })
        }
        var members = JSONTree.members([
            "id": annotation["id"], "label": category?["name"], "class_id": annotation["category_id"],
            "confidence": annotation["score"], "bbox": annotation["bbox"], "segmentation": annotation["segmentation"],
            "keypoints": annotation["keypoints"], "skeleton": bones.map(JSONTree.array),
            "attributes": attributes(of: annotation), "angle": annotation["attributes"]?["rotation"],
            "track_id": annotation.first("track_id") ?? annotation["attributes"]?["track_id"],
        ])
        if members["segmentation"]?.elements?.isEmpty == true { members["segmentation"] = nil }
        if members["keypoints"] == nil { members["skeleton"] = nil }
        return members
    }

    /// The annotation's own, and what COCO says of it that the canonical shape has no word for.
    private static func attributes(of annotation: JSONTree) -> JSONTree? {
        var attributes = annotation["attributes"]?.members ?? [:]
        attributes["rotation"] = nil
        attributes["area"] = annotation["area"]
        if let crowd = annotation["iscrowd"], crowd != .integer(0) { attributes["iscrowd"] = crowd }
        return attributes.isEmpty ? nil : .object(attributes)
    }

    /// The frame that each image, by its `id`, is.
    private static func frameNumbers(of images: [JSONTree], _ translation: inout Translation) -> [JSONTree: Int] {
        let ids = images.compactMap { $0["id"]?.cocoID }
        let repeated = Set(Dictionary(grouping: zip(ids, images), by: \.0).filter { $0.value.count > 1 }.keys)
        let names = images.compactMap { $0["file_name"]?.text.map { String($0.split(separator: "/").last ?? "") } }
        if names.count == images.count, let named = try? FrameFileNames.numbers(of: names), ids.count == images.count {
            if named != ids.map({ $0.whole ?? -1 }) {
                let detail = "Frames are numbered as their file_name says, not by the images' ids."
                translation.warnings.append(Warning(.formatGuessed, detail, path: "$.images"))
            }
            return Dictionary(zip(ids, named)) { first, _ in first }.filter { !repeated.contains($0.key) }
        }
        return Dictionary(ids.map { ($0, $0.whole ?? -1) }) { first, _ in first }.filter { !repeated.contains($0.key) }
    }

    /// Whether the boxes that have outlines beside them are where those are only as two corners.
    private static func areBoxesCorners(_ annotations: [JSONTree]) -> Bool {
        var count = 0
        for annotation in annotations {
            guard let box = annotation["bbox"]?.doubles, box.count == 4,
                let outlines = annotation["segmentation"]?.elements?.compactMap(\.doubles), !outlines.isEmpty,
                let bounds = bounds(of: outlines)
            else { continue }
            let (width, height) = (bounds[2] - bounds[0], bounds[3] - bounds[1])
            let isNear = { (numbers: [Double]) in zip(box, numbers).allSatisfy { abs($0 - $1) <= 2 } }
            guard isNear(bounds), !isNear([bounds[0], bounds[1], width, height]) else { return false }
            count += 1
        }
        return count > 0
    }

    private static func bounds(of outlines: [[Double]]) -> [Double]? {
        let (even, odd) = outlines.joined().enumerated().reduce(into: ([Double](), [Double]())) { axes, number in
            if number.offset.isMultiple(of: 2) { axes.0.append(number.element) } else { axes.1.append(number.element) }
        }
        guard let left = even.min(), let top = odd.min(), let right = even.max(), let bottom = odd.max() else {
            return nil
        }
        return [left, top, right, bottom]
    }
}

extension JSONTree {
    /// An id, which is the same as a number and as the text of one.
    fileprivate var cocoID: JSONTree { whole.map(JSONTree.integer) ?? self }
}
