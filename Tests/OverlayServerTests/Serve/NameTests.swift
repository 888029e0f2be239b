import Foundation
import StoreTestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("Names as pipelines give them")
struct NameTests {
    @Test(
        "can be asked for, per cent encoded, and by a batch",
        arguments: [
            "manual__2026-11-27T10:00:00+00:00", "a b", "50%", "%2F", "q?x=1&y#z", "a\\b", "Ü名", "..a",
            String(repeating: "ü", count: 128),
        ]
    )
    func unusual(name: String) async throws {
        let fixture = try ServiceFixture()
        try await fixture.putFrames()
        let address = StageAddress(
            timeline: try TimelineID(fixture.timeline),
            job: try JobID(name),
            stage: try StageName(name)
        )
        try await fixture.importer().insert(Array(ServiceFixture.detections.utf8), as: address)
        let encoded = name.percentEncoded()
        let path = "/v1/timelines/clip-1/jobs/\(encoded)/stages/\(encoded)"
        let answer = try await fixture.call("\(path)/overlays/0").json()
        #expect(answer["job_id"] as? String == name && answer["stage"] as? String == name)
        let rerender = Rerender(job: fixture.services.job, options: try fixture.options(job: name, stage: name))
        #expect(try await rerender.run { _, _ in }.map(\.status) == ["present", "rendered", "rendered"])
    }

    @Test("never meet in a key")
    func keys() throws {
        let names = ["a/b", "a%2Fb", "a%252Fb", "a\\b", "a%5Cb", ".", "%2E", "..", "a\u{1}b", "a%01b", "a", "b"]
        var prefixes: Set<String> = []
        for job in names {
            for stage in names {
                let address = StageAddress(
                    timeline: try TimelineID("t"),
                    job: JobID(stored: job),
                    stage: StageName(stored: stage)
                )
                let prefix = OverlayKey.prefix(of: address, under: "overlays/")
                #expect(prefix.split(separator: "/").count == 4, "\(prefix)")
                #expect(throws: Never.self) { try ObjectKey("\(prefix)x.png") }
                #expect(prefixes.insert(prefix).inserted, "\(prefix)")
            }
        }
    }

    @Test("that no request can say are told of where they are listed")
    func unusable() async throws {
        let fixture = try ServiceFixture()
        try await fixture.putFrames()
        let address = StageAddress(
            timeline: try TimelineID("clip-1"),
            job: JobID(stored: "a/b"),
            stage: try StageName("s")
        )
        try await fixture.importer().insert(Array(ServiceFixture.detections.utf8), as: address)
        for (path, list) in [("/v1/timelines", "timelines"), ("/v1/timelines/clip-1/stages", "stages")] {
            let entries = try await fixture.call(path).json()[list] as? [[String: Any]]
            let warnings = entries?.first?["warnings"] as? [[String: Any]]
            #expect(warnings?.first?["code"] as? String == "name_unusable", "\(path)")
            #expect((warnings?.first?["detail"] as? String)?.contains("\"a/b\"") == true)
        }
    }
}
