import Detections
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Render
@testable import Store

@Suite("What stages found goes into files that other tools read")
struct ExportTests {
    /// Frames 0, 1 and 2, on which `output` is what the stage says.
    private func fixture(_ output: String, stage: String = "detect") async throws -> ServiceFixture {
        let fixture = try ServiceFixture()
        try await fixture.putFrames()
        try await insert(output, stage: stage, fixture)
        return fixture
    }

    private func insert(_ output: String, stage: String, _ fixture: ServiceFixture) async throws {
        let row = try StageOutput(json: Array(output.utf8)).rowText(isDeclared: false)
        try await fixture.importer().insert(row, as: fixture.address(stage))
    }

    private func export(
        _ fixture: ServiceFixture,
        _ format: ExportCommand.Format,
        frames: String? = nil
    ) async throws -> Export {
        let selection = StageSelection(timeline: try TimelineID("clip-1"), job: nil, stage: nil)
        let frames = try frames.map { try FrameSelection($0) }
        return try await Export(selection, frames, as: format, services: fixture.services)
    }

    private func json(_ file: Data) throws -> Any { try JSONSerialization.jsonObject(with: file) }

    private func text(_ export: Export) -> String { String(decoding: export.file, as: UTF8.self) }

    /// A value in one order, so that two can be compared.
    private func sorted(_ objects: Any?) throws -> [NSDictionary] {
        try #require(objects as? [NSDictionary]).sorted { ($0["id"] as? Int ?? 0) < ($1["id"] as? Int ?? 0) }
    }

    static let dataset = """
        {"images": [{"id": 0, "file_name": "0.jpg", "width": 160, "height": 120},
                    {"id": 1, "file_name": "1.jpg", "width": 160, "height": 120},
                    {"id": 2, "file_name": "2.png", "width": 160, "height": 120}],
         "categories": [{"id": 1, "name": "person", "skeleton": [[1, 2], [2, 3]]}, {"id": 3, "name": "car"},
                        {"id": 90, "name": "toothbrush"}],
         "annotations": [
          {"id": 11, "image_id": 0, "category_id": 1, "bbox": [10.1, 20.2, 40.3, 50.7], "area": 1234.5, "iscrowd": 0,
           "segmentation": [[10.1, 20.2, 50.4, 20.2, 30, 70.9]], "score": 0.625, "track_id": 4},
          {"id": 12, "image_id": 0, "category_id": 3, "bbox": [58.15576171875, 20.3, 12.3447265625, 44.1], "area": 5.25,
           "iscrowd": 0, "segmentation": [[10, 10, 60, 10, 60, 50], [100.5, 100, 140, 100, 140.25, 110]]},
          {"id": 7, "image_id": 2, "category_id": 3, "bbox": [1, 0, 2, 10], "area": 20, "iscrowd": 1,
           "segmentation": {"size": [120, 160], "counts": [120, 10, 110, 10, 18950]}},
          {"id": 8, "image_id": 2, "category_id": 1, "bbox": [70, 60, 20, 20], "area": 400, "iscrowd": 0,
           "keypoints": [70, 60, 2, 80, 60, 1, 0, 0, 0], "num_keypoints": 2},
          {"id": 9, "image_id": 2, "category_id": 1, "bbox": [70, 60, 20, 20], "area": 400, "iscrowd": 0,
           "keypoints": [0, 0, 0, 80, 60, 1, 90, 80, 2], "num_keypoints": 2}]}
        """

    @Test("What came in as COCO comes out equal")
    func coco() async throws {
        let fixture = try await fixture(Self.dataset)
        let export = try await export(fixture, .coco)
        #expect(export.detectionCount == 5 && export.frameCount == 3 && export.notes.isEmpty)
        let given = try #require(try json(Data(Self.dataset.utf8)) as? [String: Any])
        var made = try #require(try json(export.file) as? [String: Any])
        // Frames are stored by keys of their own.
        made["images"] = try sorted(made["images"]).map { image in
            image.merging("file_name", (image["file_name"] as? String)?.replacing(/^0+(\d)/) { "\($0.1)" } ?? "")
        }
        for part in ["annotations", "categories", "images"] {
            #expect(try sorted(made[part]) == sorted(given[part]), "\(part)")
        }
    }

    @Test("So do results")
    func results() async throws {
        let results = """
            [{"image_id": 1, "category_id": 2, "bbox": [258.15576171875, 41.29, 48.27, 43.3], "score": 0.236},
             {"image_id": 1, "category_id": 0, "bbox": [1.1, 2.2, 3.3, 4.4], "score": 0.9,
              "segmentation": {"size": [120, 160], "counts": "Z[2X1`2000nT3kNWlL0Pe<"}}]
            """
        let fixture = try await fixture(results.replacing("258.15576171875", with: "58.15576171875"))
        let given = try json(Data(results.replacing("258.15576171875", with: "58.15576171875").utf8)) as? [NSDictionary]
        #expect(try await json(export(fixture, .cocoResults).file) as? [NSDictionary] == given)
    }

