import Foundation
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("Frames made again from a video")
struct FramesCommandTests {
    private let folder: TemporaryFolder

    /// A video of two seconds whose first has ten frames and whose second five, in the bucket of source videos.
    init() async throws {
        folder = try TemporaryFolder()
        try folder.makeFolder("data/mpr-media-in/videos")
        let filter = "testsrc2=size=160x120:rate=10:duration=2,select='lt(t,1)+not(mod(n,2))'"
        let video = folder.path("data/mpr-media-in/videos/a.mkv")
        let made = try await Program.run(
            "/usr/bin/ffmpeg",
            ["-v", "error", "-f", "lavfi", "-i", filter, "-fps_mode", "vfr", "-c:v", "mpeg4", "-q:v", "3", video],
            ["PATH": "/usr/bin"]
        )
        #expect(made.status == 0, "\(made.output)")
    }

    private func frames(_ arguments: String...) async throws -> Program {
        try await Program.overlayServer(
            ["frames", "--timeline", "t", "--source", "videos/a.mkv"] + arguments,
            ["OVERLAY_DATA_DIR": folder.path("data"), "PATH": "/usr/bin:/bin"]
        )
    }

    private func frame(_ number: Int) -> String { "data/mpr-media-out/timelines/t/frames/00000\(number).jpg" }

    @Test("has the times of the stream, also where its rate varies, and every frame once")
    func variableRate() async throws {
        let program = try await frames("--output", folder.path("list.json"))
        #expect(
            program.status == 0 && program.output.contains("15 frames made of the video; 15 put"),
            "\(program.output)"
        )
        let list = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: folder.path("list.json"))))
                as? [String: Any]
        )
        let entries = try #require(list["frames"] as? [[String: Double]])
        #expect(entries.compactMap { $0["frame"] } == (0..<15).map(Double.init))
        let times = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.4, 1.6, 1.8]
        #expect(entries.compactMap { $0["timestamp"] } == times)
    }

    @Test("takes of each part of a second the first frame that there is")
    func fewer() async throws {
        let program = try await frames("--fps", "3", "--output", folder.path("list.json"))
        #expect(program.output.contains("6 frames made"), "\(program.output)")
        #expect(folder.text("list.json")?.contains(#"{"frame":1,"timestamp":0.4}"#) == true)
    }

    @Test("again gives the same bytes, leaves what is there, and says what differs")
    func again() async throws {
        #expect(try await frames().status == 0)
        #expect(try await frames().output.contains("0 put, 15 there already and equal"))
        let first = try Data(contentsOf: URL(filePath: folder.path(frame(1))))
        try FileManager.default.removeItem(atPath: folder.path(frame(1)))
        try folder.write(frame(2), "something else")
        try folder.write("data/mpr-media-out/timelines/t/frames/000099.jpg", "left over")
        let program = try await frames()
        #expect(program.output.contains("1 put, 13 there already and equal"), "\(program.output)")
        #expect(program.output.contains("frames 2: there already, with another picture"))
        #expect(program.output.contains("frames 99: the timeline has them"))
        #expect(try Data(contentsOf: URL(filePath: folder.path(frame(1)))) == first)
        #expect(folder.text(frame(2)) == "something else")
    }

    @Test("lie where extract_frames has them, whose times are held against the video's")
    func named() async throws {
        try folder.write(
            "named.json",
            #"{"frames":[{"frame":0,"timestamp":0.0,"key":"cache/zero.jpg"},{"frame":1,"timestamp":0.5,"key":"cache/one.jpg"}]}"#
        )
        let environment = ["OVERLAY_DATA_DIR": folder.path("data")]
        let row = [
            "import", "--timeline", "t", "--job", "j", "--stage", "extract_frames", "--output",
            folder.path("named.json"),
        ]
        #expect(try await Program.overlayServer(row, environment).status == 0)
        let program = try await frames("--fps", "1")
        #expect(program.output.contains("2 frames made of the video; 2 put"), "\(program.output)")
        #expect(program.output.contains("frames 1: extract_frames gives them another time"))
        #expect(folder.everything().contains("data/mpr-media-out/cache/one.jpg"))
    }

    @Test("cannot be made of what is no video, or without ffmpeg")
    func faults() async throws {
        try folder.write("data/mpr-media-in/videos/a.mkv", "no video")
        let program = try await frames()
        #expect(program.status == 1 && program.output.contains("made no frames of the video"), "\(program.output)")
        let environment = ["OVERLAY_DATA_DIR": folder.path("data"), "PATH": "/nowhere"]
        let none = try await Program.overlayServer(
            ["frames", "--timeline", "t", "--source", "videos/a.mkv"],
            environment
        )
        #expect(none.status == 2 && none.output.contains("no ffmpeg"))
    }
}
