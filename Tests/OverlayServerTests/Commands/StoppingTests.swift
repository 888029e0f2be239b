import Foundation
import GRDB
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("The program")
struct StoppingTests {
    private func status(_ url: String) async throws -> String {
        try await Program.run("/usr/bin/curl", ["-sS", "-o", "/dev/null", "-w", "%{http_code}", url], [:]).output
    }

    @Test("says that it is not ready when it is asked to stop, takes requests for some time yet, and ends with 0")
    func draining() async throws {
        let folder = try TemporaryFolder()
        let port = try Loopback.freePort()
        let process = Process()
        process.executableURL = Program.overlayServer
        process.environment = [
            "OVERLAY_DATA_DIR": folder.path, "OVERLAY_PORT": "\(port)", "OVERLAY_DRAIN_SECONDS": "3600",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let url = "http://127.0.0.1:\(port)/readyz"
        while try await status(url) != "200" {}
        #expect(try await Program.overlayServer(["health"], process.environment ?? [:]).status == 0)
        process.terminate()
        while try await status(url) == "200" {}
        #expect(try await status(url) == "503")
        #expect(try await status("http://127.0.0.1:\(port)/healthz") == "200")
        #expect(process.isRunning)
        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        let health = try await Program.overlayServer(["health"], process.environment ?? [:])
        #expect(health.status == 1 && health.output.contains("does not answer"), "\(health.output)")
    }

    @Test("says what it waits for while another process writes to the database, and ends")
    func lockedDatabase() async throws {
        let folder = try TemporaryFolder()
        try folder.write("output.json", #"{"frames": []}"#)
        let arguments = [
            "import", "--timeline", "t", "--job", "j", "--stage", "s", "--output", folder.path("output.json"),
        ]
        let environment = ["OVERLAY_DATA_DIR": folder.path]
        #expect(try await Program.overlayServer(arguments, environment).status == 0)
        var configuration = GRDB.Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: folder.path("overlay.sqlite"), configuration: configuration)
        try await other.writeWithoutTransaction { database in try database.execute(sql: "BEGIN IMMEDIATE") }
        let blocked = try await Program.overlayServer(arguments, environment)
        #expect(blocked.status == 3)
        #expect(blocked.output.contains("waiting for \(folder.path)/overlay.sqlite"))
        #expect(blocked.output.contains("locked by somebody else"))
        try await other.writeWithoutTransaction { database in try database.execute(sql: "COMMIT") }
        #expect(try await Program.overlayServer(arguments, environment).status == 0)
    }
}
