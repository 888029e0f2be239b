import Foundation
import Testing

@testable import Store

@Suite("A provider of credentials")
struct CredentialsProviderTests {
    private let script = LoadScript()
    private let provider: CredentialsProvider

    init() {
        provider = CredentialsProvider(policy: RefreshPolicy(), clock: { [script] in script.now }) {
            [script] _ throws(CredentialsError) in try await script.load()
        }
    }

    @Test("loads keys that stay once, for everybody who asks meanwhile")
    func shared() async throws {
        script.give("a", seconds: nil)
        script.hold()
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<100 { group.addTask { try await key() } }
            await script.begun(1)
            for _ in 0..<1_000 { await Task.yield() }
            script.release()
            for try await name in group { #expect(name == "a") }
        }
        script.advance(1_000_000)
        #expect(try await key() == "a")
        #expect(script.loads == 1)
    }

    @Test("serves the old ones while new ones come, from ten minutes before the end")
    func advisory() async throws {
        script.give("old", seconds: 3_600)
        #expect(try await key() == "old")
        script.advance(2_999)
        #expect(try await key() == "old")
        #expect(script.loads == 1)
        script.advance(1)
        script.hold()
        script.give("new", seconds: 3_600)
        for _ in 0..<3 { #expect(try await key() == "old") }
        await script.begun(2)
        script.release()
        try await becomes("new")
        #expect(script.loads == 2)
    }

    @Test("waits for new ones in the last minute")
    func mandatory() async throws {
        script.give("old", seconds: 3_600)
        #expect(try await key() == "old")
        script.advance(3_540)
        script.give("new", seconds: 3_600)
        #expect(try await key() == "new")
        #expect(script.loads == 2)
    }

    @Test("keeps the old ones when a renewal fails, tries later, and fails at their end")
    func failing() async throws {
        script.give("old", seconds: 3_600)
        #expect(try await key() == "old")
        script.fail(.expired(.instance))
        script.advance(3_540)
        #expect(try await key() == "old")
        #expect(try await key() == "old")
        #expect(script.loads == 2)
        script.advance(1)
        #expect(try await key() == "old")
        #expect(script.loads == 3)
        script.advance(59)
        for _ in 0..<2 {
            await #expect(throws: CredentialsError.expired(.instance)) { try await key() }
        }
        #expect(script.loads == 4)
        script.advance(1)
        script.give("new", seconds: 3_600)
        #expect(try await key() == "new")
    }

    @Test("does not ask again and again a source that has nothing fresher yet")
    func stale() async throws {
        script.give("old", seconds: 500)
        #expect(try await key() == "old")
        #expect(try await key() == "old")
        #expect(script.loads == 1)
        script.advance(1)
        #expect(try await key() == "old")
        await script.begun(2)
        #expect(script.loads == 2)
    }

    @Test("renews what S3 refused as expired, once for all who were refused")
    func refused() async throws {
        script.give("old", seconds: nil)
        let old = try await provider.credentials(at: script.now)
        script.give("new", seconds: nil)
        await provider.refusedAsExpired(old)
        #expect(try await key() == "new")
        await provider.refusedAsExpired(old)
        #expect(try await key() == "new")
        #expect(script.loads == 2)
    }

    @Test("gives refused ones again where the source has no others, and asks it once a second at most")
    func refusedForGood() async throws {
        script.give("old", seconds: nil)
        let old = try await provider.credentials(at: script.now)
        for _ in 0..<5 {
            await provider.refusedAsExpired(old)
            #expect(try await key() == "old")
        }
        #expect(script.loads == 2)
        script.advance(1)
        script.fail(.expired(.files))
        await #expect(throws: CredentialsError.expired(.files)) { try await key() }
    }

    @Test("goes on loading for the others when the first to ask is cancelled")
    func cancellation() async throws {
        script.give("a", seconds: nil)
        script.hold()
        let first = Task { try await key() }
        await script.begun(1)
        let second = Task { try await key() }
        first.cancel()
        script.release()
        #expect(try await second.value == "a")
        #expect(script.loads == 1)
    }

    private func key() async throws(CredentialsError) -> String {
        try await provider.credentials(at: script.now).accessKeyID
    }

    private func becomes(_ name: String) async throws {
        while try await key() != name { await Task.yield() }
    }
}
