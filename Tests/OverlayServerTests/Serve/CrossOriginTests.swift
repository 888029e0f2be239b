import HTTPTypes
import Testing

@testable import OverlayServer

@Suite("A page of another origin")
struct CrossOriginTests {
    private let path = "\(ServiceFixture.prefix)/overlays/0"
    private let allowed: [String: String] = ["OVERLAY_CORS_ORIGINS": "https://mpr.example, http://localhost:5173"]

    private func headers(_ origin: String, _ environment: [String: String], path: String? = nil) async throws
        -> HTTPFields
    {
        let fixture = try await ServiceFixture.withTimeline(environment: environment)
        return try await fixture.call(path ?? self.path, headers: [.origin: origin]).headers
    }

    @Test("may read answers, also errors, where the list has its origin")
    func list() async throws {
        for path in [path, "/v1/nothing", "/healthz"] {
            let headers = try await headers("https://mpr.example", allowed, path: path)
            #expect(headers[.accessControlAllowOrigin] == "https://mpr.example", "\(path)")
            #expect(headers[.accessControlExposeHeaders]?.contains("ETag") == true)
            #expect(headers[.vary]?.hasSuffix("Origin") == true)
        }
        for origin in ["https://evil.example", "http://mpr.example", "https://mpr.example.evil.example", "null"] {
            #expect(try await headers(origin, allowed)[.accessControlAllowOrigin] == nil, "\(origin)")
        }
        #expect(try await headers("https://mpr.example", [:])[.accessControlAllowOrigin] == nil)
        let all = try await headers("https://any.example", ["OVERLAY_CORS_ORIGINS": "*"])
        #expect(all[.accessControlAllowOrigin] == "https://any.example")
    }

    @Test("is told before a call what it may send")
    func preflight() async throws {
        let fixture = try await ServiceFixture.withTimeline(environment: allowed)
        let answer = try await fixture.call(
            "/v1/overlays",
            method: .options,
            headers: [.origin: "http://localhost:5173", .accessControlRequestMethod: "POST"]
        )
        #expect(answer.status == 204)
        #expect(answer.headers[.accessControlAllowMethods] == "POST, OPTIONS")
        #expect(answer.headers[.accessControlAllowHeaders]?.contains("Authorization") == true)
        #expect(answer.headers[.accessControlMaxAge] == "600")
    }

    @Test(
        "cannot be let in by what is no origin",
        arguments: ["mpr.example", "https://mpr.example/", "*,https://a.example"]
    )
    func faults(origins: String) {
        #expect(throws: ConfigurationError.self) {
            try Configuration(environment: ["OVERLAY_CORS_ORIGINS": origins], processorCount: 1)
        }
    }

    @Test("or of this one may load nothing but from here, and pictures")
    func policy() async throws {
        let policy = try await headers("https://mpr.example", [:])[.contentSecurityPolicy]
        #expect(policy?.contains("default-src 'self'") == true && policy?.contains("unsafe") == false)
        #expect(policy?.hasSuffix("frame-ancestors 'none'") == true)
    }

    @Test("may show this one in a frame where the setting names it")
    func framing() async throws {
        let environment = ["OVERLAY_FRAME_ANCESTORS": "https://mpr.example,http://localhost:5173"]
        let policy = try await headers("https://mpr.example", environment, path: "/")[.contentSecurityPolicy]
        #expect(policy?.hasSuffix("frame-ancestors https://mpr.example http://localhost:5173") == true)
    }

    @Test("may import the viewer's elements, also by their version")
    func elements() async throws {
        let fixture = try await ServiceFixture.withTimeline(environment: allowed)
        let current = try await fixture.call("/viewer/elements.js", headers: [.origin: "https://mpr.example"])
        #expect(current.status == 200 && current.headers[.accessControlAllowOrigin] == "https://mpr.example")
        #expect(try await fixture.call("/viewer/v1/elements.js").bytes == current.bytes)
        #expect(try await fixture.call("/viewer/v2/elements.js").status == 404)
    }
}
