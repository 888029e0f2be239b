import Foundation
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

/// What callers get of a service whose way to its store resets, cuts and delays what passes.
@Suite("Through a spoiled network", .enabled(if: RealServers.areRunning, "scripts/test starts the servers"))
struct SpoiledNetworkTests {
    @Test(
        "an overlay is whole and right, or there is an error that says to try again",
        arguments: [1, 2, 3] as [UInt64]
    )
    func overlays(seed: UInt64) async throws {
        let endpoint = try #require(RealServers.environment()["S3_ENDPOINT_URL"].flatMap(URLComponents.init))
        let proxy = try FaultProxy(to: UInt16(try #require(endpoint.port)), .http)
        let environment = RealServers.environment(["OVERLAY_FRAME_CACHE_BYTES": "0"])
        let direct = try await ServiceFixture(services: Services(environment: environment), timeline: "t-\(UUID())")
        try await direct.putFrames()
        try await direct.insert(ServiceFixture.detections.replacing("NaN", with: "-500"), stage: "detect")
        let spoiled = try await ServiceFixture(
            services: Services(environment: environment.merging(["S3_ENDPOINT_URL": proxy.url]) { $1 }),
            timeline: direct.timeline
        )
        var generator = SplitMix64(seed: seed)
        var drawn = 0
        for index in 0..<24 {
            proxy.script((0..<3).map { _ in Self.fault(&generator) })
            let style = try Style(["thickness": ["\(1 + Double(index) / 8)"]])
            do {
                let overlay = try await spoiled.services.job.runInTime(spoiled.request(index % 2, style))
                let stored = try await direct.services.objects.get(overlay.key, limit: 1 << 20)
                #expect(stored.bytes.count == overlay.stored.byteCount)
                _ = try await direct.services.objects.delete(overlay.key)
                let again = try await direct.services.job.runInTime(direct.request(index % 2, style))
                #expect(again.key == overlay.key)
                #expect(try await direct.services.objects.get(again.key, limit: 1 << 20).bytes == stored.bytes)
                drawn += 1
            } catch {
                let problem = Problem(Failure(reporting: error))
                #expect(problem.status == 503 && problem.retryAfterSeconds != nil, "\(String(reflecting: error))")
            }
        }
        #expect(drawn > 12)
    }

    @Test(
        "a fresh overlay takes three requests, and one that is there takes one, or none where that is remembered",
        arguments: [("0", ["HEAD"]), ("60", [])] as [(String, [String])]
    )
    func requestCount(knownSeconds: String, methodsWhenCached: [String]) async throws {
        let endpoint = try #require(RealServers.environment()["S3_ENDPOINT_URL"].flatMap(URLComponents.init))
        let proxy = try FaultProxy(to: UInt16(try #require(endpoint.port)), .http)
        let services = try await Services(
            environment: RealServers.environment([
                "S3_ENDPOINT_URL": proxy.url, "OVERLAY_KNOWN_SECONDS": knownSeconds,
            ])
        )
        let fixture = ServiceFixture(services: services, timeline: "t-\(UUID())")
        try await fixture.putFrames()
        try await fixture.insert(ServiceFixture.detections.replacing("NaN", with: "-500"), stage: "detect")
        _ = try await services.job.catalog.frames(of: TimelineID(fixture.timeline))
        for (isCached, methods) in [(false, ["GET", "HEAD", "PUT"]), (true, methodsWhenCached)] {
            let before = proxy.requests.count
            let overlay = try await services.job.run(fixture.request(0), for: Party())
            #expect(overlay.stored.isCached == isCached)
            // The list of frames is asked for anew where that is of some seconds ago by now.
            let requests = proxy.requests.dropFirst(before).filter { !$0.path.contains("list-type=") }
            #expect(requests.map(\.method) == methods)
        }
    }

    private static func fault(_ generator: inout SplitMix64) -> Fault {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: .refuse
        case 1: .resetAfter(bytes: .random(in: 0..<9_000, using: &generator))
        case 2: .truncateAfter(bytes: .random(in: 0..<9_000, using: &generator))
        case 3: .respond(Array("HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n".utf8))
        default: .pass
        }
    }
}
