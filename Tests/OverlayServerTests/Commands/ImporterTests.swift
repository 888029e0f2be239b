import Testing

@testable import Detections
@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("Importing")
struct ImporterTests {
    @Test("an output again changes nothing while it is in force, and puts it in force where another one is")
    func again() async throws {
        let fixture = try ServiceFixture()
        func labels() async throws -> [String?] {
            let stage = try await fixture.services.job.stages.stage(fixture.address())
            let size = try #require(FrameSize(width: 100, height: 100))
            return stage.found(on: 0, in: size).detections.detections.map(\.label)
        }
        func rowCount() async throws -> Int {
            try await fixture.services.job.stages.summaries(of: TimelineID("clip-1")).first?.outputs ?? 0
        }
        let outputs = ["a", "b"].map { label in
            #"{"frames": [{"frame": 0, "detections": [{"label": "\#(label)", "bbox": [1, 1, 20, 20]}]}]}"#
        }
        for (round, index) in [0, 0, 1, 1, 0, 0, 1, 0].enumerated() {
            // Rows of the same millisecond would be in the order of their ids.
            try await Task.sleep(for: .milliseconds(2))
            try await fixture.insert(outputs[index], stage: "detect")
            #expect(try await labels() == [["a", "b"][index]], "round \(round)")
        }
        #expect(try await rowCount() == 5)
    }
}
