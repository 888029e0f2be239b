import Detections
import Render
import Testing

@testable import Demo

@Suite("The demo's poses, masks and wrong outputs")
struct DemoShapesTests {
    private static let demo = DemoTimeline(frameCount: 24)
    private static let shapes = demo.shapeOutputs()
    private static let wrong = demo.wrongOutputs()

    private func found(_ output: DemoStageOutput, _ frame: Int) throws -> FrameDetections {
        let size = try #require(FrameSize(width: 1280, height: 720))
        return try #require(try StageOutput(json: output.json).detections(of: frame, in: size))
    }

    @Test("every key point and every pixel of a mask lies within its box, but for what the box is shaken")
    func places() throws {
        #expect(Self.shapes.map(\.stage) == ["estimate_poses", "segment_players"])
        for frame in [0, 12, 23] {
            let (posed, masked) = (try found(Self.shapes[0], frame), try found(Self.shapes[1], frame))
            #expect(
                posed.skipped.isEmpty && masked.skipped.isEmpty && posed.warnings.isEmpty && masked.warnings.isEmpty
            )
            #expect(posed.detections.count > 10 && masked.detections.count > 10)
            for detection in posed.detections {
                let box = try #require(detection.box)
                let points = detection.keypoints.compactMap { $0?.score == 0 ? nil : $0?.point }
                #expect(
                    points.allSatisfy {
                        box.minX - 4 < $0.x && $0.x < box.maxX + 4 && box.minY - 4 < $0.y && $0.y < box.maxY + 4
                    }
                )
                #expect(detection.keypoints.count == 17)
            }
            for detection in masked.detections {
                let box = try #require(detection.box)
                let mask = try #require(detection.mask)
                let area = stride(from: 1, to: mask.runs.count, by: 2).reduce(0) { $0 + Int(mask.runs[$1]) }
                #expect(Double(area) < box.width * box.height && area > 0)
            }
        }
    }

    @Test("what is wrong is told of, or says how old it is")
    func wrongOutputs() throws {
        #expect(Self.wrong.map(\.stage) == ["shifted", "stretched", "stale"])
        #expect(try StageOutput(json: Self.wrong[0].json).extent == 5...28)
        #expect(try found(Self.wrong[1], 12).warnings.map(\.code) == [.shapeDiffers])
        #expect(try found(Self.wrong[2], 12).detections.allSatisfy { $0.sourceFrame == 4 })
    }
}
