import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("A clip over HTTP")
struct ClipRoutesTests {
    private static let path = "\(ServiceFixture.prefix)/clip"
    private static let nowhere = "/nowhere"

    private func name(_ text: String) throws -> HTTPField.Name { try #require(HTTPField.Name(text)) }

    @Test("says what it is, and at its end how many cards there are")
    func answer() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let answer = try await fixture.call("\(Self.path)?frames=0-3&fps=4&layers=boxes&width=80")
        #expect(answer.status == 200 && answer.headers[.contentType] == "video/mp4")
        #expect(try answer.headers[name("Overlay-Frames")] == "4" && answer.headers[name("Overlay-Fps")] == "4.0")
        #expect(try answer.headers[name("Overlay-Size")] == "80x60" && answer.headers[.trailer] == "Overlay-Failed")
        #expect(answer.headers[.cacheControl] == "no-store" && answer.headers[.vary] == "Accept")
        #expect(try await DecodedClip(answer.bytes).frames.count == 4)
        try await fixture.serving { port in
            let client = try await RawClient(port: port)
            try await client.send("GET \(Self.path)?frames=0-3&container=apng")
            #expect(try await eventually { client.received.hasSuffix("\r\n0\r\nOverlay-Failed: 1\r\n\r\n") })
        }
        #expect(fixture.services.clips.clipCount == 0)
        #expect(try await fixture.overlayKeys().isEmpty)
        let head = try await fixture.call("\(Self.path)?frames=0", method: .head)
        #expect(head.status == 200 && head.bytes.isEmpty && fixture.services.clips.clipCount == 0)
    }

    @Test(
        "names what is wrong with the call",
        arguments: [
            ("", "frames"), ("frames=5-1", "frames"), ("frames=0-10000", "frames"),
            ("frames=0-300&container=apng", "frames"), ("frames=0&fps=0", "fps"), ("frames=0&fps=121", "fps"),
            ("frames=0&fps=nan", "fps"), ("frames=0&fps=1,2", "fps"), ("frames=0&width=15", "width"),
            ("frames=0&width=101", "width"), ("frames=0&width=3842", "width"),
            ("frames=0&width=1282&container=apng", "width"), ("frames=0&container=gif", "container"),
            ("frames=0&format=transparent", "format"), ("frames=0&quality=0", "quality"), ("frames=0&x=1", "x"),
        ]
    )
    func badRequests(query: String, field: String) async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let answer = try await fixture.call("\(Self.path)?\(query)")
        let json = try answer.json()
        #expect(answer.status == 400 && json["field"] as? String == field, "\(json)")
        #expect(answer.headers[.contentType] == "application/problem+json")
        #expect(fixture.services.clips.clipCount == 0)
    }

    @Test("of what is not there is not found")
    func unknown() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        #expect(try await fixture.call("\(Self.path)?frames=7-9").json()["field"] as? String == "frame")
        let other = try await fixture.call("/v1/timelines/clip-1/jobs/job-a/stages/other/clip?frames=0&fps=5")
        #expect(try other.status == 404 && other.json()["field"] as? String == "stage")
    }

    @Test(
        "comes in what the client takes and can be made",
        arguments: [
            (nil, "", true, "video/mp4"), (nil, "", false, "image/apng"), ("*/*", "", true, "video/mp4"),
            ("video/*", "", true, "video/mp4"), ("image/*", "", true, "image/apng"),
            ("image/avif,image/webp,image/apng,*/*;q=0.8", "", true, "image/apng"),
            ("video/webm,video/*;q=0.9,*/*;q=0.5", "", true, "video/mp4"), ("image/apng", "", false, "image/apng"),
            ("video/mp4,image/apng;q=0.1", "", false, "image/apng"), ("*/*", "&container=apng", true, "image/apng"),
            ("image/apng", "&container=mp4", true, nil), ("application/json", "", true, nil),
            ("video/mp4;q=0, image/apng;q=0", "", true, nil),
        ] as [(String?, String, Bool, String?)]
    )
    func negotiation(accept: String?, query: String, hasFFmpeg: Bool, type: String?) async throws {
        let fixture = try await ServiceFixture.withTimeline(path: hasFFmpeg ? "/usr/bin" : Self.nowhere)
        let headers: HTTPFields = accept.map { [.accept: $0] } ?? [:]
        let answer = try await fixture.call("\(Self.path)?frames=0-1\(query)", headers: headers)
        #expect(answer.status == (type == nil ? 406 : 200))
        #expect(answer.headers[.contentType] == type ?? "application/problem+json")
        if type == nil { #expect(try answer.json()["field"] as? String == "Accept") }
        if type == "image/apng" { #expect(answer.bytes.prefix(4) == [0x89, 0x50, 0x4E, 0x47]) }
    }

    @Test("as mp4 is not to be had without ffmpeg, which is said", arguments: ["&container=mp4", ""])
    func withoutFFmpeg(query: String) async throws {
        let fixture = try await ServiceFixture.withTimeline(path: Self.nowhere)
        let answer = try await fixture.call("\(Self.path)?frames=0\(query)", headers: [.accept: "video/mp4"])
        let json = try answer.json()
        #expect(answer.status == 501 && json["field"] as? String == "container")
        #expect((json["detail"] as? String)?.contains("no ffmpeg") == true)
        // What is told of the limit is that of what would be made.
        let long = try await fixture.call("\(Self.path)?frames=0-300").json()
        #expect((long["detail"] as? String)?.contains("300 frames") == true && long["field"] as? String == "frames")
    }

    @Test("is one of as many as overlays may be drawn at once")
    func turns() async throws {
        let fixture = try await ServiceFixture.withTimeline(environment: ["OVERLAY_RENDER_CONCURRENCY": "1"])
        var admissions: [Admission]? = try fixture.services.clips.admit(Party())
        let answer = try await fixture.call("\(Self.path)?frames=0")
        #expect(answer.status == 429 && answer.headers[.retryAfter] != nil)
        #expect(admissions?.count == 2)
        admissions = nil
        #expect(try await fixture.call("\(Self.path)?frames=0").status == 200)
    }

    @Test("opens with the signed query of its timeline's pictures, as a <video> needs it")
    func signed() async throws {
        let fixture = try await ServiceFixture.withTimeline(environment: ["OVERLAY_API_TOKENS": "a-token"])
        let signer = PictureURLSigner(baseURL: "", tokens: ["a-token"], expirySeconds: 3600)
        let path = "jobs/job-a/stages/detect/clip"
        let timeline = try TimelineID("clip-1")
        let url = signer.url(path, of: timeline, query: "frames=0-1", now: Date())
        #expect(try await fixture.call(url).headers[.contentType] == "video/mp4")
        #expect(try await fixture.call("\(Self.path)?frames=0-1").status == 401)
    }
}
