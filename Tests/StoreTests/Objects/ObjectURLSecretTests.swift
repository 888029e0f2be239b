import Foundation
import TestSupport
import Testing

@testable import Store

@Suite("The secret of signed URLs")
struct ObjectURLSecretTests {
    @Test("is made once, for its owner only, and found again")
    func load() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("new/folder/secret")
        let first = try ObjectURLSecret.load(from: path)
        let second = try ObjectURLSecret.load(from: path)
        #expect(first.authenticate("m").matches(second.authenticate("m").bytes))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(attributes[.size] as? Int == 32)
        #expect(folder.everything() == ["new", "new/folder", "new/folder/secret"])
    }

    @Test("is the same for all who make it at once")
    func race() async throws {
        for _ in 0..<20 {
            let folder = try TemporaryFolder()
            let threads = BlockingThreads(count: 8)
            let codes = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await threads.run(ifCancelled: .cancelled) { () throws(ObjectStoreError) in
                            try ObjectURLSecret.load(from: folder.path("a/secret")).authenticate("m").bytes
                        }
                    }
                }
                return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
            }
            #expect(codes.count == 1)
            #expect(folder.everything() == ["a", "a/secret"])
        }
    }

    @Test("is read through a symbolic link, as orchestrators mount secrets")
    func linked() throws {
        let folder = try TemporaryFolder()
        let real = try ObjectURLSecret.load(from: folder.path("real"))
        try folder.makeLink("link", to: "real")
        #expect(
            try ObjectURLSecret.load(from: folder.path("link")).authenticate("m").matches(real.authenticate("m").bytes)
        )
    }

    @Test("is refused, and left alone, where the file holds something else", arguments: [0, 1, 31, 33, 5000])
    func otherFile(count: Int) throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "x", count: count)
        try folder.write("secret", text)
        let error = #expect(throws: ObjectStoreError.self) { try ObjectURLSecret.load(from: folder.path("secret")) }
        #expect(error?.debugDescription.contains(folder.path("secret")) == true)
        #expect(error?.description.contains("/") == false)
        #expect(folder.text("secret") == text)
    }

    @Test("is refused where its name is a folder, or a link to nothing")
    func noFile() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("folder")
        try folder.makeLink("dangling", to: "nowhere")
        try folder.write("file", "x")
        for name in ["folder", "dangling", "file/secret"] {
            #expect(throws: ObjectStoreError.self) { try ObjectURLSecret.load(from: folder.path(name)) }
        }
        #expect(folder.everything() == ["folder", "dangling", "file"])
    }

    @Test("differs each time, and does not show itself")
    func random() throws {
        let first = try ObjectURLSecret.random()
        #expect(try !first.authenticate("m").matches(ObjectURLSecret.random().authenticate("m").bytes))
        let signer = ObjectURLSigner(baseURL: "http://h", secret: first)
        #expect("\(first)" == "ObjectURLSecret")
        #expect(String(reflecting: signer).contains("secret: ObjectURLSecret)"))
    }
}
