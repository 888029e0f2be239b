import Foundation
import TestSupport
import Testing

@testable import OverlayServer

@Suite("The log")
struct SecretTests {
    private static let secrets = [
        "t0ken-of-ours", "t0ken-of-theirs", "s3cret-key-of-the-store", "passw0rd-of-the-database", "5ess10n-token",
        "f00dfeed",
    ]

    @Test("holds no token, password, key or signature, whatever goes wrong", arguments: ["text", "json"])
    func secrets(format: String) async throws {
        let folder = try TemporaryFolder()
        let (port, closed) = (try Loopback.freePort(), try Loopback.freePort())
        // Nobody answers at either store, which is when errors tell most.
        let environment = [
            "OVERLAY_PORT": "\(port)", "OVERLAY_LOG_FORMAT": format, "OVERLAY_API_TOKENS": Self.secrets[0],
            "S3_ENDPOINT_URL": "http://127.0.0.1:\(closed)", "S3_BUCKET_OUT": "out", "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": Self.secrets[2], "AWS_SESSION_TOKEN": Self.secrets[4],
            "DATABASE_URL": "postgres://reader:\(Self.secrets[3])@127.0.0.1:\(closed)/mpr",
            "OVERLAY_DRAIN_SECONDS": "0",
        ]
        let log = folder.path("log")
        try folder.write("log", "")
        let process = Process()
        process.executableURL = Program.overlayServer
        process.environment = environment
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: log))
        process.standardError = process.standardOutput
        try process.run()
        defer { process.terminate() }
        let base = "http://127.0.0.1:\(port)"
        func status(_ path: String, _ token: String) async throws -> String {
            let arguments = ["-sS", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Authorization: Bearer \(token)"]
            return try await Program.run("/usr/bin/curl", arguments + ["\(base)\(path)"], [:]).output
        }
        while try await status("/healthz", "") != "200" {}
        let stage = "/v1/timelines/t/jobs/j/stages/s"
        #expect(try await status("\(stage)/overlays/0", Self.secrets[0]) == "503")
        #expect(try await status("\(stage)/overlays/0", Self.secrets[1]) == "401")
        #expect(try await status("/v1/timelines", Self.secrets[0]) == "503")
        #expect(try await status("\(stage)/overlays/0?expires=99999999999&signature=\(Self.secrets[5])", "") == "403")
        #expect(try await status("/objects/out/k?expires=1&signature=\(Self.secrets[5])", "") == "404")
        #expect(try await status("/readyz", "") == "503")
        let check = try await Program.overlayServer(["check"], environment)
        #expect(check.status == 1)
        let text = try String(contentsOfFile: log, encoding: .utf8) + check.output
        #expect(text.contains("/overlays/0") && text.contains("\(closed)"))
        for secret in Self.secrets { #expect(!text.contains(secret), "\(secret)") }
    }
}
