import Foundation
import TestSupport
import Testing

/// What `overlay-server check` says of stores that only a test can make.
@Suite("Check")
struct CheckAdviceTests {
    private func check(_ server: ScriptedS3) async throws -> Program {
        let folder = try TemporaryFolder()
        return try await Program.overlayServer(
            ["check"],
            [
                "S3_BUCKET_OUT": "b", "S3_ENDPOINT_URL": server.url, "OVERLAY_DATA_DIR": folder.path,
                "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s",
            ]
        )
    }

    @Test("says that the clock is an hour off, and goes on with the store's", arguments: [3600.0, -3600])
    func clock(offset: Double) async throws {
        let server = try ScriptedS3 { request in
            let now = Date().addingTimeInterval(offset)
            let day = String(request.header("x-amz-date")?.prefix(11) ?? "")
            let hour = now.formatted(.iso8601).replacing("-", with: "").prefix(11)
            return day == hour ? nil : (403, "RequestTimeTooSkewed", [("Date", now.httpDate)])
        }
        let program = try await check(server)
        #expect(program.output.contains("ok frames: list"), "\(program.output)")
        #expect(program.output.contains(offset > 0 ? "s behind" : "s ahead"), "\(program.output)")
        #expect(program.output.contains("Set this machine's clock") && program.status == 1)
    }

    @Test(
        "names what to change",
        arguments: [
            (403, "AccessDenied", "Permit it to the key of AWS_ACCESS_KEY_ID"),
            (400, "AuthorizationHeaderMalformed", "Set AWS_REGION"),
            (400, "ExpiredToken", "Renew AWS_SESSION_TOKEN"),
        ]
    )
    func refusals(status: Int, code: String, advice: String) async throws {
        let program = try await check(ScriptedS3 { _ in (status, code, []) })
        #expect(program.output.contains(advice) && program.status == 1, "\(program.output)")
    }

    @Test("is content with another region once the store has named it")
    func region() async throws {
        let server = try ScriptedS3 { request in
            let isRight = request.header("authorization")?.contains("/eu-west-3/s3/") == true
            return isRight ? nil : (400, "AuthorizationHeaderMalformed", [("x-amz-bucket-region", "eu-west-3")])
        }
        let program = try await check(server)
        #expect(
            program.output.contains("ok frames: list") && !program.output.contains("!!"),
            "\(program.output)"
        )
    }
}
