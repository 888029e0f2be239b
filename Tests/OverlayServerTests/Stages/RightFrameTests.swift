import Detections
import Foundation
import Render
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("An output is held against the timeline's frames")
struct RightFrameTests {
    /// A timeline whose frames have the keys 1 to 4, and a stage that speaks of `numbers`.
    private func fixture(
        _ numbers: [Int],
        _ members: String = "",
        environment: [String: String] = [:]
    ) async throws -> ServiceFixture {
        let fixture = try await Self.timeline(keys: 1...4, environment: environment)
        try await fixture.insert(Self.output(numbers, members), stage: "detect")
        return fixture
    }

    private static func timeline(
        keys: ClosedRange<Int>,
        environment: [String: String] = [:]
    ) async throws -> ServiceFixture {
        let fixture = try ServiceFixture(environment: environment)
        for key in keys {
            let jpeg = try ImageCodec.encodeJPEG(ServiceFixture.frame(key), quality: 90, sampling: .halfBoth)
            try await fixture.importer().put(jpeg, number: key, format: .jpeg)
        }
        return fixture
    }

    /// Each frame has one box, called by the frame's number as it is written; its time is a tenth of that.
    private static func output(_ numbers: [Int], _ members: String = "") -> String {
        let frames = numbers.map { number in
            #"{"frame": \#(number), "timestamp": \#(Double(number) / 10), "detections": [{"label": "\#(number)", "bbox": [9, 9, 9, 9]}]}"#
        }
        return "{\(members)\"frames\": [\(frames.joined(separator: ","))]}"
    }

    /// What the stage has on each of the frames, by label.
    private func labels(_ fixture: ServiceFixture, _ frames: ClosedRange<Int>) async throws -> [String] {
        let output = try await fixture.services.job.aligned.stage(fixture.address())
        let size = try #require(FrameSize(width: 160, height: 120))
        return frames.map { frame in
            output.found(on: frame, in: size).detections.detections.compactMap(\.label).joined(separator: "+")
        }
    }

    private func warnings(_ fixture: ServiceFixture) async throws -> [Warning] {
        try await fixture.services.job.aligned.stage(fixture.address()).stageWarnings
    }

