import Foundation
import HTTPTypes
import Store
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Render

@Suite("Hits over HTTP")
struct HitRoutesTests {
    private static let path = "\(ServiceFixture.prefix)/hits"
    private let limits = ImageLimits(maxBytes: 1 << 20, maxPixels: 1 << 20)

    /// A stage that found `detections` on frame 0 of 160×120 pixels, and nothing on frame 1.
    private func fixture(_ detections: String, environment: [String: String] = [:]) async throws -> ServiceFixture {
        let fixture = try ServiceFixture(environment: environment)
        try await fixture.putFrames()
        let frames = #"{"frame": 0, "detections": \#(detections)}, {"frame": 1, "detections": []}"#
        try await fixture.insert(#"{"frames": [\#(frames)]}"#, stage: "detect")
        return fixture
    }

    private struct Map {
        let picture: Bitmap
        let header: ImageHeader

        /// What the pixel says, as a page would read it.
        func number(_ x: Int, _ y: Int) -> Int {
            let color = picture[x: x, y: y]
            return Int(color.red) + Int(color.green) * 256 + Int(color.blue) * 65_536
        }

        var numbers: Set<Int> {
            Set((0..<picture.size.pixelCount).map { number($0 % picture.size.width, $0 / picture.size.width) })
        }
    }

    private func map(_ fixture: ServiceFixture, _ query: String = "", frame: Int = 0) async throws -> Map {
        let answer = try await fixture.call("\(Self.path)/\(frame)\(query)", headers: [.accept: "image/png"])
        try #require(answer.status == 200, "\(String(decoding: answer.bytes, as: UTF8.self))")
        #expect(answer.headers[.contentType] == "image/png")
        let header = try ImageCodec.header(of: answer.bytes, limits: limits)
        let picture = try ImageCodec.decode(answer.bytes, limits: limits)
        #expect(picture.isOpaque && !header.hasAlpha && header.profile == nil)
        return Map(picture: picture, header: header)
    }

    private struct Hit {
        let index: Int
        let outlines: [[PixelPoint]]

        init(_ json: [String: Any]) throws {
            index = try #require(json["index"] as? Int)
            let outlines = try #require(json["outlines"] as? [[[Double]]])
            self.outlines = outlines.map { $0.map { PixelPoint(x: $0[0], y: $0[1]) } }
        }

        /// How often the outlines run around a point (Sunday's winding number).
        func contains(_ x: Double, _ y: Double) -> Bool {
            var winding = 0
            for outline in outlines {
                for (start, end) in zip(outline, outline.dropFirst() + outline.prefix(1)) {
                    let side = (end.x - start.x) * (y - start.y) - (x - start.x) * (end.y - start.y)
                    if start.y <= y, end.y > y, side > 0 { winding += 1 }
                    if start.y > y, end.y <= y, side < 0 { winding -= 1 }
                }
            }
            return winding != 0
        }

        var area: Double { abs(outlines.reduce(0) { $0 + $1.doubleArea }) }
    }

    private func hits(_ fixture: ServiceFixture, _ query: String = "", frame: Int = 0) async throws -> [Hit] {
        let json = try await fixture.call("\(Self.path)/\(frame)\(query)").json()
        return try (try #require(json["hits"] as? [[String: Any]])).map(Hit.init)
    }

    /// One of each kind, none of whose outlines runs through the middle of a pixel.
    private static let kinds = """
        [{"label": "large", "bbox": [4.2, 3.7, 120.1, 100.3]},
         {"label": "small", "confidence": 0.9, "track_id": 7, "bbox": [40.2, 30.2, 12, 9]},
         {"label": "indoor"},
         {"label": "turned", "bbox": [70.3, 20.4, 30, 12], "angle": 30},
         {"label": "triangle", "polygon": [[20.2, 60.1], [60.7, 70.3], [30.4, 95.9]]},
         {"label": "ring", "polygon": [[90.1, 50.2], [120.2, 50.4], [120.3, 80.1], [90.2, 80.3]],
          "polygon_holes": [[[100.1, 60.2], [110.2, 60.3], [110.1, 70.4], [100.2, 70.1]]]},
         {"label": "text", "quad": [[130.2, 10.1], [155.3, 14.2], [154.1, 26.3], [129.4, 22.2]]},
         {"label": "pose", "keypoints": [[130.3, 90.2], [145.1, 100.4], [139.2, 112.3]]},
         {"label": "way", "polyline": [[128.2, 40.1], [150.3, 60.2], [133.4, 75.3]]},
         {"label": "shape", "bbox": [0, 0, 160, 120], "mask": {"size": [12, 16], "counts": [170, 2, 10, 2, 8]}}]
        """

    @Test("the number of a pixel is that of the smallest whose outlines its middle is in")
    func numbers() async throws {
        let fixture = try await fixture(Self.kinds)
        let hits = try await hits(fixture)
        let map = try await map(fixture, "?width=160")
        #expect(map.header.color == .palette && hits.map(\.index) == Array(0..<10))
        #expect(hits[2].outlines.isEmpty && hits.count { $0.outlines.isEmpty } == 1)
        #expect(hits[0].outlines == [[(4.2, 3.7), (124.3, 3.7), (124.3, 104.0), (4.2, 104.0)].map(PixelPoint.init)])
        var wrong = 0
        for y in 0..<120 {
            for x in 0..<160 {
                let inside = hits.filter { $0.contains(Double(x) + 0.5, Double(y) + 0.5) }
                let number = inside.min { $0.area < $1.area }.map { $0.index + 1 } ?? 0
                if map.number(x, y) != number { wrong += 1 }
            }
        }
        #expect(wrong == 0)
        #expect(map.numbers == [0, 1, 2, 4, 5, 6, 7, 8, 9, 10])
        #expect(map.number(45, 35) == 2 && map.number(10, 10) == 1 && map.number(105, 65) == 1)
    }

    @Test("what is said of a hit is what the stage said")
    func words() async throws {
        let json = try await fixture(Self.kinds).call("\(Self.path)/0").json()
        #expect(json["width"] as? Int == 160 && json["height"] as? Int == 120 && json["frame"] as? Int == 0)
        #expect(json["job_id"] as? String == "job-a" && json["source"] != nil)
        let small = try #require((json["hits"] as? [[String: Any]])?[1])
        #expect(small["path"] as? String == "$.frames[0].detections[1]" && small["label"] as? String == "small")
        #expect(small["confidence"] as? Double == 0.9 && small["track_id"] as? Int == 7)
        #expect(small["bbox"] as? [Double] == [40.2, 30.2, 12, 9])
    }

    @Test("small things are met on a small map, whatever lies before or behind them")
    func small() async throws {
        let large = #"{"bbox": [0, 0, 160, 120]}"#
        let small = #"{"bbox": [81, 61, 2, 2]}"#
        for (detections, number) in [("[\(large), \(small)]", 2), ("[\(small), \(large)]", 1)] {
            let map = try await map(try await fixture(detections), "?width=20")
            #expect(map.picture.size == PixelSize(width: 20, height: 15))
            #expect(map.number(10, 7) == number && map.numbers == [1, 2])
        }
    }

    @Test("255 regions have a palette, more true color", arguments: [255, 256, 300])
    func many(count: Int) async throws {
        let boxes = (0..<count).map { #"{"bbox": [\#($0 % 20 * 8), \#($0 / 20 * 8), 6, 6]}"# }
        let fixture = try await fixture("[{\"label\": \"indoor\"}, \(boxes.joined(separator: ","))]")
        let map = try await map(fixture)
        #expect(map.header.color == (count > 255 ? .rgb : .palette) && map.picture.size.width == 160)
        #expect(map.numbers == Set([0] + (2..<count + 2)))
        #expect(map.number(19 * 8 + 3, 11 * 8 + 3) == 241)
    }

    @Test("nothing found is an empty map; of a frame that the stage does not speak of that is said")
    func empty() async throws {
        let fixture = try await fixture("[]")
        #expect(try await hits(fixture, frame: 1).isEmpty)
        #expect(try await map(fixture, frame: 1).numbers == [0])
        let silent = try await fixture.call("\(Self.path)/2").json()
        #expect(silent["source"] == nil && (silent["hits"] as? [Any])?.isEmpty == true)
        let codes = (silent["warnings"] as? [[String: Any]])?.map { $0["code"] as? String }
        #expect(codes == ["frame_not_reported"])
    }

    @Test("filters leave out what a style leaves out, and what meets nothing or cannot be used is told of")
    func filters() async throws {
        let detections = """
            [{"label": "a", "confidence": 0.9, "track_id": 3, "bbox": [0, 0, 10, 10]},
             {"label": "b", "confidence": 0.2, "bbox": [20, 0, 10, 10]},
             {"label": "c", "bbox": [NaN, 0, 10, 10]},
             {"label": "d", "bbox": [40, 0, 10, 10], "status": "dropped"}]
            """
        let fixture = try await fixture(detections)
        for (query, count) in [
            ("", 2), ("?min_confidence=0.5", 1), ("?classes=b,d", 1), ("?tracks=3", 1), ("?dropped=ghost", 3),
            ("?dropped=only", 1), ("?classes=x", 0),
        ] {
            let json = try await fixture.call("\(Self.path)/0\(query)").json()
            #expect((json["hits"] as? [Any])?.count == count, "\(query)")
            #expect((json["skipped"] as? [Any])?.count == 1)
            #expect((json["warnings"] as? [Any])?.count == (count == 0 ? 1 : 0), "\(query)")
            #expect(try await map(fixture, query).numbers.count == count + 1)
        }
    }

    @Test(
        "a fault names its field",
        arguments: [
            ("0?width=0", "width"), ("0?width=161", "width"), ("0?width=x", "width"), ("0?format=png", "format"),
            ("0?min_confidence=2", "min_confidence"), ("9", "frame"), ("x", "frame"),
        ]
    )
    func faults(query: String, field: String) async throws {
        let fixture = try await fixture(Self.kinds)
        let answer = try await fixture.call("\(Self.path)/\(query)", headers: [.accept: "image/png"])
        #expect(try answer.status >= 400 && answer.json()["field"] as? String == field)
    }

    @Test("whoever has an answer gets a 304", arguments: ["application/json", "image/png"])
    func conditions(type: String) async throws {
        let fixture = try await fixture(Self.kinds)
        let first = try await fixture.call("\(Self.path)/0", headers: [.accept: type])
        let etag = try #require(first.headers[.eTag])
        #expect(first.headers[.vary]?.hasPrefix("Accept") == true)
        let again = try await fixture.call("\(Self.path)/0", headers: [.accept: type, .ifNoneMatch: etag])
        #expect(again.status == 304 && again.bytes.isEmpty)
        try await fixture.insert(#"{"frames": [{"frame": 0, "detections": []}]}"#, stage: "detect")
        let other = try await fixture.call("\(Self.path)/0", headers: [.accept: type, .ifNoneMatch: etag])
        #expect(other.status == 200 && other.headers[.eTag] != etag)
    }

    @Test("a signed query opens the map alone")
    func signed() async throws {
        let fixture = try await fixture(Self.kinds, environment: ["OVERLAY_API_TOKENS": "token"])
        let signer = PictureURLSigner(baseURL: "", tokens: ["token"], expirySeconds: 3600)
        let url = signer.url("jobs/job-a/stages/detect/hits/0", of: try TimelineID("clip-1"), now: Date())
        #expect(try await fixture.call(url).headers[.contentType] == "image/png")
        #expect(try await fixture.call(url, headers: [.accept: "application/json"]).status == 406)
        #expect(try await fixture.call("\(Self.path)/0").status == 401)
    }

    @Test("masks that are pictures by key have outlines, too")
    func maskPictures() async throws {
        let fixture = try await fixture(#"[{"mask": {"key": "masks/0.png"}}]"#)
        let size = try #require(PixelSize(width: 80, height: 60))
        let pixels = (0..<size.pixelCount).flatMap { pixel -> [UInt8] in
            let isInside = 10..<20 ~= pixel % 80 && 5..<30 ~= pixel / 80
            return [UInt8](repeating: isInside ? 255 : 0, count: 3) + [255]
        }
        let mask = try ImageCodec.encodePNG(try #require(Bitmap(size: size, isOpaque: true, bytes: pixels)))
        let key = try ObjectKey("timelines/clip-1/masks/0.png")
        _ = try await fixture.services.objects.put(key, mask, contentType: "image/png", mode: .overwrite)
        let outline = try #require(try await hits(fixture).first?.outlines)
        #expect(outline == [[(20.0, 10.0), (40, 10), (40, 60), (20, 60)].map(PixelPoint.init)])
    }
}
