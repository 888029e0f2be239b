import Foundation
import HTTPTypes
import Store
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Render

@Suite("A sheet over HTTP")
struct SheetRoutesTests {
    private static let path = "\(ServiceFixture.prefix)/sheet"
    private let limits = ImageLimits(maxBytes: 1 << 24, maxPixels: 1 << 24)
    /// Of frames of 160×120 pixels.
    private static let shape = 4.0 / 3
    private static let empty = StraightRGBA8(hex: 0x25262A)

    /// Frames 0 to 3, of which 3 is damaged and `detect` speaks of 0 and 1.
    private func fixture() async throws -> ServiceFixture {
        let fixture = try await ServiceFixture.withTimeline()
        try await fixture.importer().put(Array("no picture".utf8), number: 3, format: .jpeg)
        return fixture
    }

    private func sheet(_ fixture: ServiceFixture, _ query: String) async throws -> Bitmap {
        let answer = try await fixture.call("\(Self.path)?\(query)")
        try #require(answer.status == 200, "\(String(decoding: answer.bytes, as: UTF8.self))")
        #expect(answer.headers[.contentType] == "image/png")
        return try ImageCodec.decode(answer.bytes, limits: limits)
    }

    private func near(_ one: StraightRGBA8, _ other: StraightRGBA8, share: Double = 1) -> Bool {
        zip([one.red, one.green, one.blue], [other.red, other.green, other.blue]).allSatisfy {
            abs(Double($0) - Double($1) * share) < 10
        }
    }

    @Test("has each frame in its place, and says in its place what is not there")
    func places() async throws {
        let fixture = try await fixture()
        let sheet = try await sheet(fixture, "frames=1,2,3,9,0&width=600&columns=3&layers=boxes")
        let layout = try SheetLayout(count: 5, shape: Self.shape, width: 600, columns: 3)
        #expect(sheet.size == layout.size)
        func pixel(_ tile: Int, _ x: Int, _ y: Int) -> StraightRGBA8 {
            let place = layout.picture(tile)
            return sheet[x: place.x + x * place.width / 160, y: place.y + y * place.height / 120]
        }
        for (x, y) in [(20, 20), (120, 30), (60, 80)] {
            #expect(near(pixel(0, x, y), try ServiceFixture.frame(1)[x: x, y: y]), "\(x), \(y)")
            // Not reported: the frame is there, in the dark.
            #expect(near(pixel(1, x, y), try ServiceFixture.frame(2)[x: x, y: y], share: 0.38), "\(x), \(y)")
            #expect(pixel(2, x, y) == Self.empty && pixel(3, x, y) == Self.empty)
        }
        // The box on frame 0, whose left side is at 90.
        let original = try ServiceFixture.frame(0)
        #expect(near(pixel(4, 105, 70), original[x: 105, y: 70]))
        #expect(!near(pixel(4, 90, 70), original[x: 90, y: 70]))
        // Words stand on what is dark.
        for tile in 1...3 {
            let place = layout.picture(tile)
            let row = (0..<place.width).map { sheet[x: place.x + $0, y: place.y + place.height / 2].red }
            #expect(row.contains { $0 > 130 }, "\(tile)")
        }
    }

