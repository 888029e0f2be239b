import Detections
import Testing

@testable import OverlayService

@Suite("The similarity of two places")
struct SimilarityTests {
    private let size = FrameSize(width: 400, height: 300)

    /// Of the two detections of an output.
    private func similarity(_ first: String, _ second: String) throws -> Double {
        let size = try #require(size)
        let json = #"{"frames": [{"frame": 0, "detections": [\#(first), \#(second)]}]}"#
        let found = try #require(try StageOutput(json: Array(json.utf8)).detections(of: 0, in: size)).detections
        try #require(found.count == 2)
        return Similarity([found[0]], [found[1]], on: size).pairs(above: 0.001).first?.similarity ?? 0
    }

    @Test("of boxes is their IoU")
    func boxes() throws {
        let value = try similarity(#"{"bbox": [0, 0, 100, 50]}"#, #"{"bbox": [50, 0, 100, 50]}"#)
        #expect(abs(value - 1.0 / 3) < 1e-12)
        #expect(try similarity(#"{"bbox": [0, 0, 10, 10]}"#, #"{"bbox": [10, 0, 10, 10]}"#) == 0)
    }

    @Test("of turned boxes is that of their own areas")
    func turned() throws {
        // A square and the same turned by 45 degrees have a regular octagon in common.
        let value = try similarity(
            #"{"bbox": [100, 100, 100, 100], "angle": 45}"#,
            #"{"bbox": [100, 100, 100, 100]}"#
        )
        let common = 2 * (2.0.squareRoot() - 1)
        #expect(abs(value - common / (2 - common)) < 1e-9)
    }

    @Test("of masks and outlines is that of their pixels, whatever their boxes are")
    func masks() throws {
        // 400 × 300 pixels, column by column: the left half, and the right three quarters.
        let left = #"{"bbox": [0, 0, 400, 300], "mask": {"size": [300, 400], "counts": [0, 60000, 60000]}}"#
        let right = #"{"bbox": [0, 0, 400, 300], "mask": {"size": [300, 400], "counts": [30000, 90000]}}"#
        #expect(try similarity(left, right) == 0.25)
        let outline = #"{"polygon": [[100, 0], [400, 0], [400, 300], [100, 300]]}"#
        #expect(try similarity(left, outline) == 0.25)
        // A mask of another size is that of the frame, stretched.
        let small = #"{"mask": {"size": [3, 4], "counts": [3, 9]}}"#
        #expect(try similarity(left, small) == 0.25)
    }

    @Test("of key points is COCO's OKS")
    func keypoints() throws {
        func person(_ shift: Double) -> String {
            let points = (0..<17).map { "[\(100 + $0 * 5), \(100.0 + Double($0 * 3) + shift), 2]" }
            return #"{"bbox": [90, 90, 100, 100], "keypoints": [\#(points.joined(separator: ", "))]}"#
        }
        #expect(try similarity(person(0), person(0)) == 1)
        // As pycocotools computes it, 10 pixels off on an area of 100 × 100.
        #expect(abs(try similarity(person(10), person(0)) - 0.646995) < 1e-5)
    }

    @Test("is 1 of what speaks of the whole frame, and 0 between that and a place")
    func wholeFrame() throws {
        #expect(try similarity(#"{"label": "day"}"#, #"{"label": "night"}"#) == 1)
        #expect(try similarity(#"{"label": "day"}"#, #"{"bbox": [0, 0, 400, 300]}"#) == 0)
    }
}
