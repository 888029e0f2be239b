import Foundation
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("--rerender on many machines")
struct BatchCommandTests {
    private let folder: TemporaryFolder
    private static let frameCount = 6

    /// Three timelines in a folder, each with one stage.
    init() async throws {
        folder = try TemporaryFolder()
        for name in ["a", "b", "c"] {
            let frames = (0..<Self.frameCount).map { #"{"frame":\#($0),"detections":[{"bbox":[9,9,40,40]}]}"# }
            try folder.write("\(name).json", "{\"frames\":[\(frames.joined(separator: ","))]}")
            try folder.makeFolder("frames-\(name)")
            for number in 0..<Self.frameCount {
                let jpeg = try ImageCodec.encodeJPEG(ServiceFixture.frame(number), quality: 90, sampling: .halfBoth)
                try Data(jpeg).write(to: URL(filePath: folder.path("frames-\(name)/\(number).jpg")))
            }
            let program = try await call(
                "import",
                "--timeline",
                name,
                "--job",
                "j",
                "--stage",
                "s",
                "--output",
                folder.path("\(name).json"),
                "--frames",
                folder.path("frames-\(name)")
            )
            #expect(program.status == 0, "\(program.output)")
        }
    }

    private func call(_ arguments: String..., engine: [String: String] = [:]) async throws -> Program {
        let environment = ["OVERLAY_DATA_DIR": folder.path("data")].merging(engine) { $1 }
        return try await Program.overlayServer(arguments, environment)
    }

    private func shard(_ index: Int, _ arguments: String...) async throws -> Program {
        let engine = ["JOB_COMPLETION_INDEX": "\(index)", "HOSTNAME": "nightly-\(index)"]
        let environment = ["OVERLAY_DATA_DIR": folder.path("data")].merging(engine) { $1 }
        let batch = ["--rerender", "--all-timelines", "--shard", "auto", "--shards", "4"]
        return try await Program.overlayServer(batch + arguments, environment)
    }

    private var pictures: [String] {
        folder.everything().filter { $0.hasPrefix("data/mpr-media-out/overlays/") && $0.hasSuffix(".jpg") }.sorted()
    }

    @Test("the shards of a run render all timelines, each overlay once, and a report adds them up")
    func allTimelines() async throws {
        #expect(try await call("batch-report", "--run", "nightly").status == 2)
        for index in [2, 0, 3] {
            let program = try await shard(index)
            #expect(program.status == 0, "\(program.output)")
        }
        let early = try await call("batch-report", "--run", "nightly")
        #expect(early.status == 1 && early.output.contains("left no word: 2"), "\(early.output)")
        #expect(try await shard(1).status == 0)
        let report = try await call("batch-report", "--run", "nightly", "--json")
        #expect(report.status == 0, "\(report.output)")
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(report.output.utf8)) as? [String: Any]
        )
        #expect(json["rendered"] as? Int == 18 && json["present"] as? Int == 0 && json["failed"] as? Int == 0)
        #expect(pictures.count == 18)
        // Again it costs time and nothing else.
        #expect(try await shard(1).status == 0)
        #expect(pictures.count == 18)
        #expect(try await call("batch-report", "--run", "nightly").output.contains("Run nightly: 4 shards"))
    }

    @Test("a run that has begun keeps its cut, and is not another batch")
    func keepsItsCut() async throws {
        #expect(try await shard(0).status == 0)
        let other = try await shard(1, "--min-confidence", "0.5")
        #expect(other.status == 2 && other.output.contains("another batch"), "\(other.output)")
        let jpeg = try ImageCodec.encodeJPEG(ServiceFixture.frame(9), quality: 90, sampling: .halfBoth)
        try Data(jpeg).write(to: URL(filePath: folder.path("data/mpr-media-out/timelines/a/frames/000006.jpg")))
        for index in 1..<4 { #expect(try await shard(index).status == 0) }
        #expect(pictures.count == 18)
        #expect(try await call("batch-report", "--run", "nightly").status == 0)
    }

    @Test("a timeline or a frame that fails leaves the others, and the report names it")
    func failures() async throws {
        try folder.write("data/mpr-media-out/timelines/b/frames/000002.jpg", "broken")
        try folder.write("names", "a\nnowhere\n\nb\na\n")
        let program = try await call("--rerender", "--timelines", folder.path("names"), "--run", "r1")
        #expect(program.status == 1 && program.output.contains("2 overlays failed"), "\(program.output)")
        #expect(pictures.count == 11)
        let report = try await call("batch-report", "--run", "r1")
        #expect(report.status == 1)
        #expect(report.output.contains("failed: b/j/s/frame 2: Frame 2 cannot be read"), "\(report.output)")
        #expect(report.output.contains("failed: nowhere: "), "\(report.output)")
        // Of several without a run, too.
        let plain = try await call("--rerender", "--timeline", "nowhere", "--timeline", "c")
        #expect(plain.status == 1 && pictures.count == 17, "\(plain.output)")
    }

    @Test("a database that is away is told apart from frames that cannot be read")
    func away() async throws {
        let program = try await call(
            "--rerender",
            "--all-timelines",
            engine: ["DATABASE_URL": "postgres://u:p@127.0.0.1:1/none", "OVERLAY_CONNECT_TIMEOUT_SECONDS": "1"]
        )
        #expect(program.status == 3, "\(program.output)")
    }

    @Test(
        "says what is missing",
        arguments: [
            ["--rerender", "--timeline", "a", "--all-timelines"], ["--rerender", "--timelines", "/no/such/file"],
            ["--rerender", "--timeline", "a", "--shard", "auto", "--shards", "2"],
            ["--rerender", "--timeline", "a", "--shard", "1/2", "--shards", "2"],
            ["--rerender", "--timeline", "a", "--run", "a/b"], ["batch-report", "--run", "none"],
        ]
    )
    func usage(arguments: [String]) async throws {
        let program = try await Program.overlayServer(arguments, ["OVERLAY_DATA_DIR": folder.path("data")])
        #expect(program.status == 2, "\(program.output)")
    }

    @Test("an engine that does not say how many parts there are is asked to be told")
    func unknownCount() async throws {
        let engine = ["JOB_COMPLETION_INDEX": "0"]
        let program = try await call("--rerender", "--timeline", "a", "--shard", "auto", engine: engine)
        #expect(program.status == 2 && program.output.contains("--shards"), "\(program.output)")
    }
}

