import Foundation
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

/// The service as it runs in production, on S3 and Postgres.
@Suite("On S3 and Postgres", .enabled(if: RealServers.areRunning, "scripts/test starts the servers"))
struct RealStoresTests {
    /// A timeline of this test's own, brought in by `overlay-server import`.
    private func imported() async throws -> (timeline: String, folder: TemporaryFolder) {
        let timeline = "t-\(UUID().uuidString)"
        let folder = try TemporaryFolder()
        try folder.makeFolder("frames")
        for index in 0..<3 {
            let jpeg = try ImageCodec.encodeJPEG(ServiceFixture.frame(index), quality: 90, sampling: .halfBoth)
            try Data(jpeg).write(to: URL(filePath: folder.path("frames/f\(index).jpg")))
        }
        let json = ServiceFixture.detections.replacing("NaN", with: "-500")
        try folder.write("output.json", json)
        let program = try await Program.overlayServer(
            [
                "import", "--timeline", timeline, "--job", "job-a", "--stage", "detect", "--output",
                folder.path("output.json"), "--frames", folder.path("frames"),
            ],
            RealServers.environment()
        )
        #expect(program.status == 0, "\(program.output)")
        return (timeline, folder)
    }

    @Test("a timeline is imported, rendered by a role that only reads, and opened with plain curl")
    func wholeWay() async throws {
        let (timeline, _) = try await imported()
        let readerURL = try #require(RealServers.readerURL)
        let environment = RealServers.environment(["DATABASE_URL": readerURL])
        let batch = try await Program.overlayServer(
            ["--rerender", "--timeline", timeline, "--json"],
            environment
        )
        #expect(batch.status == 0, "\(batch.output)")
        #expect(batch.output.split(separator: "\n").count { $0.contains("\"status\":\"rendered\"") } == 3)

        let services = try await Services(environment: environment)
        let address = StageAddress(
            timeline: try TimelineID(timeline),
            job: try JobID("job-a"),
            stage: try StageName("detect")
        )
        let overlay = try await services.job.run(OverlayRequest(stage: address, frame: 0, style: Style()), for: Party())
        #expect(overlay.stored.isCached)
        let picture = try await Program.run(
            "/usr/bin/curl",
            ["-sS", "-o", "/dev/null", "-w", "%{http_code} %{size_download}", overlay.url.url],
            [:]
        )
        #expect(picture.output == "200 \(overlay.stored.byteCount)")
    }

    @Test("objects are listed, put, fetched and presigned by name of the bucket")
    func objects() async throws {
        let folder = try TemporaryFolder()
        try folder.write("a.txt", "hello")
        let key = "notes/\(UUID().uuidString)/ä b+c%.txt"
        func call(_ arguments: String...) async throws -> String {
            let program = try await Program.overlayServer(["objects"] + arguments, RealServers.environment())
            #expect(program.status == 0, "\(program.output)")
            return program.output.trimmingCharacters(in: .newlines)
        }
        #expect(try await call("put", "in", folder.path("a.txt"), key) == key)
        let prefix = String(key.dropLast(5))
        #expect(try await call("list", "in", prefix).hasPrefix("\(key)\t5\t"))
        #expect(try await call("list", "out", prefix).isEmpty)
        _ = try await call("get", "in", key, folder.path("b.txt"))
        #expect(folder.text("b.txt") == "hello")
        let temporary = try await call("temp", "in", key)
        #expect(temporary.hasSuffix(".txt"))
        #expect(try String(contentsOfFile: temporary, encoding: .utf8) == "hello")
        try FileManager.default.removeItem(atPath: temporary)
        let url = try await call("presign", "in", key, "--expires", "60", "--download-name", "x.txt")
        let head = try await Program.run("/usr/bin/curl", ["-sS", "-D", "-", url], [:])
        #expect(head.output.contains("attachment; filename*=UTF-8''x.txt") && head.output.hasSuffix("hello"))
        let missing = try await Program.overlayServer(["objects", "get", "in", "none"], RealServers.environment())
        #expect(missing.status == 1 && missing.output.contains("does not exist"))
    }

    @Test(
        "check names the variable to change",
        arguments: [
            (["AWS_ACCESS_KEY_ID": "unknown"], "Change AWS_ACCESS_KEY_ID"),
            (["AWS_SECRET_ACCESS_KEY": "wrong"], "Change AWS_SECRET_ACCESS_KEY"),
            (["AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil], "Set AWS_ACCESS_KEY_ID and"),
            (["S3_BUCKET_OUT": "no-such-bucket"], "Make the bucket no-such-bucket"),
            (["S3_ENDPOINT_URL": "http://127.0.0.1:1"], "Change S3_ENDPOINT_URL"),
            (["S3_ENDPOINT_URL": "http://no-such-host.invalid"], "Change S3_ENDPOINT_URL"),
            (["DATABASE_URL": "postgres://u:p@127.0.0.1:1/x"], "Change the host or port of DATABASE_URL"),
            (["STAGE_OUTPUT_TABLE": "no_such_table"], "Change STAGE_OUTPUT_TABLE"),
            (["STAGE_OUTPUT_COLUMNS": "timeline_id=no_such_column"], "Say in STAGE_OUTPUT_COLUMNS"),
        ] as [([String: String?], String)]
    )
    func advice(changes: [String: String?], advice: String) async throws {
        // Makes the table, without which nothing can be said of its columns.
        _ = try await imported()
        let program = try await Program.overlayServer(["check"], RealServers.environment(changes))
        #expect(program.status == 1, "\(program.output)")
        #expect(program.output.contains(advice), "\(program.output)")
    }

    @Test("check is content where all is well")
    func content() async throws {
        _ = try await imported()
        let program = try await Program.overlayServer(["check"], RealServers.environment())
        #expect(program.status == 0 && !program.output.contains("!!"), "\(program.output)")
    }
}
