import Testing

@testable import Detections
@testable import Store

@Suite("A frame's warnings")
struct FrameWarningTests {
    private static let unitBoxes = Array(repeating: #"{"bbox": [0.1, 0.2, 0.3, 0.4]}"#, count: 3).joined(
        separator: ", "
    )
    private static let pixelBoxes = Array(repeating: #"{"bbox": [10, 20, 30, 40]}"#, count: 3).joined(separator: ", ")

    @Test("say that boxes look normalized, or in pixels, when all of three or more do")
    func units() throws {
        let normalized = "coordinates are taken as pixels, but all 3 boxes lie within 0…1: are they normalized?"
        #expect(try warnings("{}", Self.unitBoxes) == [normalized])
        let some = "3 of the 4 boxes lie within 0…1 pixels, others do not: are they normalized?"
        #expect(try warnings("{}", Self.unitBoxes + #", {"bbox": [1, 1, 9, 9]}"#) == [some])
        #expect(try warnings("{}", #"{"bbox": [0.1, 0.2, 0.3, 0.4]}, {"bbox": [0.1, 0.2, 0.3, 0.4]}"#) == [])
        #expect(try warnings(#"{"space": "normalized"}"#, Self.unitBoxes) == [])
        let pixels = "coordinates are taken as normalized, but all 3 boxes reach beyond 2: are they pixels?"
        #expect(try warnings(#"{"space": "normalized"}"#, Self.pixelBoxes) == [pixels])
        #expect(try warnings(#"{"space": "normalized"}"#, Self.pixelBoxes + ", " + Self.unitBoxes) == [])
    }

    @Test("say that the coordinates are of a picture of another shape")
    func shape() throws {
        let warning =
            "coordinates are of a 640×640 picture, the frame is 100×50: their shapes differ, so everything drawn is stretched; "
            + #""fit": "letterbox" or "crop" in coordinates says that the frame was not"#
        #expect(try warnings(#"{"width": 640, "height": 640}"#, Self.pixelBoxes) == [warning])
        #expect(try warnings(#"{"width": 1280, "height": 640}"#, Self.pixelBoxes) == [])
        #expect(try warnings(#"{"width": 1290, "height": 640}"#, Self.pixelBoxes) == [])
        #expect(try warnings(#"{"width": 1296, "height": 640}"#, Self.pixelBoxes).count == 1)
    }

    @Test("say once what holds of many detections")
    func once() throws {
        let detections = """
            {"confidence": 0}, {"confidence": 1.25}, {"confidence": 1.5}, {"confidence": 1},
            {"status": "tentative"}, {"status": "lost"}, {"attributes": {"a": NaN}}, {"attributes": [-Infinity]}
            """
        let result = try StageOutput(CanonicalText.output(detections: detections)).decoded()
        #expect(
            result.warnings.map(\.detail) == [
                "2 of the confidences are outside 0…1; the first is 1.25 at $.frames[0].detections[1].confidence",
                "2 of the statuses are neither kept nor dropped and count as kept; "
                    + "the first is \"tentative\" at $.frames[0].detections[4].status",
                "2 of the attributes hold NaN or Infinity, which JSON does not have, and are left out; "
                    + "the first are at $.frames[0].detections[6].attributes",
            ]
        )
        #expect(result.detections.count == 8 && result.skipped.isEmpty)
        #expect(result.detections.compactMap(\.confidence) == [0, 1.25, 1.5, 1])
        #expect(result.detections.allSatisfy { $0.attributesJSON == nil && $0.status == .kept })
    }

    private func warnings(_ coordinates: String, _ detections: String) throws -> [String] {
        try StageOutput(CanonicalText.output(coordinates: coordinates, detections: detections)).decoded().warnings.map(
            \.detail
        )
    }
}