    @Test("Classes without numbers get them, and two names are never one category")
    func categories() async throws {
        let fixture = try await fixture(
            """
            {"frames": [{"frame": 0, "detections": [
              {"label": "zebra", "bbox": [1, 1, 9, 9]}, {"label": "ape", "bbox": [1, 1, 9, 9]},
              {"label": "car", "class_id": 2, "bbox": [1, 1, 9, 9]}, {"label": "bus", "class_id": 2, "bbox": [1, 1, 9, 9]},
              {"label": "car", "bbox": [1, 1, 9, 9]}, {"class_id": 5, "bbox": [1, 1, 9, 9]}]}]}
            """
        )
        let file = try #require(try await json(export(fixture, .coco).file) as? [String: Any])
        let names = try sorted(file["categories"]).map { "\($0["id"] ?? "") \($0["name"] ?? "")" }
        #expect(names == ["2 car", "5 class 5", "6 ape", "7 bus", "8 zebra"])
        #expect(try sorted(file["annotations"]).map { $0["category_id"] as? Int } == [8, 6, 2, 7, 2, 5])
    }

    @Test("What COCO has no word for is kept beside it, or counted")
    func beyondCOCO() async throws {
        let fixture = try await fixture(
            """
            {"frames": [{"frame": 0, "detections": [
              {"label": "text", "quad": [[10, 10], [50, 10], [50, 20], [10, 20]], "text": "EXIT"},
              {"label": "turned", "bbox": [20, 20, 40, 10], "angle": 30},
              {"label": "ring", "polygon": [[[0, 0], [10, 0], [10, 10], [0, 10]], [[2, 2], [8, 2], [8, 8], [2, 8]]]},
              {"label": "scene"}, {"label": "lost", "bbox": [1, 1, 2, 2], "status": "dropped"},
              {"label": "bad", "bbox": [5, 5, -1, 3]}]}]}
            """
        )
        let export = try await export(fixture, .coco)
        let file = try #require(try json(export.file) as? [String: Any])
        let annotations = try sorted(file["annotations"])
        #expect(annotations[0]["segmentation"] as? [[Double]] == [[10, 10, 50, 10, 50, 20, 10, 20]])
        #expect(annotations[0]["attributes"] as? [String: String] == ["text": "EXIT"])
        #expect(annotations[1]["attributes"] as? [String: Double] == ["rotation": 30])
        // 100 pixels without the 36 of the hole, column by column.
        let ring = try #require(annotations[2]["segmentation"] as? [String: Any])
        let counts = try #require(ring["counts"] as? [UInt32])
        #expect(counts.prefix(4) == [0, 10, 110, 10])
        #expect(annotations[2]["area"] as? Double == 64)
        #expect(try RunLengthMask(height: 120, width: 160, runs: counts).pixelCount == 64)
        #expect(export.detectionCount == 3)
        #expect(
            export.notes == [
                "skipped on frame 0: $.frames[0].detections[5].bbox: has a negative size: x 5, y 5, width -1, height 3",
                "left out: 1 detections that the stage dropped, for which COCO has no word",
                "left out: 1 detections without any place on the frame",
            ]
        )
    }

    @Test("Lines are read again as what they were")
    func lines() async throws {
        let fixture = try await fixture(Self.dataset)
        try await insert(
            """
            {"coordinates": {"space": "normalized", "box": "xyxy"}, "frames": [{"frame": 1, "timestamp": 2.5, "detections": [
              {"label": "a", "bbox": [0.1, 0.1, 0.5, 0.5], "track_id": "t", "status": "dropped", "reason": "nms"},
              {"label": "b", "polygon": [[[0, 0], [0.5, 0], [0.5, 0.5]], [[0.2, 0.1], [0.3, 0.1], [0.3, 0.2]]]},
              {"label": "c", "polyline": [[0, 0], [0.5, 0.5]], "attributes": {"x":[1,"2"]}}]}]}
            """,
            stage: "other",
            fixture
        )
        for stage in ["detect", "other"] {
            let selection = StageSelection(
                timeline: try TimelineID("clip-1"),
                job: try JobID("job-a"),
                stage: try StageName(stage)
            )
            let export = try await Export(selection, nil, as: .jsonl, services: fixture.services)
            let again = try StageOutput(json: Array(export.file))
            let size = try #require(FrameSize(width: 160, height: 120))
            let output = try await fixture.services.job.aligned.stage(fixture.address(stage))
            for frame in 0..<3 {
                let given = output.detections(of: frame, in: size)?.detections.detections.map(\.withoutPlace)
                let read = again.detections(of: frame, in: size)
                #expect(read?.detections.map(\.withoutPlace) == given)
                #expect(read?.skipped == given.map { _ in [] })
            }
        }
    }

    @Test("A table has a row for each detection, and one for each fault")
    func table() async throws {
        let fixture = try await fixture(
            """
            {"frames": [{"frame": 0, "timestamp": 0.5, "detections": [
              {"label": "a \\"b\\", c", "confidence": 0.5, "track_id": 7, "bbox": [1, 2.5, 3, 4]},
              {"label": "bad", "bbox": [5, 5, -1, 3]}]}]}
            """
        )
        let rows = try await text(export(fixture, .csv)).split(separator: "\r\n").map(String.init)
        #expect(rows.count == 3)
        #expect(
            rows[0].hasPrefix("timeline_id,job_id,stage,frame,timestamp,path,id,label,class_id,confidence,track_id,")
        )
        let start = #"clip-1,job-a,detect,0,0.5,$.frames[0].detections[0],,"a ""b"", c",,0.5,7,kept,,1,2.5,3,4,"#
        #expect(rows[1].hasPrefix(start))
        #expect(rows[2].hasPrefix("clip-1,job-a,detect,0,0.5,$.frames[0].detections[1].bbox,"))
        #expect(rows[2].hasSuffix(#","has a negative size: x 5, y 5, width -1, height 3""#))
    }

    @Test("Several stages share a file, and say which they are; frames that are not there are named")
    func severalStages() async throws {
        let fixture = try await fixture(Self.dataset)
        try await insert(
            #"{"frames": [{"frame": 1, "detections": []}, {"frame": 7, "detections": []}]}"#,
            stage: "b",
            fixture
        )
        let export = try await export(fixture, .coco, frames: "1-9")
        let file = try #require(try json(export.file) as? [String: Any])
        #expect(try sorted(file["images"]).map { $0["id"] as? Int } == [1, 2])
        #expect(Set(try sorted(file["annotations"]).map { $0["stage"] as? String }) == ["detect"])
        #expect(export.failureCount == 1)
        try await fixture.importer().insert(Array("[1]".utf8), as: fixture.address("broken"))
        let rest = try await self.export(fixture, .csv)
        #expect(rest.failureCount == 2 && rest.detectionCount == 5)
        #expect(rest.notes.contains { $0.hasPrefix("failed: job job-a, stage broken: ") })
        #expect(export.notes.contains { $0.hasPrefix("failed: job job-a, stage b, frame 7: ") })
    }

    @Test("Over HTTP, for one frame and for many")
    func http() async throws {
        let fixture = try await fixture(Self.dataset)
        let one = try await fixture.call("\(ServiceFixture.prefix)/detections/0", headers: [.accept: "text/csv"])
        #expect(one.headers[.contentType]?.hasPrefix("text/csv") == true)
        let many = try await fixture.call(
            "\(ServiceFixture.prefix)/detections?frames=0,9",
            headers: [.accept: "text/csv;q=0.9, application/json;q=0.1"]
        )
        let rows = String(decoding: many.bytes, as: UTF8.self).split(separator: "\r\n")
        #expect(rows.prefix(3).joined(separator: "\r\n") + "\r\n" == String(decoding: one.bytes, as: UTF8.self))
        #expect(rows.count == 4 && rows[3].hasPrefix("clip-1,job-a,detect,9,"))
        #expect(rows[3].contains("has no frame 9"))
        let known = try await fixture.call(
            "\(ServiceFixture.prefix)/detections/0",
            headers: [.accept: "text/csv", .ifNoneMatch: try #require(one.headers[.eTag])]
        )
        #expect(known.status == 304)
        let none = try await fixture.call("\(ServiceFixture.prefix)/detections/0", headers: [.accept: "image/png"])
        #expect(none.status == 406)
    }
}

extension Detection {
    /// The same wherever it stands.
    fileprivate var withoutPlace: Detection {
        var other = Detection(position: DetectionPosition(.top, 0))
        (other.id, other.label, other.classID, other.confidence) = (id, label, classID, confidence)
        (other.trackID, other.box, other.angle, other.boxStretch) = (trackID, box, angle, boxStretch)
        (other.polygon, other.polygonParts, other.polygonHoles) = (polygon, polygonParts, polygonHoles)
        (other.polyline, other.quad, other.text, other.mask) = (polyline, quad, text, mask)
        (other.keypoints, other.skeleton, other.status, other.reason) = (keypoints, skeleton, status, reason)
        (other.maskKey, other.sourceFrame, other.attributesJSON) = (maskKey, sourceFrame, attributesJSON)
        return other
    }
}

extension NSDictionary {
    fileprivate func merging(_ key: String, _ value: String) -> NSDictionary {
        guard let copy = mutableCopy() as? NSMutableDictionary else { return self }
        copy[key] = value
        return copy
    }
}
