import HTTPTypes
import Testing

@testable import OverlayServer
@testable import OverlayService

struct BadRequestTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let path: String
        let status: Int
        let field: String?

        init(_ path: String, _ status: Int, _ field: String?) {
            self.path = path
            self.status = status
            self.field = field
        }

        var testDescription: String { "\(status) \(field ?? "-"): \(path)" }
    }

    private static let stage = ServiceFixture.prefix
    static let cases = [
        Case("/v1/timelines/nowhere/frames", 404, "timeline_id"),
        Case("/v1/timelines/nowhere/stages", 404, "timeline_id"),
        Case("/v1/timelines/nowhere/jobs/job-a/stages/detect/overlays/0", 404, "timeline_id"),
        Case("/v1/timelines/clip-1/jobs/job-z/stages/detect/overlays/0", 404, "job_id"),
        Case("/v1/timelines/clip-1/jobs/job-a/stages/track/overlays/0", 404, "stage"),
        Case("/v1/timelines/clip-1/jobs/job-a/stages/track/overlays?frames=0", 404, "stage"),
        Case("\(stage)/overlays/99", 404, "frame"),
        Case("\(stage)/detections/99", 404, "frame"),
        Case("/v1/timelines/..%2fetc/frames", 400, "timeline_id"),
        Case("/v1/timelines/a%2Fx/frames", 400, "timeline_id"),
        Case("/v1/timelines/\(String(repeating: "a", count: 129))/frames", 400, "timeline_id"),
        Case("/v1/timelines/clip-1/jobs/%00/stages/detect/overlays/0", 400, "job_id"),
        Case("/v1/timelines/clip-1/jobs/job-a/stages/a%0Ab/overlays/0", 400, "stage"),
        Case("\(stage)/overlays/first", 400, "frame"),
        Case("\(stage)/overlays/-1", 400, "frame"),
        Case("\(stage)/overlays/0-5", 400, "frame"),
        Case("\(stage)/overlays", 400, "frames"),
        Case("\(stage)/overlays?frames=5-1", 400, "frames"),
        Case("\(stage)/overlays?frames=0-999999999", 400, "frames"),
        Case("\(stage)/overlays/0?format=bmp", 400, "format"),
        Case("\(stage)/overlays/0?quality=0", 400, "quality"),
        Case("\(stage)/overlays/0?colour=red", 400, "colour"),
        Case("\(stage)/overlays/0?redirect=yes", 400, "redirect"),
        Case("\(stage)/overlays/0?format=png&format=jpeg", 400, "format"),
        Case("/v1/timelines/clip-1/frames?limit=0", 400, "limit"),
        Case("/v1/timelines/clip-1/frames?from=x", 400, "from"),
        Case("/v1/timelines/clip-1/frames?page=2", 400, "page"),
        Case("/v1/nothing", 404, nil),
        Case("/objects/mpr-media-out", 404, nil),
    ]

    @Test("a call that cannot be answered names what is wrong with it", arguments: cases)
    func namesTheField(_ example: Case) async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let answer = try await fixture.call(example.path)
        let json = try answer.json()
        #expect(answer.status == example.status)
        #expect(answer.headers[.contentType] == "application/problem+json")
        #expect(json["status"] as? Int == example.status && json["type"] as? String == "about:blank")
        #expect(json["field"] as? String == example.field)
        #expect((json["detail"] as? String)?.isEmpty == false)
        #expect(try await fixture.overlayKeys().isEmpty)
    }

    static let badBodies: [(String, String)] = [
        ("", "body"), ("[]", "body"), ("{", "body"), (#"{"job_id":"j","stage":"s","frames":"0"}"#, "timeline_id"),
        (#"{"timeline_id":5,"job_id":"j","stage":"s","frames":"0"}"#, "timeline_id"),
        (#"{"timeline_id":"t","job_id":"j","stage":"s"}"#, "frames"),
        (#"{"timeline_id":"t","job_id":"j","stage":"s","frames":true}"#, "frames"),
        (#"{"timeline_id":"t","job_id":"j","stage":"s","frames":"0","style":7}"#, "style"),
        (#"{"timeline_id":"t","job_id":"j","stage":"s","frames":"0","style":{"format":{}}}"#, "style.format"),
        (#"{"timeline_id":"t","job_id":"j","stage":"s","frames":"0","style":{"format":"x"}}"#, "format"),
        (#"{"timeline_id":"t","job_id":"j","stage":"s","frames":"0","key":"x"}"#, "key"),
    ]

    @Test("a body that cannot be read names its field", arguments: badBodies)
    func badBody(body: String, field: String) async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let answer = try await fixture.call("/v1/overlays", method: .post, body: body)
        #expect(answer.status == 400)
        #expect(try answer.json()["field"] as? String == field)
    }

    @Test("a frame that is corrupt, and an output that is no JSON, are 422 and say so")
    func corrupt() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let whole = try ImageCodec.encodeJPEG(try ServiceFixture.frame(0), quality: 90, sampling: .halfBoth)
        try await fixture.importer().put(Array(whole.dropLast(200)), number: 5, format: .jpeg)
        let truncated = try await fixture.call("\(Self.stage)/overlays/5")
        #expect(truncated.status == 422)
        #expect((try truncated.json()["detail"] as? String)?.contains("truncated") == true)
        try await fixture.importer().put(Array("not a picture".utf8), number: 6, format: .jpeg)
        #expect(try await fixture.call("\(Self.stage)/overlays/6").status == 422)
        try await fixture.insert("{\"frames\": [", stage: "broken")
        let path = "/v1/timelines/clip-1/jobs/job-a/stages/broken/overlays/0"
        let broken = try await fixture.call(path)
        #expect(broken.status == 422)
        #expect((try broken.json()["detail"] as? String)?.contains("line 1") == true)
        #expect(try await fixture.overlayKeys().isEmpty)
    }

    @Test("with tokens configured, calls need one of them; health and signed URLs do not")
    func tokens() async throws {
        let fixture = try await ServiceFixture.withTimeline(environment: ["OVERLAY_API_TOKENS": "first,second"])
        let path = "\(Self.stage)/overlays/0"
        let refused = try await fixture.call(path)
        #expect(refused.status == 401 && refused.headers[.wwwAuthenticate] == "Bearer")
        for wrong in ["Bearer third", "Bearer ", "Basic first", "first", "Bearer firstsecond"] {
            #expect(try await fixture.call(path, headers: [.authorization: wrong]).status == 401, "\(wrong)")
        }
        for token in ["Bearer first", "bearer second"] {
            #expect(try await fixture.call(path, headers: [.authorization: token]).status == 200)
        }
        #expect(try await fixture.call("/healthz").status == 200)
    }

    @Test("every answer has a request id and may not be taken for another type")
    func headers() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let requestID = try #require(HTTPField.Name("X-Request-Id"))
        for path in ["/healthz", "/v1/nothing", "\(Self.stage)/overlays/0"] {
            let headers = try await fixture.call(path).headers
            #expect(headers[.xContentTypeOptions] == "nosniff")
            #expect(headers[requestID]?.isEmpty == false)
        }
    }
}
