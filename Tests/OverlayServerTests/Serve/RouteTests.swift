import Foundation
import HTTPTypes
import Store
import Testing

@testable import OverlayServer
@testable import OverlayService

struct RouteTests {
    @Test("a method that a path does not have is refused with those that it has, and OPTIONS says them")
    func methods() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        for route in Routes.list(fixture.services) {
            let path = route.path.replacing(/\{[a-z_]+\+?\}/, with: "0")
            let allowed = route.method == .get ? "GET, HEAD, OPTIONS" : "\(route.method.rawValue), OPTIONS"
            let asked = try await fixture.call(path, method: .options)
            #expect(asked.status == 204 && asked.headers[.allow] == allowed, "\(path)")
            for name in ["PUT", "DELETE", "PATCH", "TRACE", "FOO", route.method == .get ? "POST" : "GET"] {
                let method = try #require(HTTPRequest.Method(name))
                let refused = try await fixture.call(path, method: method)
                #expect(refused.status == 405 && refused.headers[.allow] == allowed, "\(name) \(path)")
                #expect(refused.headers[.contentType] == "application/problem+json")
                #expect(try refused.json()["status"] as? Int == 405)
            }
        }
        #expect(try await fixture.call("/v1/nothing", method: .options).status == 404)
    }

    @Test("a body that is too large, or of another type, is told so")
    func bodies() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let large = #"{"timeline_id": "\#(String(repeating: "a", count: 3_000_000))"}"#
        let tooLarge = try await fixture.call("/v1/overlays", method: .post, body: large)
        #expect(try tooLarge.status == 413 && tooLarge.json()["field"] as? String == "body")
        let body = #"{"timeline_id": "clip-1", "job_id": "job-a", "stage": "detect", "frames": "0"}"#
        for type in ["application/x-www-form-urlencoded", "text/plain; charset=utf-8", ""] {
            let answer = try await fixture.call(
                "/v1/overlays",
                method: .post,
                headers: [.contentType: type],
                body: body
            )
            #expect(answer.status == 415, "\(type)")
        }
        for type in ["application/json", "Application/JSON; charset=utf-8", "application/merge-patch+json"] {
            let answer = try await fixture.call(
                "/v1/overlays",
                method: .post,
                headers: [.contentType: type],
                body: body
            )
            #expect(answer.status == 200, "\(type)")
        }
    }

    @Test(
        "a part of an object is given where one is asked for",
        arguments: [
            ("bytes=0-3", 206, "bytes 0-3/10", "0123"), ("bytes=8-", 206, "bytes 8-9/10", "89"),
            ("bytes=-3", 206, "bytes 7-9/10", "789"), ("bytes=-99", 206, "bytes 0-9/10", "0123456789"),
            ("bytes=4-99", 206, "bytes 4-9/10", "456789"), ("bytes=10-", 416, "bytes */10", nil),
            ("bytes=-0", 416, "bytes */10", nil), ("bytes=3-1", 200, nil, "0123456789"),
            ("bytes=0-1,4-5", 200, nil, "0123456789"), ("lines=0-1", 200, nil, "0123456789"),
        ] as [(String, Int, String?, String?)]
    )
    func ranges(range: String, status: Int, contentRange: String?, body: String?) async throws {
        let fixture = try ServiceFixture()
        let path = try await object("0123456789", in: fixture)
        let answer = try await fixture.call(path, headers: [.range: range])
        #expect(answer.status == status && answer.headers[.contentRange] == contentRange)
        if let body { #expect(answer.bytes == Array(body.utf8)) }
        let etag = try #require(try await fixture.call(path).headers[.eTag])
        #expect(try await fixture.call(path, headers: [.range: range, .ifRange: "\"other\""]).status == 200)
        #expect(try await fixture.call(path, headers: [.range: range, .ifRange: etag]).status == status)
    }

    @Test("an object that a client has is not sent again, however it names it")
    func conditions() async throws {
        let fixture = try ServiceFixture()
        let path = try await object("0123456789", in: fixture)
        let etag = try #require(try await fixture.call(path).headers[.eTag])
        for known in [etag, "W/\(etag)", "\"x\", \(etag)", "\"x\",W/\(etag) , \"y\"", "*"] {
            #expect(try await fixture.call(path, headers: [.ifNoneMatch: known]).status == 304, "\(known)")
        }
        for other in ["\"x\"", "W/\"x\", \"y\"", String(etag.dropFirst().dropLast())] {
            #expect(try await fixture.call(path, headers: [.ifNoneMatch: other]).status == 200, "\(other)")
        }
    }

    private func object(_ text: String, in fixture: ServiceFixture) async throws -> String {
        let key = try ObjectKey("a.txt")
        let objects = fixture.services.objects
        _ = try await objects.put(key, Array(text.utf8), contentType: "text/plain", mode: .overwrite)
        let url = try await objects.presignedURL(for: key, expiresIn: 3600, at: Date())
        return url.url.replacing("http://127.0.0.1:8080", with: "")
    }
}
