import Foundation
import HTTPTypes
import StoreTestSupport
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Render
@testable import Store

struct OverlayRoutesTests {
    private let prefix = ServiceFixture.prefix

    @Test("an overlay's answer says where it lies, what is on it and what is not")
    func oneOverlay() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let answer = try await fixture.call("\(prefix)/overlays/0")
        let json = try answer.json()
        #expect(answer.status == 200)
        #expect(json["timeline_id"] as? String == "clip-1" && json["job_id"] as? String == "job-a")
        #expect(
            json["stage"] as? String == "detect" && json["frame"] as? Int == 0 && json["timestamp"] as? Double == 0.5
        )
        #expect(json["width"] as? Int == 160 && json["height"] as? Int == 120)
        #expect(json["content_type"] as? String == "image/jpeg" && json["cached"] as? Bool == false)
        #expect(json["drawn"] as? [String: Int] == ["boxes": 2, "labels": 2, "problems": 1])
        let skipped = try #require(json["skipped"] as? [[String: String]])
        #expect(skipped.map { $0["path"] } == ["$.frames[0].detections[1].bbox"])
        #expect(json["skipped_count"] as? Int == 1)
        let steps = try #require(json["timings_ms"] as? [String: Double])
        #expect(steps.keys.sorted() == ["draw", "encode", "fetch", "plan", "store", "wait"])
        let again = try await fixture.call("\(prefix)/overlays/0").json()
        #expect(again["cached"] as? Bool == true && again["key"] as? String == json["key"] as? String)
        #expect(again["drawn"] as? [String: Int] == ["boxes": 2, "labels": 2, "problems": 1])
        #expect(try await fixture.overlayKeys().count == 1)
    }

    @Test("the URL of an overlay opens it; a changed or expired one does not")
    func signedURL() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let json = try await fixture.call("\(prefix)/overlays/0").json()
        let url = try #require(json["url"] as? String)
        #expect(url.hasPrefix("http://127.0.0.1:8080/objects/"))
        let path = url.replacing("http://127.0.0.1:8080", with: "")
        let opened = try await fixture.call(path)
        #expect(opened.status == 200 && opened.headers[.contentType] == "image/jpeg")
        #expect(opened.bytes.count == json["bytes"] as? Int)
        let limits = ImageLimits(maxBytes: 1 << 20, maxPixels: 1 << 20)
        #expect(try ImageCodec.decode(opened.bytes, limits: limits).size.width == 160)
        let etag = try #require(opened.headers[.eTag])
        #expect(try await fixture.call(path, headers: [.ifNoneMatch: etag]).status == 304)

        let tampered = [
            path.replacing("000000-", with: "000001-"), path.replacing("expires=", with: "expires=9"),
            path.replacing("signature=", with: "signature=0"), String(path.prefix { $0 != "?" }),
            path.replacing("mpr-media-out", with: "mpr-media-in"),
        ]
        for path in tampered { #expect(try await fixture.call(path).status == 403, "\(path)") }
        let signer = try #require(fixture.services.stores.objectURLSigner)
        let name = try #require(json["key"] as? String)
        let key = try ObjectKey(name)
        let old = signer.url(bucket: Configuration.outBucket, key: key, expiresAt: 1_600_000_000)
        let expired = try await fixture.call(old.replacing("http://127.0.0.1:8080", with: ""))
        #expect(expired.status == 403)
        #expect((try expired.json()["detail"] as? String)?.contains("expired") == true)
    }

    @Test("redirect=true leads to the picture")
    func redirect() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let answer = try await fixture.call("\(prefix)/overlays/0?redirect=true&format=png")
        #expect(answer.status == 307)
        #expect(
            answer.headers[.location]?.contains("/objects/mpr-media-out/overlays/clip-1/job-a/detect/000000-") == true
        )
        #expect(answer.headers[.cacheControl] == "no-store")
    }

    @Test("a range answers in frame order; a frame that fails says so at its place")
    func range() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let json = try await fixture.call("\(prefix)/overlays?frames=2,0-1,9").json()
        let overlays = try #require(json["overlays"] as? [[String: Any]])
        #expect(overlays.map { $0["frame"] as? Int } == [2, 0, 1, 9])
        #expect(overlays.prefix(3).allSatisfy { $0["url"] != nil })
        let problem = try #require(overlays[3]["problem"] as? [String: Any])
        #expect(problem["status"] as? Int == 404 && problem["field"] as? String == "frame")
    }

    @Test("the body of a POST asks for the same as a query")
    func post() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let query = try await fixture.call("\(prefix)/overlays?frames=0&layers=boxes&min_confidence=0.5").json()
        let body = """
            {"timeline_id": "clip-1", "job_id": "job-a", "stage": "detect", "frames": [0],
             "style": {"layers": ["boxes"], "min_confidence": 0.5}}
            """
        let posted = try await fixture.call("/v1/overlays", method: .post, body: body).json()
        func key(_ json: [String: Any]) -> String? { (json["overlays"] as? [[String: Any]])?.first?["key"] as? String }
        #expect(key(query) != nil && key(query) == key(posted))
    }

    @Test("a PNG frame gives a PNG, transparent the overlay alone, and each style its own key")
    func formats() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        func answer(_ query: String) async throws -> [String: Any] {
            try await fixture.call("\(prefix)/overlays/\(query)").json()
        }
        #expect(try await answer("2")["content_type"] as? String == "image/png")
        #expect(try await answer("0?format=png")["content_type"] as? String == "image/png")
        #expect(try await answer("0?format=transparent")["content_type"] as? String == "image/png")
        for style in ["0?quality=50", "0?layers=boxes", "0?thickness=5", "0?box_shape=rounded", "0"] {
            _ = try await answer(style)
        }
        #expect(Set(try await fixture.overlayKeys()).count == 8)
        _ = try await answer("0?layers=masks,polygons,boxes,polylines,problems,labels&format=jpeg")
        #expect(try await fixture.overlayKeys().count == 8)
    }

    @Test("the same request gives the same bytes in two services, and in a batch run")
    func sameBytes() async throws {
        var pictures: [[UInt8]] = []
        for isBatch in [false, true, false] {
            let fixture = try await ServiceFixture.withTimeline()
            if isBatch {
                _ = try await Rerender(job: fixture.services.job, options: fixture.options()).run { _, _ in }
            } else {
                _ = try await fixture.services.job.run(try fixture.request(0), for: Party())
            }
            let key = try #require(try await fixture.overlayKeys().first { $0.text.contains("000000-") })
            pictures.append(try await fixture.services.objects.get(key, limit: 1 << 20).bytes)
        }
        #expect(pictures[0] == pictures[1] && pictures[0] == pictures[2])
    }

    @Test("identical requests at the same time share one render")
    func sharedRender() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let counted = CountingObjectStore(fixture.services.objects)
        let media = MediaBuckets(in: MemoryObjectStore(), out: counted, threads: BlockingThreads(count: 1))
        let stores = Stores(
            media: media,
            stageOutputs: fixture.services.stores.stageOutputs,
            makeWriter: fixture.services.stores.makeWriter,
            objectURLSigner: fixture.services.stores.objectURLSigner
        )
        let services = try Services(configuration: fixture.services.configuration, stores: stores)
        let request = try fixture.request(0)
        let overlays = await Array(0..<40).mapConcurrently(width: 40) { _ in
            try? await services.job.run(request, for: Party())
        }
        #expect(Set(overlays.map { $0?.key }).count == 1 && overlays.allSatisfy { $0 != nil })
        // A request that comes after the first render ended finds the overlay; one that looked before it joins or
        // meets the stored one. In no case is it put a second time.
        #expect(counted.created == 1)
    }

    @Test("frames, stages and detections are listed")
    func lists() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let frames = try await fixture.call("/v1/timelines/clip-1/frames?from=1&limit=1").json()
        #expect(frames["count"] as? Int == 3 && frames["next"] as? Int == 2)
        let entry = try #require((frames["frames"] as? [[String: Any]])?.first)
        #expect(entry["frame"] as? Int == 1 && entry["key"] as? String == "timelines/clip-1/frames/000001.jpg")
        let stages = try await fixture.call("/v1/timelines/clip-1/stages").json()
        #expect((stages["stages"] as? [[String: Any]])?.first?["outputs"] as? Int == 1)
        let found = try await fixture.call("\(prefix)/detections/0").json()
        let detections = try #require(found["detections"] as? [[String: Any]])
        #expect(detections.count == 2 && detections[0]["bbox"] as? [Double] == [20, 40, 30, 50])
        #expect(detections[0]["track_id"] as? Int == 3)
        #expect((found["skipped"] as? [[String: String]])?.count == 1)
    }

    @Test("attributes come back as they were written")
    func attributes() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let attributes =
            #"{"big":9007199254740993,"huge":18446744073709551615,"many":[0.1,-2.5e-7,1e300],"text":"é","zero":0}"#
        let json =
            #"{"frames": [{"frame": 0, "detections": [{"bbox": [1, 1, 20, 20], "attributes": \#(attributes)}]}]}"#
        try await fixture.insert(json, stage: "attributes")
        let answer = try await fixture.call("/v1/timelines/clip-1/jobs/job-a/stages/attributes/detections/0")
        let text = String(decoding: answer.bytes, as: UTF8.self)
        for part in ["\"big\":9007199254740993", "\"huge\":18446744073709551615", "0.1,", "\"zero\":0", "é"] {
            #expect(text.contains(part), "\(text)")
        }
    }

    @Test("a process that is asked to stop is not ready any more; a store that fails makes it not ready")
    func readiness() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        #expect(try await fixture.call("/healthz").status == 200)
        // Two seconds are little where many tests share few processors.
        var status = 0
        for _ in 0..<60 where status != 200 { status = Int(try await fixture.call("/readyz").status) }
        #expect(status == 200)
        let broken = try ServiceFixture(stageOutputs: MemoryStageOutputStore(failure: .unavailable(detail: "gone")))
        let answer = try await broken.call("/readyz")
        #expect(answer.status == 503 && answer.headers[.retryAfter] == "5")
        #expect(try await broken.call("\(prefix)/overlays/0").status == 503)
        #expect(try await broken.call("/healthz").status == 200)
    }
}
