#if os(Linux)
import Foundation
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite(.enabled(if: TinyDisk.isAvailable, "this process may not mount file systems"))
struct FullDiskTests {
    @Test("a disk that is full fails that frame, leaves no half-written file, and the batch goes on")
    func fullDisk() async throws {
        let disk = try TinyDisk()
        let signer = ObjectURLSigner(baseURL: "http://127.0.0.1:8080", secret: try .random())
        let objects = try DirectoryObjectStore(
            root: disk.folder.path,
            bucket: Configuration.outBucket,
            signer: signer,
            threads: BlockingThreads(count: 2)
        )
        let fixture = try ServiceFixture(environment: ["OVERLAY_RENDER_CONCURRENCY": "1"], objects: objects)
        try await fixture.putFrames()
        try await fixture.insert(ServiceFixture.detections, stage: "detect")
        // Leaves room for the smallest of the overlays alone.
        let ballast = try ObjectKey("ballast")
        _ = try await objects.put(
            ballast,
            [UInt8](repeating: 1, count: 40 << 10),
            contentType: "x/y",
            mode: .createOnly
        )

        let rerender = Rerender(job: fixture.services.job, options: try fixture.options())
        let outcomes = try await rerender.run { _, _ in }
        let failures = outcomes.compactMap { outcome -> Failure? in
            if case .failed(_, let failure, _) = outcome { failure } else { nil }
        }
        #expect(outcomes.count == 3 && !failures.isEmpty)
        #expect(failures.allSatisfy { $0.kind == .storeFull })
        let rendered = outcomes.count { $0.status == "rendered" }
        let isPicture = { (path: String) in
            path.hasPrefix("overlays/") && path.contains(".") && !path.contains("/ledgers/")
        }
        #expect(try await fixture.overlayKeys().count { isPicture($0.text) } == rendered)
        let files = disk.folder.everything().filter(isPicture)
        #expect(files.count == rendered)

        try await objects.delete(ballast)
        #expect(try await fixture.rerender(fixture.options()).allSatisfy { $0 != "failed" })
    }
}
#endif