    @Test("shows frames, and a track on them, as viewers turn them", arguments: ["frames=0", "track=a"])
    func turned(query: String) async throws {
        let fixture = try ServiceFixture()
        let frame = try ImageCodec.encodeJPEG(ServiceFixture.frame(0), quality: 95, sampling: .full)
        try await fixture.importer().put(frame.turned(6), number: 0, format: .jpeg)
        let output = #"{"frames": [{"frame": 0, "detections": [{"track_id": "a", "bbox": [30, 40, 60, 20]}]}]}"#
        try await fixture.insert(output, stage: "detect")
        let sheet = try await sheet(fixture, "\(query)&width=400&columns=1&layers=boxes")
        // With its margin, 0.2 of the longer side and 4 pixels, the box is 92×52, as it is stored; seen it is higher than wide.
        let shape = query == "frames=0" ? 120.0 / 160 : 52.0 / 92
        let layout = try SheetLayout(count: 1, shape: max(shape, 0.6), width: 400, columns: 1)
        #expect(sheet.size == layout.size)
        // The middle of the box, and what is seen right of it, which is stored above it.
        let original = try ServiceFixture.frame(0)
        let place = layout.picture(0)
        let isFrame = query == "frames=0"
        // From the left of what is seen and its top, as rows and columns that are stored, and how large that is.
        let (right, top) = isFrame ? (119, 0) : (77, 14)
        let (width, height) = isFrame ? (120.0, 160.0) : (92 * 0.6, 92.0)
        func pixel(storedX: Int, storedY: Int) -> StraightRGBA8 {
            let (x, y) = (Double(right - storedY) / width, Double(storedX - top) / height)
            return sheet[x: place.x + Int(Double(place.width) * x), y: place.y + Int(Double(place.height) * y)]
        }
        for y in [30, 50, 66] { #expect(near(pixel(storedX: 60, storedY: y), original[x: 60, y: y]), "\(y)") }
        for x in [40, 80] { #expect(near(pixel(storedX: x, storedY: 50), original[x: x, y: 50]), "\(x)") }
    }

    @Test("of a track shows it where it was, with as many frames as are asked for")
    func track() async throws {
        let fixture = try ServiceFixture()
        try await fixture.putFrames()
        let box = #""track_id": "a,b", "label": "x", "confidence": 0.5, "bbox": [20, 40, 30, 50]"#
        let frames = (0..<3).map { #"{"frame": \#($0), "detections": [{\#(box)}, {"bbox": [0, 0, 9, 9]}]}"# }
        try await fixture.insert(#"{"frames": [\#(frames.joined(separator: ","))]}"#, stage: "detect")
        let all = try await sheet(fixture, "track=a%2Cb&width=600&columns=3")
        let layout = try SheetLayout(count: 3, shape: 58.0 / 78, width: 600, columns: 3)
        #expect(all.size == layout.size)
        for index in 0..<3 {
            let place = layout.picture(index)
            let middle = all[x: place.x + place.width / 2, y: place.y + place.height / 2]
            #expect(near(middle, try ServiceFixture.frame(index)[x: 35, y: 65]), "\(index)")
        }
        let first = try await sheet(fixture, "track=a%2Cb&width=600&columns=3&limit=2")
        #expect(first.size.height == all.size.height && first.bytes != all.bytes)
        let last = layout.picture(2)
        #expect(first[x: last.x + 20, y: last.y + 20] == StraightRGBA8(hex: 0x17181B))
    }

    @Test(
        "that cannot be made names the field at fault",
        arguments: [
            ("", "frames"), ("frames=0&track=3", "track"), ("frames=0&limit=3", "limit"), ("frames=0-400", "frames"),
            ("frames=2-1", "frames"), ("track=", "track"), ("track=99", "track"), ("track=3,4", "track"),
            ("track=3&limit=0", "limit"), ("track=3&limit=401", "limit"), ("frames=0&columns=0", "columns"),
            ("frames=0-99&columns=99", "columns"), ("frames=0&width=8193", "width"), ("frames=0&width=10", "width"),
            ("frames=0&format=transparent", "format"), ("frames=0&quality=0", "quality"), ("frames=0&tiles=3", "tiles"),
        ]
    )
    func faults(query: String, field: String) async throws {
        let answer = try await fixture().call("\(Self.path)?\(query)")
        #expect(try answer.status >= 400 && answer.status < 500 && answer.json()["field"] as? String == field)
    }

    @Test("is the same whenever it is asked for, until a row or a frame changes")
    func identity() async throws {
        let fixture = try await fixture()
        let path = "\(Self.path)?frames=0-1&width=400"
        let first = try await fixture.call(path)
        let etag = try #require(first.headers[.eTag])
        #expect(try await fixture.call(path).bytes == first.bytes)
        #expect(try await fixture.call(path, headers: [.ifNoneMatch: etag]).status == 304)
        for other in ["&layers=boxes", "&columns=1", "&format=jpeg"] {
            #expect(try await fixture.call(path + other, headers: [.ifNoneMatch: etag]).status == 200, "\(other)")
        }
        try await fixture.importer().put(
            try ImageCodec.encodeJPEG(try ServiceFixture.frame(2), quality: 90, sampling: .halfBoth),
            number: 1,
            format: .jpeg
        )
        await fixture.services.job.catalog.forget(try TimelineID("clip-1"))
        let replaced = try await fixture.call(path, headers: [.ifNoneMatch: etag])
        #expect(replaced.status == 200 && replaced.bytes != first.bytes)
        let json = ServiceFixture.detections.replacing("[20, 40, 30, 50]", with: "[60, 40, 30, 50]")
        try await fixture.insert(json, stage: "detect")
        let next = try #require(replaced.headers[.eTag])
        #expect(try await fixture.call(path, headers: [.ifNoneMatch: next]).status == 200)
    }

    @Test(
        "is of the type that Accept or the style asks for",
        arguments: [
            ("", "*/*", "image/png"), ("", "image/jpeg", "image/jpeg"), ("&format=jpeg", "*/*", "image/jpeg"),
            ("&format=jpeg", "image/png", nil), ("", "image/avif,image/*,*/*;q=0.8", "image/png"),
            ("", "text/html", nil),
        ] as [(String, String, String?)]
    )
    func types(query: String, accept: String, type: String?) async throws {
        let path = "\(Self.path)?frames=0&width=200\(query)"
        let answer = try await fixture().call(path, headers: [.accept: accept])
        #expect(answer.status == (type == nil ? 406 : 200))
        #expect(answer.headers[.contentType] == type ?? "application/problem+json")
    }

    @Test("hides what a style hides, and is not made where that cannot be told")
    func redaction() async throws {
        let fixture = try await fixture()
        let plain = try await fixture.call("\(Self.path)?frames=0&width=400&layers=boxes")
        let hidden = try await fixture.call("\(Self.path)?frames=0&width=400&layers=boxes&effect=pixelate")
        #expect(hidden.status == 200 && hidden.bytes != plain.bytes)
        try await fixture.insert("{\"frames\": [", stage: "detect")
        #expect(try await fixture.call("\(Self.path)?frames=0&effect=pixelate").status == 422)
    }

    @Test("opens with a signed query")
    func signed() async throws {
        let fixture = try await ServiceFixture.withTimeline(environment: ["OVERLAY_API_TOKENS": "token"])
        let signer = PictureURLSigner(baseURL: "", tokens: ["token"], expirySeconds: 3600)
        let path = "jobs/job-a/stages/detect/sheet"
        let url = signer.url(path, of: try TimelineID("clip-1"), query: "frames=0&width=200", now: Date())
        #expect(try await fixture.call(url).status == 200)
        #expect(try await fixture.call("\(Self.path)?frames=0").status == 401)
    }
}