@Suite("A batch that is told to stop")
struct BatchInterruptionTests {
    @Test(
        "finishes what is in hand, says that it was interrupted, and ends with 143; started again it does what is left"
    )
    func interrupted() async throws {
        let folder = try TemporaryFolder()
        let environment = ["OVERLAY_DATA_DIR": folder.path("data"), "OVERLAY_IO_CONCURRENCY": "1"]
        let demo = ["demo", "--timeline", "t", "--frames", "60", "--size", "640x360"]
        #expect(try await Program.overlayServer(demo, environment).status == 0)
        let batch = ["--rerender", "--timeline", "t", "--job", "demo-job", "--run", "r", "--json"]
        let process = Process()
        process.executableURL = Program.overlayServer
        process.arguments = batch
        process.environment = environment
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        // The first line is there once the first overlay is.
        _ = pipe.fileHandleForReading.availableData
        process.terminate()
        let rest = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 143)
        #expect(rest.split(separator: UInt8(ascii: "\n")).count < 240)
        let report = try await Program.overlayServer(["batch-report", "--run", "r"], environment)
        #expect(report.status == 1 && report.output.contains("told to stop: 1"), "\(report.output)")
        let again = try await Program.overlayServer(batch, environment)
        #expect(again.status == 0 && again.output.contains(#""status":"present""#), "\(again.output)")
        #expect(try await Program.overlayServer(["batch-report", "--run", "r"], environment).status == 0)
    }
}
