import Foundation
import HTTPTypes
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("Many frames as lines")
struct LinesTests {
    private let lines: HTTPFields = [.accept: "application/x-ndjson"]

    private func objects(_ answer: Answer) throws -> [[String: Any]] {
        #expect(answer.status == 200 && answer.headers[.contentType] == "application/x-ndjson")
        #expect(answer.bytes.last == UInt8(ascii: "\n"))
        return try answer.bytes.split(separator: UInt8(ascii: "\n")).map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
        }
    }

    @Test("are those of the JSON answer, in the order of the frames, and counts at the end")
    func overlays() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let path = "\(ServiceFixture.prefix)/overlays?frames=2,0,7,1"
        let found = try objects(await fixture.call(path, headers: lines))
        #expect(found.dropLast().map { $0["frame"] as? Int } == [2, 0, 7, 1])
        #expect(found[2]["problem"] as? [String: Any] != nil)
        #expect(found.last?["counts"] as? [String: Int] == ["overlays": 3, "cached": 0, "failed": 1])
        let whole = try await fixture.call(path).json()["overlays"] as? [[String: Any]]
        #expect(whole?.map { $0["key"] as? String } == found.dropLast().map { $0["key"] as? String })
        let again = try objects(await fixture.call(path, headers: lines))
        #expect(again.last?["counts"] as? [String: Int] == ["overlays": 3, "cached": 3, "failed": 1])
        let body = #"{"timeline_id": "clip-1", "job_id": "job-a", "stage": "detect", "frames": [1]}"#
        let post = try await fixture.call("/v1/overlays", method: .post, headers: lines, body: body)
        #expect(try objects(post).map { $0["frame"] as? Int } == [1, nil])
        #expect(try await fixture.call(path, headers: [.accept: "text/csv"]).status == 406)
        let other = "/v1/timelines/clip-1/jobs/job-a/stages/other/overlays?frames=0"
        #expect(try await fixture.call(other, headers: lines).status == 404)
    }

    @Test("hold detections too")
    func detections() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let path = "\(ServiceFixture.prefix)/detections?frames=0-1,9"
        let found = try objects(await fixture.call(path, headers: lines))
        #expect(found.map { $0["frame"] as? Int } == [0, 1, 9, nil])
        #expect((found[0]["detections"] as? [Any])?.count == 2 && found[2]["problem"] != nil)
        #expect(found[3]["counts"] as? [String: Int] == ["frames": 2, "failed": 1])
        let whole = try await fixture.call(path).json()["frames"] as? [[String: Any]]
        #expect(whole?.map { $0["frame"] as? Int } == [0, 1, 9])
        let one = try await fixture.call("\(ServiceFixture.prefix)/detections/0").json()
        #expect(NSDictionary(dictionary: one) == NSDictionary(dictionary: try #require(whole?.first)))
        #expect(try await fixture.call("\(ServiceFixture.prefix)/detections?frames=0-1000").status == 400)
    }

    @Test("come while the rest is being made, and a call too many is turned away before the first")
    func early() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let count = Mutex(0)
        let signer = ObjectURLSigner(baseURL: "http://127.0.0.1:8080", secret: try .random())
        let store = CountingObjectStore(MemoryObjectStore(signer: signer)) { call in
            guard call == .get,
                count.withLock({
                    $0 += 1; return $0
                }) > 1
            else { return }
            for await _ in gate.stream {}
        }
        let environment = [
            "OVERLAY_RENDER_CONCURRENCY": "1", "OVERLAY_IO_CONCURRENCY": "1", "OVERLAY_QUEUE_LIMIT": "0",
        ]
        let fixture = try ServiceFixture(environment: environment, objects: store)
        try await fixture.putFrames()
        try await fixture.insert(ServiceFixture.detections, stage: "detect")
        try await fixture.serving { port in
            let client = try await RawClient(port: port)
            let path = "GET \(ServiceFixture.prefix)/overlays?frames=0-1"
            try await client.send(path, "Accept: application/x-ndjson\r\n")
            #expect(try await eventually { client.received.contains("\"frame\":0,") })
            #expect(!client.received.contains("\"frame\":1,"))
            let other = try await RawClient(port: port)
            try await other.send(path, "Accept: application/x-ndjson\r\n")
            #expect(try await eventually { other.received.hasPrefix("HTTP/1.1 429 ") })
            gate.continuation.finish()
            #expect(try await eventually { client.received.contains("\"counts\":{") })
        }
        let head = try await fixture.call("\(ServiceFixture.prefix)/overlays?frames=0", method: .head, headers: lines)
        #expect(head.status == 200 && fixture.services.job.limits.admission.partyCount == 0)
    }

    @Test("are worked on no further ahead than may be")
    func window() async throws {
        let started = Mutex(0)
        var most = 0
        var received: [Int] = []
        try await Array(0..<50).forEachConcurrently(width: 4) { number in
            started.withLock { $0 += 1 }
            return number
        } receive: { number in
            received.append(number)
            for _ in 0..<20 { await Task.yield() }
            most = max(most, started.withLock(\.self) - received.count)
        }
        #expect(received == Array(0..<50) && (1...3).contains(most))
    }
}
