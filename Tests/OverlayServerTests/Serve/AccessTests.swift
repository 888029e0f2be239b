import Foundation
import HTTPTypes
import Store
import Testing

@testable import OverlayServer
@testable import OverlayService

@Suite("Who may call")
struct AccessTests {
    private static let environment = ["OVERLAY_API_TOKENS": "old-token new-token"]
    private let token: HTTPFields = [.authorization: "Bearer new-token"]
    private let base = "http://127.0.0.1:8080"

    private func path(_ url: Any?) throws -> String {
        let url = try #require(url as? String)
        #expect(url.hasPrefix(base))
        return String(url.dropFirst(base.count))
    }

    @Test("a picture that the list of frames or an overlay names opens without a token, in any style")
    func signed() async throws {
        let fixture = try await ServiceFixture.withTimeline(environment: Self.environment)
        let frames = try await fixture.call("/v1/timelines/clip-1/frames", headers: token).json()
        let frame = try #require((frames["frames"] as? [[String: Any]])?.first)
        let picture = try await fixture.call(path(frame["picture_url"]))
        #expect(picture.status == 200 && picture.headers[.contentType] == "image/jpeg")
        let thumbnail = try await fixture.call(path(frame["thumbnail_url"]))
        #expect(thumbnail.status == 200 && thumbnail.headers[.contentType] == "image/jpeg")

        let query = "layers=boxes&classes=person%2Cx,car"
        let overlay = try await fixture.call("\(ServiceFixture.prefix)/overlays/0?\(query)", headers: token).json()
        let signed = try path(overlay["picture_url"])
        #expect(signed.contains("/overlays/0?classes=person%2Cx,car&layers=boxes&expires="))
        let stored = try await fixture.services.objects.get(
            ObjectKey(try #require(overlay["key"] as? String)),
            limit: 1 << 20
        )
        let drawn = try await fixture.call(signed)
        #expect(drawn.status == 200 && drawn.bytes == stored.bytes)
        #expect(try await fixture.call(signed + "&format=png").headers[.contentType] == "image/png")
        // An address bar, which would take JSON.
        #expect(try await fixture.call(signed, headers: [.accept: "text/html,*/*;q=0.8"]).bytes == stored.bytes)
        let post = try #require(HTTPRequest.Method("POST"))
        let body =
            #"{"timeline_id": "clip-1", "job_id": "job-a", "stage": "detect", "frames": [1], "style": {"quality": 70}}"#
        let batch = try await fixture.call("/v1/overlays", method: post, headers: token, body: body).json()
        let entry = try #require((batch["overlays"] as? [[String: Any]])?.first)
        #expect(try await fixture.call(path(entry["picture_url"])).status == 200)
        #expect(try path(entry["picture_url"]).contains("quality=70&expires="))
    }

    @Test("a signed query opens the pictures of its timeline, until its time is over, and nothing else")
    func refused() async throws {
        let fixture = try await ServiceFixture.withTimeline(environment: Self.environment)
        let signer = PictureURLSigner(baseURL: "", tokens: ["old-token", "new-token"], expirySeconds: 3600)
        let timeline = try TimelineID("clip-1")
        let good = signer.url("frames/0/picture", of: timeline, now: Date())
        #expect(try await fixture.call(good).status == 200)
        let query = try #require(good.split(separator: "?").last)
        let refused = [
            "/v1/timelines/clip-2/frames/0/picture?\(query)",
            "/v1/timelines/clip-1/frames/0/picture?\(query.replacing("expires=", with: "expires=1"))",
            "/v1/timelines/clip-1/frames/0/picture?expires=99999999999&signature=00",
            signer.url("frames/0/picture", of: timeline, now: Date(timeIntervalSinceNow: -3601)),
            PictureURLSigner(baseURL: "", tokens: ["other"], expirySeconds: 3600)
                .url("frames/0/picture", of: timeline, now: Date()),
        ]
        for path in refused { #expect(try await fixture.call(path).status == 403, "\(path)") }
        for path in ["frames", "stages", "frames/0/picture"] {
            #expect(try await fixture.call("/v1/timelines/clip-1/\(path)").status == 401)
        }
        for path in ["frames?\(query)", "jobs/job-a/stages/detect/overlays?frames=0&\(query)"] {
            #expect(try await fixture.call("/v1/timelines/clip-1/\(path)").status == 401)
        }
        let json = "\(ServiceFixture.prefix)/overlays/0?\(query)"
        #expect(try await fixture.call(json, headers: [.accept: "application/json"]).status == 406)
        #expect(try await fixture.overlayKeys().isEmpty)
        let second = PictureURLSigner(baseURL: "", tokens: ["new-token"], expirySeconds: 3600)
        #expect(try await fixture.call(second.url("frames/0/picture", of: timeline, now: Date())).status == 200)
    }

    @Test("URLs stay the same for some time, and live no longer than they may")
    func stable() throws {
        let signer = PictureURLSigner(baseURL: "", tokens: ["t"], expirySeconds: 3600)
        let timeline = try TimelineID("clip-1")
        let start = Date(timeIntervalSince1970: 900 * 1_000_000)
        func url(_ seconds: Double) -> String { signer.picture(of: 1, timeline: timeline, now: start + seconds) }
        #expect(url(0) == url(899) && url(899) != url(900))
        #expect(url(899).contains("expires=\(900 * 1_000_000 + 3600)&"))
        let open = PictureURLSigner(baseURL: "http://h", tokens: [], expirySeconds: 1)
        #expect(open.picture(of: 1, timeline: timeline, now: start) == "http://h/v1/timelines/clip-1/frames/1/picture")
    }
}
