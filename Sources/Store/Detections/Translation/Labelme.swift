/// labelme's files of one picture, `{"shapes": [{"label", "points", "shape_type"}], "imageWidth", "imageHeight"}`, in pixels:
/// https://github.com/wkentaro/labelme
extension Translator {
    static let labelme = Translator(
        name: "labelme",
        recognizes: { input in input.tree?["shapes"]?.elements != nil && input.tree?["imageWidth"] != nil },
        translate: { input, translation throws(StageOutputError) in
            translation.addFrame(nil)
            if let width = input.tree?["imageWidth"], let height = input.tree?["imageHeight"] {
                (translation.coordinates["width"], translation.coordinates["height"]) = (width, height)
            }
            for (index, shape) in (input.tree?["shapes"]?.elements ?? []).enumerated() {
                let path = "$.shapes[\(index)]"
                guard let geometry = labelmeGeometry(shape) else {
                    translation.skip(path, "is of type \(shape["shape_type"]?.text ?? "?"), which cannot be drawn")
                    continue
                }
                let common = JSONTree.members(["label": shape["label"], "track_id": shape["group_id"]])
                translation.add(common.merging(geometry) { $1 }, to: nil, at: path)
            }
        }
    )

    private static func labelmeGeometry(_ shape: JSONTree) -> Translation.Members? {
        let points = (shape["points"]?.elements ?? []).compactMap(\.doubles).filter { $0.count == 2 }
        guard let first = points.first, let last = points.last else { return nil }
        let given = JSONTree.array(points.map(JSONTree.numbers))
        switch shape["shape_type"]?.text ?? "polygon" {
        case "rectangle" where points.count == 2:
            let (x, y) = (min(first[0], last[0]), min(first[1], last[1]))
            return ["bbox": .numbers([x, y, abs(last[0] - first[0]), abs(last[1] - first[1])])]
        case "circle" where points.count == 2:
            let (x, y) = (last[0] - first[0], last[1] - first[1])
            let radius = (x * x + y * y).squareRoot()
            return ["bbox": .numbers([first[0] - radius, first[1] - radius, radius * 2, radius * 2])]
        case "oriented_rectangle" where points.count == 4: return ["quad": given]
        case "polygon": return ["polygon": given]
        case "line", "linestrip": return ["polyline": given]
        case "point", "points": return ["keypoints": given]
        default: return nil
        }
    }
}
