/// COCO's annotation files, `{"images": […], "annotations": […], "categories": […]}`: https://cocodataset.org/#format-data
///
/// A frame's number is the one that varies in the images' `file_name`, else the image's `id`. `bbox` is x, y, width, height in
/// pixels; `segmentation` is polygons or run lengths; a category's `skeleton` counts key points from 1.
extension Translator {
    static let cocoAnnotations = Translator(
        name: "coco",
        recognizes: { input in input.tree?["images"]?.elements != nil && input.tree?["annotations"]?.elements != nil },
        translate: { input, translation throws(StageOutputError) in
            let images = input.tree?["images"]?.elements ?? []
            let numbers = frameNumbers(of: images, &translation)
            for (index, image) in images.enumerated() {
                guard let id = image["id"], let number = numbers[id] else {
                    translation.skip("$.images[\(index)].id", "is missing, so the image is left out")
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
            let categories = Dictionary((input.tree?["categories"]?.elements ?? []).map { ($0["id"], $0) }) {
                first,
                _ in first
            }
            for category in categories.values {
                guard let id = category["id"]?.whole, let name = category["name"]?.text else { continue }
                translation.classNames["\(id)"] = .string(name)
            }
            for (index, annotation) in (input.tree?["annotations"]?.elements ?? []).enumerated() {
                let path = "$.annotations[\(index)]"
                guard let image = annotation["image_id"], let number = numbers[image] else {
                    translation.skip("\(path).image_id", "is no image of the file, so the annotation is left out")
                    continue
                }
                let category = annotation["category_id"].flatMap { categories[$0] }
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
        let ids = images.compactMap { $0["id"] }
        let names = images.compactMap { $0["file_name"]?.text.map { String($0.split(separator: "/").last ?? "") } }
        if names.count == images.count, let named = try? FrameFileNames.numbers(of: names), ids.count == images.count {
            if named != ids.map({ $0.whole ?? -1 }) {
                let detail = "Frames are numbered as their file_name says, not by the images' ids."
                translation.warnings.append(Warning(.formatGuessed, detail, path: "$.images"))
            }
            return Dictionary(zip(ids, named)) { first, _ in first }
        }
        return Dictionary(ids.map { ($0, $0.whole ?? -1) }) { first, _ in first }
    }
}
