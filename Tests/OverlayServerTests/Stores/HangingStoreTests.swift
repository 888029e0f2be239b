import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

/// What callers see of a store that takes connections and answers nothing, as a stopped process does.
@Suite("A store that hangs", .enabled(if: RealServers.areRunning, "scripts/test starts the servers"), .serialized)
struct HangingStoreTests {
    private static let impatient = ["OVERLAY_CONNECT_TIMEOUT_SECONDS": "1", "OVERLAY_FIRST_BYTE_TIMEOUT_SECONDS": "1"]

    /// A service behind `proxy`, with one overlay drawn.
    private func service(_ proxied: [String: String]) async throws -> ServiceFixture {
        let timeline = "t-\(UUID().uuidString)"
        let environment = RealServers.environment().merging(Self.impatient) { $1 }.merging(proxied) { $1 }
        let fixture = try ServiceFixture(services: await Services(environment: environment), timeline: timeline)
        try await fixture.putFrames()
        try await fixture.insert(ServiceFixture.detections.replacing("NaN", with: "-500"), stage: "detect")
        #expect(try await fixture.call("/v1/timelines/\(timeline)/jobs/job-a/stages/detect/overlays/0").status == 200)
        return fixture
    }

    private func expectOutage(_ fixture: ServiceFixture, _ proxy: FaultProxy) async throws {
        let path = "/v1/timelines/\(fixture.timeline)/jobs/job-a/stages/detect/overlays/0"
        #expect(try await fixture.call("/readyz").status == 200)
        proxy.hold()
        #expect(try await fixture.call(path).status == 503)
        // It is known now: nobody else asks it anything, and the probes come one by one.
        let before = proxy.acceptedCount
        for _ in 0..<30 {
            let answer = try await fixture.call(path)
            #expect(answer.status == 503 && answer.headers[.retryAfter] != nil)
        }
        #expect(try await fixture.call("/readyz").status == 503)
        #expect(try await fixture.call("/healthz").status == 200)
        #expect(proxy.acceptedCount - before < 30)
        proxy.release()
        var isBack = false
        while !isBack { isBack = try await fixture.call(path).status == 200 }
        #expect(try await fixture.call("/readyz").status == 200)
    }

    @Test("S3")
    func objects() async throws {
        let endpoint = try #require(RealServers.environment()["S3_ENDPOINT_URL"].flatMap(URLComponents.init))
        let proxy = try FaultProxy(to: UInt16(try #require(endpoint.port)), .tcp)
        try await expectOutage(try await service(["S3_ENDPOINT_URL": proxy.url]), proxy)
    }

    @Test("Postgres")
    func database() async throws {
        let url = try #require(RealServers.environment()["DATABASE_URL"])
        let port = try #require(url.firstMatch(of: #/127\.0\.0\.1:([0-9]+)/#).flatMap { UInt16($0.1) })
        let proxy = try FaultProxy(to: port, .tcp)
        let proxied = url.replacing("127.0.0.1:\(port)", with: "127.0.0.1:\(proxy.port)")
        try await expectOutage(try await service(["DATABASE_URL": proxied]), proxy)
    }
}
