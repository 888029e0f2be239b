import Detections
import Foundation
import OverlayService
import Store

/// What stages found as CSV (RFC 4180): a row for each detection, in frame pixels, and one for each part that could not be used, whose `problem`
/// says why.
enum FindingsTable {
    private static let columns = [
        "timeline_id", "job_id", "stage", "frame", "timestamp", "path", "id", "label", "class_id", "confidence",
        "track_id", "status", "reason", "x", "y", "width", "height", "bbox_of", "angle", "text", "source_frame",
        "polygon", "polygon_holes", "polyline", "quad", "keypoints", "mask", "attributes", "problem",
    ]

    static var header: Data { line(columns) }

    static func rows(_ findings: FrameFindings) -> Data {
        let time = findings.timestamp.map(text) ?? ""
        var rows = Data()
        for detection in findings.found.detections {
            var cells = cells(of: detection, in: findings.size)
            cells["timestamp"] = time
            rows += row(of: findings.frame.number, findings.stage, cells)
        }
        for part in findings.found.skipped {
            let cells = ["timestamp": time, "path": part.path, "problem": part.reason]
            rows += row(of: findings.frame.number, findings.stage, cells)
        }
        return rows
    }

    /// The row of a frame of which nothing can be said.
    static func row(of frame: Int, _ stage: StageAddress, problem: String) -> Data {
        row(of: frame, stage, ["problem": problem])
    }

    private static func row(of frame: Int, _ stage: StageAddress, _ cells: [String: String]) -> Data {
        var cells = cells
        cells["timeline_id"] = stage.timeline.text
        cells["job_id"] = stage.job.text
        cells["stage"] = stage.stage.text
        cells["frame"] = "\(frame)"
        return line(columns.map { cells[$0] ?? "" })
    }

    private static func cells(of detection: Detection, in size: FrameSize) -> [String: String] {
        var cells = ["path": detection.path, "status": detection.status.rawValue]
        cells["id"] = detection.id
        cells["label"] = detection.label
        cells["class_id"] = detection.classID?.description
        cells["confidence"] = detection.confidence.map(text)
        cells["track_id"] = detection.trackID?.description
        cells["reason"] = detection.reason
        cells["angle"] = detection.angle.map(text)
        cells["text"] = detection.text
        cells["source_frame"] = detection.sourceFrame?.description
        cells["attributes"] = detection.attributesJSON
        let bounds = detection.box == nil ? detection.bounds(in: size) : nil
        if let box = detection.box ?? bounds?.box {
            for (name, number) in zip(["x", "y", "width", "height"], box.xywh) { cells[name] = text(number) }
        }
        cells["bbox_of"] = bounds?.of.rawValue
        cells["polygon"] = json(detection.outlines)
        cells["polygon_holes"] = json(detection.polygonHoles.map(\.flat))
        cells["polyline"] = json(detection.polyline.isEmpty ? [] : [detection.polyline.flat])
        cells["quad"] = json(detection.quad.isEmpty ? [] : [detection.quad.flat])
        cells["keypoints"] = json(detection.keypoints.isEmpty ? [] : [detection.flatKeypoints])
        cells["mask"] =
            detection.mask.flatMap { try? json(COCOMask($0)) }
            ?? detection.maskKey.flatMap { try? json(["key": $0]) }
        return cells
    }

    /// Lines of x and y in turn, as JSON.
    private static func json(_ lines: [[Double]]) -> String? {
        lines.isEmpty
            ? nil : "[\(lines.map { "[\($0.map(text).joined(separator: ","))]" }.joined(separator: ","))]"
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try CanonicalJSON.encode(value), as: UTF8.self)
    }

    private static func text(_ number: Double) -> String { Int(exactly: number).map { "\($0)" } ?? "\(number)" }

    private static func line(_ cells: [String]) -> Data {
        Data((cells.map(quoted).joined(separator: ",") + "\r\n").utf8)
    }

    private static func quoted(_ cell: String) -> String {
        let needsQuotes = cell.utf8.contains { [UInt8(ascii: ","), UInt8(ascii: "\""), 13, 10].contains($0) }
        return needsQuotes ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
    }
}
