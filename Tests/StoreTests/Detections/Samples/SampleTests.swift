import Foundation
import Testing

@testable import Detections

/// What other tools have written, and what people have reported that readers got wrong: each file with what is read of it.
///
/// `Files/tools` were written by the tools themselves, `Files/trackers` follow public reports, which `trackers.txt` names. To take over what is
/// read today: `SAMPLES_RENEW=1 swift test --filter SampleTests`, and read the difference.
@Suite("Samples")
struct SampleTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Files")
    private static let isRenewing = ProcessInfo.processInfo.environment["SAMPLES_RENEW"] != nil

    @Test("are read as what they mean", arguments: ["tools", "trackers"])
    func samples(_ name: String) throws {
        let file = Self.folder.appending(path: "\(name).txt")
        var expectations = try Expectation.all(in: String(contentsOf: file, encoding: .utf8))
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.appending(path: name).path())
        #expect(Set(expectations.map(\.name)) == Set(files))
        for index in expectations.indices {
            let expectation = expectations[index]
            let bytes = try [UInt8](Data(contentsOf: Self.folder.appending(path: "\(name)/\(expectation.name)")))
            let size = try #require(FrameSize(width: expectation.width, height: expectation.height))
            let lines = SampleListing.lines(bytes, on: size, declared: expectation.declared)
            if Self.isRenewing {
                expectations[index].lines = lines
            } else {
                #expect(lines == expectation.lines, "\(name)/\(expectation.name)")
            }
        }
        if Self.isRenewing {
            try Data(expectations.map(\.text).joined(separator: "\n").utf8).write(to: file)
        }
    }
}

/// What is to be read of one file: `## NAME [WIDTHxHEIGHT] [FORMAT]`, comments, and the lines.
private struct Expectation {
    let name: String
    var (width, height) = (640, 360)
    /// The format that is declared.
    var declared: String?
    var comments: [String] = []
    var lines: [String] = []

    private init(title: Substring) {
        let words = title.split(separator: " ")
        name = String(words[0])
        for word in words.dropFirst() {
            let sides = word.split(separator: "x").compactMap { Int($0) }
            if sides.count == 2 { (width, height) = (sides[0], sides[1]) } else { declared = String(word) }
        }
    }

    static func all(in text: String) -> [Expectation] {
        var all: [Expectation] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("## ") {
                all.append(Expectation(title: line.dropFirst(3)))
            } else if line.hasPrefix("# ") {
                all[all.count - 1].comments.append(String(line))
            } else {
                all[all.count - 1].lines.append(String(line))
            }
        }
        return all
    }

    var text: String {
        let size = width == 640 && height == 360 ? "" : " \(width)x\(height)"
        let title = "## \(name)\(size)\(declared.map { " \($0)" } ?? "")"
        return ([title] + comments + lines).map { $0 + "\n" }.joined()
    }
}

/// What is read of a stage output, for a person to compare.
private enum SampleListing {
    static func lines(_ bytes: [UInt8], on size: FrameSize, declared: String?) -> [String] {
        do {
            let formats = DetectionFormat.all + [.list]
            let output = try StageOutput(json: bytes, formats: formats, declared: declared)
            var lines = ["\(output.formatName)"]
            for frame in output.frames {
                lines.append("frame \(frame.number)\(frame.timestamp.map { " at \(number($0))" } ?? "")")
                guard let found = output.detections(of: frame.number, in: size) else { continue }
                lines += found.detections.map { "  " + line($0, in: size) }
                lines += found.skipped.map { "  - \($0.path): \($0.reason)" }
                lines += found.warnings.map { "  ! \($0.code.rawValue): \($0.detail)" }
            }
            lines += output.skipped.map { "- \($0.path): \($0.reason)" }
            lines += output.warnings.map { "! \($0.code.rawValue): \($0.detail)" }
            return lines.map { $0.replacing("\n", with: "\\n") }
        } catch {
            return ["refused: \(error)".replacing("\n", with: "\\n")]
        }
    }

    private static func line(_ detection: Detection, in size: FrameSize) -> String {
        var words: [String] = []
        if let box = detection.box {
            words.append(box.xywh.map(number).joined(separator: ","))
        } else if let bounds = detection.bounds(in: size) {
            words.append("\(bounds.box.xywh.map(number).joined(separator: ",")) (\(bounds.of.rawValue))")
        }
        if let angle = detection.angle { words.append("turned \(number(angle))") }
        words.append(detection.label ?? detection.classID.map { "class \($0)" } ?? "–")
        if let confidence = detection.confidence { words.append(number(confidence)) }
        if let track = detection.trackID { words.append("#\(track)") }
        if detection.status != .kept { words.append(detection.status.rawValue) }
        if let text = detection.text { words.append("\"\(text)\"") }
        if let mask = detection.mask, let placed = try? mask.stretched(to: size) {
            words.append("mask of \(placed.pixelCount)")
        }
        let outlines = detection.polygon.isEmpty ? [] : [detection.polygon] + detection.polygonParts
        for outline in outlines { words.append("outline of \(outline.count)") }
        for hole in detection.polygonHoles { words.append("hole of \(hole.count)") }
        if !detection.polyline.isEmpty { words.append("line of \(detection.polyline.count)") }
        if !detection.quad.isEmpty {
            words.append("quad " + detection.quad.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " "))
        }
        if !detection.keypoints.isEmpty {
            let points = detection.keypoints.map { $0.map { "\(number($0.point.x)),\(number($0.point.y))" } ?? "–" }
            words.append("points " + points.joined(separator: " "))
        }
        return words.joined(separator: " ")
    }

    /// Rounded to hundredths; what is smaller to three digits.
    private static func number(_ number: Double) -> String {
        let scale = number.magnitude < 1 ? 1000.0 : 100
        let rounded = (number * scale).rounded() / scale
        return Int(exactly: rounded).map { "\($0)" } ?? "\(rounded)"
    }
}
