import Foundation
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("overlay-server clip")
struct ClipCommandTests {
    private let folder: TemporaryFolder
    private static let stage = ["clip", "--timeline", "t", "--job", "j", "--stage", "s"]

    /// A timeline of four frames in a folder.
    init() async throws {
        folder = try TemporaryFolder()
        try folder.write("s.json", #"{"frames":[{"frame":0,"timestamp":0,"detections":[{"bbox":[9,9,40,40]}]}]}"#)
        try folder.makeFolder("frames")
        for number in 0..<4 {
            let jpeg = try ImageCodec.encodeJPEG(ServiceFixture.frame(number), quality: 90, sampling: .halfBoth)
            try Data(jpeg).write(to: URL(filePath: folder.path("frames/\(number).jpg")))
        }
        let stage = ["--timeline", "t", "--job", "j", "--stage", "s", "--output", folder.path("s.json")]
        let program = try await call(["import", "--frames", folder.path("frames")] + stage)
        #expect(program.status == 0, "\(program.output)")
    }

    private func call(_ arguments: [String], path: String = "/usr/bin:/bin") async throws -> Program {
        try await Program.overlayServer(arguments, ["OVERLAY_DATA_DIR": folder.path("data"), "PATH": path])
    }

    private func clip(_ arguments: String..., path: String = "/usr/bin:/bin") async throws -> Program {
        try await call(Self.stage + arguments, path: path)
    }

    private func decoded(_ name: String) async throws -> DecodedClip {
        try await DecodedClip([UInt8](Data(contentsOf: URL(filePath: folder.path(name)))))
    }

    @Test("puts a film of all frames into a file, in what its name says", arguments: ["a.mp4", "a.png", "b.apng"])
    func files(name: String) async throws {
        let program = try await clip("-o", folder.path(name), "--fps", "20", "--width", "80", "--layers", "boxes")
        #expect(program.status == 0 && program.output.contains("4 frames of 80x60, 20.0 a second"), "\(program.output)")
        let decoded = try await decoded(name)
        #expect(decoded.frames.count == 4 && decoded.description.contains("r_frame_rate=20/1"))
        #expect(!folder.everything().contains("\(name).part"))
    }

    @Test("writes to standard output, and to a file without ffmpeg")
    func output() async throws {
        let script = "\"$0\" \(Self.stage.joined(separator: " ")) --frames 1-2 -o - >\"$1\""
        let environment = ["OVERLAY_DATA_DIR": folder.path("data"), "PATH": "/usr/bin:/bin"]
        let arguments = ["-c", script, Program.overlayServer.path, folder.path("out")]
        let program = try await Program.run("/bin/sh", arguments, environment)
        #expect(program.status == 0, "\(program.output)")
        #expect(try await decoded("out").frames.count == 2)
        #expect(try await clip("-o", folder.path("c.png"), path: "/nowhere").status == 0)
        let none = try await clip("-o", folder.path("c.mp4"), path: "/nowhere")
        #expect(none.status == 2 && none.output.contains("no ffmpeg"), "\(none.output)")
    }

    @Test("ends with 1 where cards stand for frames, and names those")
    func cards() async throws {
        let program = try await clip("--frames", "2-5", "-o", folder.path("a.mp4"))
        #expect(program.status == 1 && program.output.contains("Cards stand for frames 4-5"), "\(program.output)")
        #expect(try await decoded("a.mp4").frames.count == 4)
    }

    @Test(
        "says what is wrong and leaves no file",
        arguments: [
            (["-o", "a.gif"], 2, "--output"), (["-o", "a.mp4", "--container", "apng"], 2, "--container"),
            (["-o", "a.mp4", "--fps", "0"], 2, "fps"), (["-o", "a.mp4", "--width", "9"], 2, "width"),
            (["-o", "a.mp4", "--frames", "3-1"], 2, "frames"),
            (["-o", "a.mp4", "--format", "transparent"], 2, "format"),
            (["-o", "none/a.mp4"], 2, "cannot be written"), (["-o", "a.png", "--frames", "0-300"], 2, "300 frames"),
            (["-o", "a.mp4", "--frames", "8-9"], 2, "no frame 8"),
        ] as [([String], Int32, String)]
    )
    func faults(arguments: [String], status: Int32, words: String) async throws {
        let named = arguments.map { $0.contains("a.") ? folder.path($0) : $0 }
        let program = try await call(Self.stage + named)
        #expect(program.status == status && program.output.contains(words), "\(program.output)")
        #expect(!folder.everything().contains { $0.contains("a.mp4") || $0.contains("a.png") || $0.contains("a.gif") })
    }
}
