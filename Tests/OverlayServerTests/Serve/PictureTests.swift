import HTTPTypes
import Store
import Testing

@testable import OverlayServer
@testable import OverlayService

@Suite("A picture over HTTP")
struct PictureTests {
    private let path = "\(ServiceFixture.prefix)/overlays"
    private let limits = ImageLimits(maxBytes: 1 << 20, maxPixels: 1 << 20)

    @Test("is the overlay that would be stored, and is not stored")
    func overlay() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let picture = try await fixture.call("\(path)/0", headers: [.accept: "image/*"])
        #expect(picture.status == 200 && picture.headers[.contentType] == "image/jpeg")
        #expect(picture.headers[.vary] == "Accept" && picture.headers[.cacheControl] == "private, no-cache")
        let skipped = try #require(HTTPField.Name("Overlay-Skipped"))
        let timing = try #require(HTTPField.Name("Server-Timing"))
        #expect(picture.headers[skipped] == "1" && picture.headers[timing]?.contains("draw;dur=") == true)
        // In microseconds and no less.
        #expect(picture.headers[timing]?.contains(#/\.\d{4}/#) == false)
        #expect(try await fixture.overlayKeys().isEmpty)

        let json = try await fixture.call("\(path)/0").json()
        let key = try ObjectKey(try #require(json["key"] as? String))
        #expect(try await fixture.services.objects.get(key, limit: 1 << 20).bytes == picture.bytes)
        #expect(picture.headers[.eTag] == "\"\(key.segments.last ?? "")\"")
        #expect(try await fixture.call("\(path)/0", headers: [.accept: "image/*"]).bytes == picture.bytes)
    }

    @Test("is not drawn for a client that has it")
    func conditions() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let etag = try #require(try await fixture.call("\(path)/0", headers: [.accept: "image/*"]).headers[.eTag])
        let again = try await fixture.call("\(path)/0", headers: [.accept: "image/*", .ifNoneMatch: etag])
        #expect(again.status == 304 && again.bytes.isEmpty && again.headers[.eTag] == etag)
        let other = try await fixture.call("\(path)/0?layers=boxes", headers: [.accept: "image/*", .ifNoneMatch: etag])
        #expect(other.status == 200)
    }

    @Test(
        "is what Accept asks for",
        arguments: [
            ("image/png", "0", "image/png"), ("image/jpeg", "2", "image/jpeg"), ("image/*", "2", "image/png"),
            ("image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8", "0", "image/jpeg"),
            ("image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5", "0", "image/jpeg"),
            (
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", "0",
                "application/json"
            ),
            ("*/*", "0", "application/json"), ("application/json, image/*", "0", "application/json"),
            ("application/json;q=0.5, image/*", "0", "image/jpeg"), ("IMAGE/PNG ; Q=1.0", "0", "image/png"),
            ("image/png", "0?format=transparent", "image/png"), ("image/jpeg", "0?format=png", nil),
            ("text/html", "0", nil), ("image/*;q=0", "0", nil), ("image/gif", "0", nil),
        ] as [(String, String, String?)]
    )
    func negotiation(accept: String, frame: String, type: String?) async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let answer = try await fixture.call("\(path)/\(frame)", headers: [.accept: accept])
        #expect(answer.status == (type == nil ? 406 : 200))
        #expect(answer.headers[.contentType] == type ?? "application/problem+json")
        if type == "image/jpeg" { #expect(answer.bytes.prefix(2) == [0xFF, 0xD8]) }
        if type == "image/png" { #expect(try ImageCodec.header(of: answer.bytes, limits: limits).format == .png) }
    }

    @Test("of a frame is its own bytes, also where it is damaged")
    func frames() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        try await fixture.importer().put(Array("not a picture".utf8), number: 6, format: .jpeg)
        let damaged = try await fixture.call("/v1/timelines/clip-1/frames/6/picture")
        #expect(damaged.status == 200 && damaged.bytes == Array("not a picture".utf8))
        let frame = try await fixture.call("/v1/timelines/clip-1/frames/2/picture")
        #expect(frame.headers[.contentType] == "image/png")
        #expect(try frame.bytes == ImageCodec.encodePNG(ServiceFixture.frame(2)))
        let etag = try #require(frame.headers[.eTag])
        let again = try await fixture.call("/v1/timelines/clip-1/frames/2/picture", headers: [.ifNoneMatch: etag])
        #expect(again.status == 304)
        #expect(try await fixture.call("/v1/timelines/clip-1/frames/9/picture").status == 404)
    }
}