    @Test("shifted: every answer says so, and what to declare, and a batch asks for that")
    func shifted() async throws {
        let fixture = try await fixture([0, 1, 2, 3])
        let prefix = ServiceFixture.prefix
        let stages = try await fixture.call("/v1/timelines/clip-1/stages").json()["stages"] as? [[String: Any]]
        let answers = [
            try #require(stages?.first), try await fixture.call("\(prefix)/summary").json(),
            try await fixture.call("\(prefix)/detections/2").json(),
            try await fixture.call("\(prefix)/overlays/3").json(),
        ]
        for answer in answers {
            let warnings = try #require(answer["warnings"] as? [[String: Any]])
            #expect(warnings.map { $0["code"] as? String } == ["frames_shifted"])
            #expect(warnings.first?["declare"] as? String == "FRAME_NUMBER_BASE=1")
            #expect(warnings.first?["frames"] as? [Int] == [0])
        }
        let rerender = Rerender(job: fixture.services.job, options: try fixture.options())
        let reports = try await rerender.stageReports()
        #expect(reports.map(\.needsDeclaration) == [true])
        let outcomes = try await rerender.run { _, _ in }
        let json = try CanonicalJSON.encode(Manifest(outcomes, reports, of: TimelineID("clip-1")))
        let manifest = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        #expect(
            ((manifest["stages"] as? [[String: Any]])?.first?["warnings"] as? [[String: Any]])?.first?["code"]
                as? String == "frames_shifted"
        )
        // Said once, and not with every overlay.
        let overlays = try #require(manifest["overlays"] as? [[String: Any]])
        #expect(overlays.map { $0["warnings"] == nil } == [true, true, true, false])
    }

    @Test(
        "what is declared is believed",
        arguments: [
            ("", ["FRAME_NUMBER_BASE": "1"], [0, 1, 2, 3], 0),
            (#""coordinates": {"frame_base": -1}, "#, [:], [0, 1, 2, 3], 1),
            (#""frame_base": 6, "#, [:], [7, 8, 9, 10], 1),
            (#""frame_base": -10, "frame_step": 10, "#, [:], [0, 10, 20, 30], 1),
        ]
    )
    func declared(_ members: String, _ environment: [String: String], _ numbers: [Int], first: Int) async throws {
        let fixture = try await fixture(numbers, members, environment: environment)
        #expect(try await warnings(fixture).isEmpty)
        #expect(try await labels(fixture, first...(first + 3)) == numbers.map(String.init))
        let frames = try await fixture.services.job.catalog.frames(of: TimelineID("clip-1"))
        #expect(frames.map(\.number) == Array(first...(first + 3)))
        #expect(try frames.map { try $0.frame.get().key.segments.last } == (1...4).map { "00000\($0).jpg" })
    }

    @Test("that was declared wrongly is warned of, but it is the declarer's business")
    func declaredWrongly() async throws {
        let fixture = try await fixture([1, 2, 3, 4], #""frame_base": 1, "#)
        #expect(try await warnings(fixture).map(\.code) == [.framesShifted])
        #expect(try await !fixture.services.job.aligned.stage(fixture.address()).needsDeclaration)
    }

    @Test("in steps: the declaration that the warning asks for mends it")
    func steps() async throws {
        let fixture = try await fixture([0, 30, 60, 90])
        let warning = try #require(try await warnings(fixture).first)
        #expect(warning.code == .framesInSteps)
        let declaration = try #require(warning.declare).dropFirst().dropLast()
        try await fixture.insert(Self.output([0, 30, 60, 90], "\(declaration), "), stage: "detect")
        #expect(try await labels(fixture, 1...4) == ["0", "30", "60", "90"])
    }

    @Test("beyond the end: the frames are counted, and nothing has to be declared")
    func beyond() async throws {
        let fixture = try await fixture([1, 2, 3, 4, 5, 6, 9])
        let warning = try #require(try await warnings(fixture).first)
        #expect(warning.code == .framesNotInTimeline && warning.frames == [5, 6, 9])
        #expect(warning.detail == "The timeline lacks 3 of the 7 frames that the stage speaks of: 5–6, 9.")
        #expect(try await !fixture.services.job.aligned.stage(fixture.address()).needsDeclaration)
    }

    @Test("nothing on a frame is not the same as silence about it")
    func silence() async throws {
        let fixture = try await Self.timeline(keys: 0...2)
        try await fixture.insert(#"{"frames": [{"frame": 0, "detections": []}, {"frame": 2}]}"#, stage: "detect")
        let nothing = try await fixture.call("\(ServiceFixture.prefix)/overlays/0").json()
        #expect((nothing["warnings"] as? [Any])?.isEmpty == true)
        let source = try #require(nothing["source"] as? [String: String])
        #expect(try ISOTime.date(#require(source["created_at"])) != nil && source["id"]?.isEmpty == false)
        let silent = try await fixture.call("\(ServiceFixture.prefix)/detections/1").json()
        #expect((silent["warnings"] as? [[String: Any]])?.first?["code"] as? String == "frame_not_reported")
        #expect(silent["source"] == nil || silent["source"] is NSNull)
    }
}

@Suite("An output matches frames by time")
struct TimeMatchTests {
    /// Three frames at 10, 10.04 and 10.1 s, and a stage that has written `frames`.
    private func output(_ members: String, _ frames: String) async throws -> MergedStageOutput {
        let fixture = try await ServiceFixture.withTimeline()
        let list = [10, 10.04, 10.1].enumerated().map { #"{"frame": \#($0), "timestamp": \#($1)}"# }
        try await fixture.insert("{\"frames\": [\(list.joined(separator: ","))]}", stage: "extract_frames")
        try await fixture.insert("{\(members)\"frames\": [\(frames)]}", stage: "timed")
        return try await fixture.services.job.aligned.stage(fixture.address("timed"))
    }

    private let size = FrameSize(width: 160, height: 120)

    @Test("the nearest, at most half a frame away; others are counted")
    func nearest() async throws {
        let frames = [(7, 10.041), (8, 10.03), (9, 10.11), (10, 10.2), (11, 9.99)].map {
            #"{"frame": \#($0), "timestamp": \#($1), "detections": [{"label": "\#($0)", "bbox": [1, 1, 5, 5]}]}"#
        }
        let output = try await output(#""coordinates": {"match": "timestamp"}, "#, frames.joined(separator: ","))
        let size = try #require(size)
        let labels = (0..<3).map { output.found(on: $0, in: size).detections.detections.map(\.label) }
        #expect(labels == [["11"], ["7"], ["9"]])
        #expect(output.frames.map(\.frame.number) == [0, 1, 2])
        #expect(output.stageWarnings.map(\.code) == [.framesUnmatched] && output.stageWarnings[0].frames == [8, 10])
        #expect(!output.needsDeclaration)
    }

    @Test("and without times there is nothing to match")
    func withoutTimes() async throws {
        let output = try await output(#""match": "timestamp", "#, #"{"frame": 0}, {"frame": 1}"#)
        #expect(output.frames.isEmpty && output.stageWarnings.map(\.code) == [.framesUnmatched])
    }

    @Test("where number and time are those of two frames, both are named")
    func disagreement() async throws {
        let output = try await output("", #"{"frame": 0, "timestamp": 10.015}, {"frame": 1, "timestamp": 10.1}"#)
        let detail = "The stage has frame 1 at 10.1 s; the timeline has it at 10.04 s, and its frame 2 is at 10.1 s."
        let size = try #require(size)
        #expect(output.stageWarnings.map(\.detail) == [detail])
        #expect(output.found(on: 1, in: size).detections.warnings.map(\.detail) == [detail])
        #expect(output.found(on: 0, in: size).detections.warnings.isEmpty)
    }
}

@Suite("Rows of an earlier run")
struct LeftoverTests {
    /// What is said of each of eight frames where rows speak of `rows`, one after the other.
    private func left(_ rows: [ClosedRange<Int>]) throws -> [Int] {
        let parts = try rows.enumerated().map { index, numbers in
            let frames = numbers.map { #"{"frame": \#($0)}"# }.joined(separator: ",")
            let row = StageOutputRow.Identity(id: StageOutputID("row-\(index)"), revision: "")
            let source = MergedStageOutput.Source(row, createdAt: Date(timeIntervalSince1970: Double(index)))
            return MergedStageOutput.Part(source, try StageOutput(json: Array("{\"frames\": [\(frames)]}".utf8)))
        }
        let list = FrameList(entries: [], sources: [], numberBase: .undeclared, forms: [], cost: .zero, time: .now)
        let output = StageAlignment(MergedStageOutput(parts: parts), on: list).applied(
            to: MergedStageOutput(parts: parts)
        )
        let times = ["row-0 of 1970-01-01T00:00:00.000Z", "row-1 of 1970-01-01T00:00:01.000Z"]
        for warning in output.notes.frames.values.joined() where rows.count == 2 {
            #expect(times.allSatisfy(warning.detail.contains))
        }
        return output.notes.frames.keys.sorted()
    }

    @Test(
        "are told from chunks of one run",
        arguments: [
            ([0...7, 0...3], [4, 5, 6, 7]), ([0...7, 0...0], Array(1...7)), ([0...7, 2...6], [0, 1, 7]),
            ([0...7, 4...7], []), ([0...3, 4...7], []), ([0...4, 3...7], []), ([0...3, 0...7], []), ([0...7], []),
            ([0...7, 0...2, 3...4], [5, 6, 7]), ([0...3, 0...5, 0...7], []),
        ]
    )
    func leftovers(rows: [ClosedRange<Int>], numbers: [Int]) throws {
        #expect(try left(rows) == numbers)
    }
}

@Suite("A frame's picture")
struct FrameNotesTests {
    @Test("of which there are several is named with the others")
    func ambiguous() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let jpeg = try ImageCodec.encodeJPEG(ServiceFixture.frame(1), quality: 90, sampling: .halfBoth)
        for name in ["1.jpg", "0001.png"] {
            let key = try ObjectKey("timelines/clip-1/frames/\(name)")
            _ = try await fixture.services.objects.put(key, jpeg, contentType: "image/jpeg", mode: .overwrite)
        }
        let overlay = try await fixture.services.job.run(fixture.request(1), for: Party())
        let warning = try #require(overlay.report.warnings.first { $0.code == .frameAmbiguous })
        #expect(
            warning.detail == "Frame 1 is timelines/clip-1/frames/000001.jpg; it could as well be "
                + "timelines/clip-1/frames/0001.png, timelines/clip-1/frames/1.jpg."
        )
    }

    @Test("whose size is not what is said, or not the first one's, is told of")
    func sizes() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let size = try #require(PixelSize(width: 8, height: 8))
        let small = try #require(Bitmap(size: size, isOpaque: true, bytes: Array(repeating: 255, count: 256)))
        try await fixture.importer().put(ImageCodec.encodePNG(small), number: 5, format: .png)
        let list =
            #"{"frames": [{"frame": 0, "width": 160, "height": 120}, {"frame": 5, "width": 160, "height": 120}]}"#
        try await fixture.insert(list, stage: "extract_frames")
        func details(_ frame: Int) async throws -> [String] {
            let report = try await fixture.services.job.run(fixture.request(frame), for: Party()).report
            return report.warnings.filter { $0.code == .sizesDiffer }.map(\.detail)
        }
        #expect(try await details(0).isEmpty)
        #expect(
            try await details(5) == [
                "Frame 5 is 8×8; extract_frames says 160×120.", "Frame 5 is 8×8; frame 0 is 160×120.",
            ]
        )
    }

    @Test(
        "whose file is odd is told of where it is drawn on, also once the overlay is there, and where its findings are read"
    )
    func odd() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let jpeg = try ImageCodec.encodeJPEG(ServiceFixture.frame(0), quality: 90, sampling: .halfBoth)
        try await fixture.importer().put(Array(jpeg.dropLast(2)), number: 0, format: .jpeg)
        func restarted() throws -> ServiceFixture {
            let (configuration, stores) = (fixture.services.configuration, fixture.services.stores)
            let services = try Services(configuration: configuration, stores: stores, ffmpeg: nil)
            return ServiceFixture(services: services, timeline: fixture.timeline)
        }
        func odd(_ fixture: ServiceFixture, _ query: [String: [String]]) async throws -> [String] {
            let request = try fixture.request(0, Style(query))
            let overlay = try await fixture.services.job.run(request, for: Party())
            let (_, picture) = try await fixture.services.job.pictureInTime(of: request) { _ in false }
            #expect(picture != nil)
            return overlay.report.warnings.filter { $0.code == .frameOdd }.map(\.detail)
        }
        let sentence = ["The file of frame 0 has no end marker; it is drawn all the same."]
        for fixture in [fixture, fixture, try restarted()] {
            #expect(try await odd(fixture, ["format": ["transparent"]]).isEmpty)
            #expect(try await odd(fixture, [:]) == sentence)
            #expect(try await odd(fixture, ["quality": ["80"]]) == sentence)
        }
        let third = try restarted()
        let stage = try await third.services.job.aligned.stage(fixture.address())
        for saysOddities in [false, true] {
            let found = try await third.services.job.findings.findings(
                on: 0,
                of: stage,
                fixture.address(),
                saysOddities: saysOddities,
                for: Party()
            )
            let details = found.found.warnings.filter { $0.code == .frameOdd }.map(\.detail)
            #expect(details == (saysOddities ? sentence : []))
        }
    }

    @Test("that extract_frames numbers as its key counts from what the keys count from")
    func numberBase() async throws {
        let fixture = try ServiceFixture()
        try await fixture.putFrames()
        let key = { (number: Int) in "timelines/clip-1/frames/00000\(number).jpg" }
        try await fixture.insert(
            #"{"number_base": 1, "frames": [{"frame": 1, "key": "\#(key(1))"}, {"frame": 2, "key": "else.jpg"}]}"#,
            stage: "extract_frames"
        )
        let frames = try await fixture.services.job.catalog.frames(of: TimelineID("clip-1"))
        #expect(frames.map(\.number) == [0, 2])
    }
}
