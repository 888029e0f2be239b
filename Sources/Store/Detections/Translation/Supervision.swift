/// What supervision's JSONSink and CSVSink write: a flat row for each detection, with `x_min`, `y_min`, `x_max`, `y_max`, `class_id`,
/// `confidence`, `tracker_id`, `class_name` and the user's own columns; pixels, "" for none:
/// https://supervision.roboflow.com/latest/detection/tools/save_detections/
///
/// The frame is the column `frame_number`, `frame_index`, `frame_id`, `frame` or `frame_no`, counted from 0.
extension Translator {
    static let supervision = Translator(
        name: "supervision",
        recognizes: { input in
            if let first = input.firstElement { return first.doubles("x_min", "y_min", "x_max", "y_max") != nil }
            return input.lines?.first.map { CSVRow($0.text).contains("x_min") && CSVRow($0.text).contains("x_max") }
                ?? false
        },
        translate: { input, translation throws(StageOutputError) in
            if let rows = input.tree?.elements {
                for (index, row) in rows.enumerated() { addSupervision(row, at: "$[\(index)]", &translation) }
                if rows.isEmpty { translation.addFrame(nil) }
                return
            }
            guard let lines = input.lines, let head = lines.first else { return }
            let names = CSVRow(head.text).cells
            for line in lines.dropFirst() {
                let cells = CSVRow(line.text).cells
                guard cells.count == names.count else {
                    translation.skip(
                        "line \(line.number)",
                        "has \(cells.count) cells, the first line has \(names.count)"
                    )
                    continue
                }
                let row = Dictionary(zip(names, cells.map(JSONTree.string))) { first, _ in first }
                addSupervision(.object(row), at: "line \(line.number)", &translation)
            }
        }
    )

    private static let supervisionFrames = ["frame_number", "frame_index", "frame_id", "frame", "frame_no"]
    private static let supervisionColumns: Set = [
        "x_min", "y_min", "x_max", "y_max", "class_id", "class_name", "confidence", "tracker_id", "xyxyxyxy",
    ]

    private static func addSupervision(_ row: JSONTree, at path: String, _ translation: inout Translation) {
        let members = (row.members ?? [:]).filter { $0.value != .string("") && $0.value != .null }
        let given = JSONTree.object(members)
        let frame = supervisionFrames.lazy.compactMap { given[$0] }.first
        if let frame, frame.whole == nil {
            return translation.skip(path, "has a frame that is no whole number, so it is left out")
        }
        let box = ["x_min", "y_min", "x_max", "y_max"].compactMap { given[$0] }
        // The corners of a turned box, of which the other is around; in CSV a cell of JSON.
        let corners = given["xyxyxyxy"].flatMap { $0.text.map { try? JSONTree(Array($0.utf8)) } ?? $0 }
        let others = members.filter { !supervisionColumns.contains($0.key) && !supervisionFrames.contains($0.key) }
        translation.coordinates["box"] = .string("xyxy")
        translation.add(
            JSONTree.members([
                "label": given["class_name"], "class_id": given["class_id"], "confidence": given["confidence"],
                "track_id": given["tracker_id"].map { $0.whole.map(JSONTree.integer) ?? $0 },
                "bbox": box.count == 4 && corners == nil ? .array(box) : nil, "quad": corners,
                "attributes": others.isEmpty ? nil : .object(others),
            ]),
            to: frame?.whole,
            at: path
        )
    }
}

/// A line of a CSV file (RFC 4180), whose cells do not go over several lines.
struct CSVRow {
    let cells: [String]

    init(_ line: Substring) {
        var (cells, cell, isQuoted) = ([String](), "", false)
        var rest = line.trimmingCarriageReturn[...]
        while let character = rest.popFirst() {
            switch character {
            case "\"" where isQuoted && rest.first == "\"":
                cell.append("\"")
                rest.removeFirst()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                cells.append(cell)
                cell = ""
            default: cell.append(character)
            }
        }
        self.cells = cells + [cell]
    }

    func contains(_ name: String) -> Bool { cells.contains(name) }
}

extension Substring {
    fileprivate var trimmingCarriageReturn: Substring { last == "\r" ? dropLast() : self }
}
