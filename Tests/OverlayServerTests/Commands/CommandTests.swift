import Foundation
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Render

/// The program as a user runs it: arguments, exit codes, what it prints and the files it leaves.
struct CommandTests {
    private struct Run {
        let exitCode: Int32
        let output: String
        let errors: String
    }

    /// The program lies beside the bundle of tests.
    private static let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "overlay-server")

    private func run(_ arguments: [String], folder: TemporaryFolder, environment: [String: String] = [:]) throws -> Run
    {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments
        process.environment = ["OVERLAY_DATA_DIR": folder.path("data"), "PATH": "/usr/bin"]
            .merging(environment) { $1 }
        let (output, errors) = (folder.path("stdout"), folder.path("stderr"))
        for name in ["stdout", "stderr"] { try folder.write(name, "") }
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
        try process.run()
        process.waitUntilExit()
        return Run(
            exitCode: process.terminationStatus,
            output: folder.text("stdout") ?? "",
            errors: folder.text("stderr") ?? ""
        )
    }

    private func writePhoto(_ name: String, in folder: TemporaryFolder) throws {
        let jpeg = try ImageCodec.encodeJPEG(try ServiceFixture.frame(0), quality: 90, sampling: .halfBoth)
        try Data(jpeg).write(to: URL(filePath: folder.path(name)))
    }

    @Test("draw puts detections of one's own on a photo of one's own")
    func draw() throws {
        let folder = try TemporaryFolder()
        try writePhoto("photo.jpg", in: folder)
        try folder.write("boxes.json", #"[{"label":"cat","confidence":0.9,"bbox":[20,40,60,50]},{"bbox":[1,2,-3,4]}]"#)
        for (name, format) in [("out.png", ImageFormat.png), ("out.jpg", .jpeg)] {
            let arguments = ["draw", folder.path("photo.jpg"), folder.path("boxes.json"), "-o", folder.path(name)]
            let result = try run(arguments, folder: folder)
            #expect(result.exitCode == 0, "\(result.errors)")
            #expect(result.output.contains("1 boxes, 1 labels, 1 problems drawn"))
            #expect(result.output.contains("skipped $[1].bbox"))
            let bytes = try [UInt8](Data(contentsOf: URL(filePath: folder.path(name))))
            let header = try ImageCodec.header(of: bytes, limits: ImageLimits(maxBytes: 1 << 20, maxPixels: 1 << 20))
            #expect(header.format == format && header.size.width == 160)
        }
    }

    @Test("draw says what is wrong and writes nothing")
    func drawFailures() throws {
        let folder = try TemporaryFolder()
        try writePhoto("photo.jpg", in: folder)
        try folder.write("boxes.json", "[{\"bbox\": [1, 2,")
        try folder.write("two.json", #"{"frames":[{"frame":3},{"frame":4}]}"#)
        try folder.write("broken.jpg", "not a picture")
        let cases: [(arguments: [String], exitCode: Int32, words: String)] = [
            (["photo.jpg", "boxes.json", "-o", "out.png"], 1, "line 1"),
            (["photo.jpg", "two.json", "-o", "out.png"], 2, "--frame-number"),
            (["photo.jpg", "none.json", "-o", "out.png"], 2, "none.json cannot be read"),
            (["broken.jpg", "two.json", "-o", "out.png", "--frame-number", "3"], 1, "broken.jpg"),
            (["photo.jpg", "two.json", "-o", "out.gif"], 2, "--output"),
            (["photo.jpg", "two.json", "-o", "out.jpg", "--format", "transparent"], 2, "transparent"),
            (["photo.jpg", "two.json", "-o", "out.jpg", "--quality", "200"], 2, "quality"),
        ]
        for example in cases {
            let arguments = example.arguments.map { $0.contains(".") ? folder.path($0) : $0 }
            let result = try run(["draw"] + arguments, folder: folder)
            #expect(result.exitCode == example.exitCode, "\(example.arguments) \(result.errors)")
            #expect(result.errors.contains(example.words), "\(example.arguments) \(result.errors)")
        }
        #expect(folder.everything().filter { $0.hasPrefix("out") }.isEmpty)
    }

    @Test("draw puts an output on a folder of pictures, each on that of its number, and says where that is doubtful")
    func drawFolder() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("in"), withIntermediateDirectories: true)
        for name in ["in/f_1.jpg", "in/f_2.jpg"] { try writePhoto(name, in: folder) }
        try folder.write("in/._f_1.jpg", "no picture")
        try folder.write(
            "boxes.json",
            #"{"frames": [{"frame": 0, "detections": [{"bbox": [1, 1, 9, 9]}]}, {"frame": 1}]}"#
        )
        try folder.write("gt.txt", "1,1,2,2,9,9,1,-1,-1,-1\n2,1,2,2,9,9,1,-1,-1,-1\n")
        let arguments = ["draw", folder.path("in"), folder.path("boxes.json"), "-o", folder.path("out")]
        let doubtful = try run(arguments, folder: folder)
        #expect(doubtful.exitCode == 1 && doubtful.output.contains("FRAME_NUMBER_BASE=1"))
        #expect(folder.everything().filter { $0.hasPrefix("out/") }.sorted() == ["out/f_1.jpg", "out/f_2.jpg"])
        let mot = try run(["draw", folder.path("in"), folder.path("gt.txt"), "-o", folder.path("mot")], folder: folder)
        #expect(mot.exitCode == 0 && mot.output.contains("2 overlays, 2 boxes"), "\(mot.output)\(mot.errors)")
        try folder.write("in/f_3.jpg", "not a picture")
        let failed = try run(
            ["draw", folder.path("in"), folder.path("gt.txt"), "-o", folder.path("mot")],
            folder: folder
        )
        #expect(failed.exitCode == 1 && failed.errors.contains("f_3.jpg: failed"))
        let same = try run(["draw", folder.path("in"), folder.path("gt.txt"), "-o", folder.path("in")], folder: folder)
        #expect(same.exitCode == 2 && folder.everything().filter { $0.hasPrefix("in/") }.count == 4)
    }

    @Test("a timeline is made, rendered and checked; a batch says by its exit code how it went")
    func demoAndRerender() throws {
        let folder = try TemporaryFolder()
        let demo = try run(["demo", "--frames", "2", "--size", "320x180"], folder: folder)
        #expect(demo.exitCode == 0, "\(demo.errors)")
        let batch = ["--rerender", "--timeline", "demo", "--job", "demo-job"]
        let first = try run(batch + ["--json"], folder: folder)
        #expect(first.exitCode == 0, "\(first.errors)")
        #expect(first.output.split(separator: "\n").count == 8)
        #expect(first.output.contains(#""status":"rendered""#))
        let second = try run(batch, folder: folder)
        #expect(second.exitCode == 0 && second.output.contains("8 present"))
        #expect(try run(["demo", "--frames", "2", "--size", "320x180"], folder: folder).exitCode == 0)
        #expect(try run(batch, folder: folder).output.contains("8 present"))
        #expect(try run(["check"], folder: folder).exitCode == 0)

        try folder.write("data/mpr-media-out/timelines/demo/frames/000001.jpg", "broken")
        let third = try run(batch, folder: folder)
        #expect(third.exitCode == 1)
        #expect(third.errors.contains("stage detect_objects, frame 1"))
    }

    @Test(
        "what cannot be understood ends with exit code 2 and a sentence",
        arguments: [
            ["--rerender"], ["--rerender", "--timeline", "t", "--shard", "9/3"], ["--rerender", "--timeline", "../t"],
            ["--rerender", "--timeline", "t", "--frames", "b"], ["--timeline", "t"], ["--min-confidence", "0.5"],
            ["--nonsense"],
            ["--rerender", "--timeline", "nowhere"], ["import", "--timeline", "t"], ["demo", "--frames", "0"],
            ["import", "--timeline", "t", "--frames", "/no/such/folder"],
        ]
    )
    func usage(arguments: [String]) throws {
        let folder = try TemporaryFolder()
        let result = try run(arguments, folder: folder)
        #expect(result.exitCode == 2)
        #expect(!result.errors.isEmpty && result.output.isEmpty)
    }

    @Test("an environment that is not right is said at once, all of it")
    func environment() throws {
        let folder = try TemporaryFolder()
        let result = try run(["check"], folder: folder, environment: ["OVERLAY_PORT": "x", "OVERLAY_HOST": "0.0.0.0"])
        #expect(result.exitCode == 2)
        #expect(result.errors.contains("OVERLAY_PORT") && result.errors.contains("OVERLAY_HOST"))
        #expect(try run(["--help"], folder: folder).exitCode == 0)
    }

    @Test("the program says which one it is, and every command's help has an example")
    func helpAndVersion() throws {
        let folder = try TemporaryFolder()
        let version = try run(["--version"], folder: folder)
        let words = "overlay-server \(Version.number), renderer \(OverlayKey.rendererVersion), "
        #expect(version.exitCode == 0 && version.output.hasPrefix(words))
        for command in [[], ["serve"], ["import"], ["draw"], ["demo"], ["check"], ["objects"], ["sheet"]] {
            let help = try run(command + ["--help"], folder: folder)
            #expect(help.exitCode == 0 && help.output.contains("EXAMPLE"), "\(command)")
        }
        #expect(try run(["--generate-completion-script", "bash"], folder: folder).output.contains("rerender"))
    }

    @Test("bringing data in, and looking at objects, takes no font")
    func noFont() throws {
        let folder = try TemporaryFolder()
        try folder.write("none.ttf", "no font")
        try folder.write("output.json", #"{"frames": []}"#)
        let commands = [
            ["demo", "--frames", "1", "--size", "64x48"], ["objects", "presign", "out", "a"],
            ["import", "--timeline", "t", "--job", "j", "--stage", "s", "--output", folder.path("output.json")],
        ]
        for command in commands {
            let result = try run(command, folder: folder, environment: ["OVERLAY_FONTS": folder.path("none.ttf")])
            #expect(result.exitCode == 0, "\(command): \(result.errors)")
        }
    }

    @Test("sheet writes one picture of many frames, or says what is wrong and writes nothing")
    func sheet() throws {
        let folder = try TemporaryFolder()
        #expect(try run(["demo", "--frames", "3", "--size", "320x180"], folder: folder).exitCode == 0)
        let stage = ["sheet", "--timeline", "demo", "--job", "demo-job", "--stage", "track_objects"]
        let limits = ImageLimits(maxBytes: 1 << 24, maxPixels: 1 << 24)
        for (rest, format) in [(["--frames", "0-2"], ImageFormat.png), (["--track", "1", "--limit", "2"], .jpeg)] {
            let file = folder.path("sheet\(format.fileEnding)")
            let result = try run(stage + rest + ["-o", file, "--width", "600", "--layers", "boxes"], folder: folder)
            #expect(result.exitCode == 0, "\(result.errors)")
            let header = try ImageCodec.header(of: [UInt8](Data(contentsOf: URL(filePath: file))), limits: limits)
            #expect(header.format == format && header.size.width == 600)
        }
        let faults: [([String], String)] = [
            (["-o", "a.png"], "frames"), (["--frames", "0", "--track", "1", "-o", "a.png"], "track"),
            (["--frames", "0", "-o", "a.gif"], "--output"),
            (["--frames", "0", "-o", "a.jpg", "--format", "png"], "--format"),
            (["--frames", "0", "-o", "a.png", "--columns", "0"], "--columns"),
            (["--frames", "0", "-o", "a.png", "--width", "9000"], "--width"),
        ]
        for (rest, words) in faults {
            let result = try run(stage + rest.map { $0.contains(".") ? folder.path($0) : $0 }, folder: folder)
            #expect(result.exitCode == 2 && result.errors.contains(words), "\(rest) \(result.errors)")
        }
        let unknown = try run(stage + ["--track", "99", "-o", folder.path("a.png")], folder: folder)
        #expect(unknown.exitCode == 2 && unknown.errors.contains("There is no track 99"))
        #expect(folder.everything().filter { $0.hasPrefix("a.") }.isEmpty)
    }

    @Test("an object replaces a file, also one that a link leads to, and nothing else")
    func getObject() throws {
        let folder = try TemporaryFolder()
        try folder.write("data/mpr-media-in/a.txt", "new")
        try folder.write("file", "old")
        try folder.write("end", "old")
        try folder.makeLink("link", to: folder.path("end"))
        try folder.makeLink("dangling", to: folder.path("nowhere"))
        try folder.makeFolder("folder")
        // Safety: the system reads the path during the call only.
        try #require(unsafe mkfifo(folder.path("fifo"), 0o600) == 0)
        for name in ["file", "link"] {
            #expect(try run(["objects", "get", "in", "a.txt", folder.path(name)], folder: folder).exitCode == 0)
        }
        for name in ["dangling", "folder", "fifo"] {
            let result = try run(["objects", "get", "in", "a.txt", folder.path(name)], folder: folder)
            #expect(result.exitCode == 1 && result.errors.contains(folder.path(name)), "\(result.errors)")
        }
        #expect(folder.text("file") == "new" && folder.text("end") == "new")
        let kinds = try ["link", "fifo"].map { name in
            try FileManager.default.attributesOfItem(atPath: folder.path(name))[.type] as? FileAttributeType
        }
        #expect(kinds[0] == .typeSymbolicLink && kinds[1] != .typeRegular)
        #expect(!FileManager.default.fileExists(atPath: folder.path("nowhere")))
    }

    @Test("files that cannot be numbered, or have one number twice, are not imported")
    func importNumbers() throws {
        let folder = try TemporaryFolder()
        try writePhoto("a-7.jpg", in: folder)
        try folder.makeFolder("frames")
        try FileManager.default.copyItem(atPath: folder.path("a-7.jpg"), toPath: folder.path("frames/a-7.jpg"))
        let arguments = ["import", "--timeline", "t", "--frames", folder.path("frames")]
        #expect(try run(arguments, folder: folder).output.contains("1 frames"))
        #expect(folder.everything().contains("data/mpr-media-out/timelines/t/frames/000007.jpg"))
        try FileManager.default.copyItem(atPath: folder.path("a-7.jpg"), toPath: folder.path("frames/b-007.jpg"))
        #expect(try run(arguments, folder: folder).errors.contains("both frame 7"))
        try FileManager.default.moveItem(atPath: folder.path("frames/b-007.jpg"), toPath: folder.path("frames/b.jpg"))
        #expect(try run(arguments, folder: folder).errors.contains("b.jpg has no frame number"))
    }

    @Test("compare ends with 1 where jobs differ more than they may, and names what differs")
    func compare() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("frames"), withIntermediateDirectories: true)
        try writePhoto("frames/000000.jpg", in: folder)
        let outputs = [
            (
                "a",
                #"{"frames": [{"frame": 0, "detections": [{"bbox": [20, 40, 60, 50]}, {"bbox": [90, 40, 20, 20]}]}]}"#
            ),
            ("b", #"{"frames": [{"frame": 0, "detections": [{"bbox": [20, 40, 60, 50]}]}]}"#),
        ]
        for (job, output) in outputs {
            try folder.write("\(job).json", output)
            let arguments = [
                "import", "--timeline", "t", "--job", job, "--stage", "s", "--output", folder.path("\(job).json"),
            ]
            let frames = job == "a" ? ["--frames", folder.path("frames")] : []
            #expect(try run(arguments + frames, folder: folder).exitCode == 0)
        }
        func compare(_ options: String...) throws -> Run {
            try run(["compare", "--timeline", "t", "--job", "a", "--compare-job", "b"] + options, folder: folder)
        }
        let different = try compare()
        #expect(different.exitCode == 1 && different.output.contains("1 same, 1 added"))
        #expect(different.output.contains("50.0 % of 2 things on 1 frames differ") && different.errors.contains(": s."))
        #expect(try compare("--tolerance", "0.5").exitCode == 0)
        let json = try compare("--json", "--ground-truth")
        let answer = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: [[String: Any]]]
        let metrics = answer?["comparisons"]?.first?["metrics"] as? [String: Any]
        #expect(metrics?["precision"] as? Double == 0.5 && metrics?["recall"] as? Double == 1)
        #expect(try compare("--tolerance", "2").exitCode == 2)
        #expect(try run(["compare", "--timeline", "t", "--job", "a"], folder: folder).exitCode == 2)
        #expect(try compare("--stage", "none").exitCode == 2)
    }
}
