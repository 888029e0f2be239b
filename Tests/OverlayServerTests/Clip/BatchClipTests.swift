import Foundation
import StoreTestSupport
import TestSupport
import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

@Suite("A clip of a batch")
struct BatchClipTests {
    /// What a batch makes, with services that remember nothing of what was before.
    private func run(
        _ fixture: ServiceFixture,
        path: String = "/usr/bin",
        _ options: RerenderOptions? = nil
    ) async throws -> (overlays: [RerenderOutcome], clips: [ClipOutcome], services: Services) {
        let (configuration, stores) = (fixture.services.configuration, fixture.services.stores)
        let services = try Services(configuration: configuration, stores: stores, ffmpeg: try? FFmpeg(path: path))
        let options = try options ?? fixture.options()
        let overlays = try await Rerender(job: services.job, options: options).run { _, _ in }
        let clips = await BatchClips(services.clips, of: services.job, options: options).run(overlays)
        return (overlays, clips, services)
    }

    @Test("lies beside the stage's overlays, is made once, and again where one of them has changed")
    func stored() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let first = try await run(fixture).clips
        #expect(first.map(\.status) == ["rendered"])
        let clip = try #require(first[0].clip)
        #expect(clip.key.text.wholeMatch(of: /overlays\/clip-1\/job-a\/detect\/clip-[0-9a-f]{32}\.mp4/) != nil)
        let object = try await fixture.services.objects.get(clip.key, limit: 1 << 20)
        #expect(object.info.contentType == "video/mp4" && object.bytes.count == clip.byteCount)
        #expect(try await DecodedClip(object.bytes).frames.count == 3)

        let second = try await run(fixture)
        #expect(second.clips.map(\.status) == ["present"] && second.clips[0].clip?.key == clip.key)
        #expect(second.clips[0].clip?.byteCount == clip.byteCount)
        // What the first has noted saved reading frames, also for the clip.
        #expect(await second.services.job.frames.cachedByteCount == 0)

        let key = try ObjectKey("timelines/clip-1/frames/000001.jpg")
        let jpeg = try ImageCodec.encodeJPEG(ServiceFixture.frame(4), quality: 90, sampling: .halfBoth)
        _ = try await fixture.services.objects.put(key, jpeg, contentType: "image/jpeg", mode: .overwrite)
        let third = try await run(fixture).clips
        #expect(third.map(\.status) == ["rendered"] && third[0].clip?.key != clip.key)
        #expect(try await run(fixture, fixture.options(isForced: true)).clips.map(\.status) == ["rendered"])
        #expect(try await run(fixture, fixture.options(frames: "0-1")).clips[0].clip?.key != third[0].clip?.key)
    }

    @Test("is told to be missing in a dry run, and an animated PNG without ffmpeg")
    func others() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        #expect(try await run(fixture, fixture.options(isDryRun: true)).clips.map(\.status) == ["missing"])
        let made = try await run(fixture, path: "/nowhere").clips
        let clip = try #require(made[0].clip)
        #expect(clip.key.text.hasSuffix(".png") && made[0].status == "rendered")
        let bytes = try await fixture.services.objects.get(clip.key, limit: 1 << 20).bytes
        #expect(try await DecodedClip(bytes).description.contains("apng"))
        #expect(try await run(fixture, fixture.options(isDryRun: true)).clips.map(\.status) == ["missing"])
        #expect(
            try await run(fixture, path: "/nowhere", fixture.options(isDryRun: true)).clips.map(\.status) == ["present"]
        )
    }

    @Test("has cards for frames that are damaged, and is another one when they are whole")
    func cards() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        try await fixture.importer().put(Array("broken".utf8), number: 3, format: .jpeg)
        let first = try await run(fixture).clips
        #expect(first[0].clip?.lostCount == 1 && first[0].clip?.request.frames.count == 4)
        let jpeg = try ImageCodec.encodeJPEG(ServiceFixture.frame(3), quality: 90, sampling: .halfBoth)
        try await fixture.importer().put(jpeg, number: 3, format: .jpeg)
        let second = try await run(fixture).clips
        #expect(second[0].clip?.lostCount == 0 && second[0].clip?.key != first[0].clip?.key)
    }

    @Test("is not made where an overlay lacks for another reason, or is too long, and the manifest says why")
    func failures() async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let (overlays, _, services) = try await run(fixture)
        let away = Failure(reporting: ObjectStoreError.unavailable(detail: "away"))
        let last = RerenderOutcome.failed(try fixture.request(2), away, cause: "")
        let clips = BatchClips(services.clips, of: services.job, options: try fixture.options())
        let outcomes = await clips.run(overlays.dropLast() + [last])
        #expect(outcomes.map(\.status) == ["failed"])
        var manifest = ShardManifest(run: "", shard: .whole)
        manifest.add(outcomes[0])
        #expect(manifest.failed == 1 && manifest.failures[0].detail.contains("overlay of frame 2 is not there"))
        let json = try CanonicalJSON.encode(Manifest(overlays, clips: outcomes, of: TimelineID("clip-1")))
        let read = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        let entry = try #require((read["clips"] as? [[String: Any]])?.first)
        #expect(entry["status"] as? String == "failed" && entry["problem"] != nil)

        let long = try (0..<10_001).map { RerenderOutcome.missing(try fixture.request($0)) }
        let tooLong = await clips.run(long)
        guard case .failed(_, let failure, _) = tooLong[0] else {
            Issue.record("\(tooLong)")
            return
        }
        #expect(failure.field == "frames")
    }

    @Test("is pruned as overlays are, by age, size and renderer", arguments: ["mp4", "png"])
    func pruned(ending: String) async throws {
        let fixture = try await ServiceFixture.withTimeline()
        let clip = try #require(try await run(fixture, path: ending == "mp4" ? "/usr/bin" : "/nowhere").clips[0].clip)
        let objects = fixture.services.objects
        func prune(_ set: (inout PruningRules) -> Void) async throws -> Bool {
            var rules = PruningRules()
            set(&rules)
            let later = Date(timeIntervalSinceNow: 3 * 3600)
            _ = try await Pruning(rules, in: objects, under: "overlays/", now: { later }).run()
            return try await objects.head(clip.key) == nil
        }
        let bytes = try await objects.get(clip.key, limit: 1 << 20).bytes
        let type = ending == "mp4" ? "video/mp4" : "image/apng"
        #expect(try await !prune { $0.otherRenderers = true })
        let own = Data("overlay-server \(OverlayKey.rendererVersion):".utf8)
        let range = try #require(Data(bytes).range(of: own))
        var older = Data(bytes)
        older.replaceSubrange(range, with: Data("overlay-server 0:".utf8))
        _ = try await objects.put(clip.key, Array(older), contentType: type, mode: .overwrite)
        #expect(try await prune { $0.otherRenderers = true })
        _ = try await objects.put(clip.key, bytes, contentType: type, mode: .overwrite)
        #expect(try await prune { $0.maxBytes = 0 })
    }
}

@Suite("--rerender --clip")
struct BatchClipCommandTests {
    @Test("says where the clip lies, also in its manifest, and makes it once; a shard makes none")
    func command() async throws {
        let folder = try TemporaryFolder()
        let environment = ["OVERLAY_DATA_DIR": folder.path("data"), "PATH": "/usr/bin:/bin"]
        let demo = ["demo", "--timeline", "t", "--frames", "5", "--size", "160x90"]
        #expect(try await Program.overlayServer(demo, environment).status == 0)
        let batch = ["--rerender", "--timeline", "t", "--job", "demo-job", "--stage", "track_objects", "--clip"]
        let first = try await Program.overlayServer(batch, environment)
        #expect(first.status == 0 && first.output.contains("Clip rendered: overlays/t/demo-job/track_objects/clip-"))
        let clips = folder.everything().filter { $0.hasSuffix(".mp4") }
        #expect(clips.count == 1)
        let manifest = try #require(folder.text("data/mpr-media-out/overlays/t/manifests/demo-job-track_objects.json"))
        let key = try #require(clips.first).replacing("data/mpr-media-out/", with: "")
        #expect(manifest.contains("\"clips\":[{") && manifest.contains("\"key\":\"\(key)\""))
        let second = try await Program.overlayServer(batch + ["--json"], environment)
        #expect(
            second.status == 0 && second.output.contains("{\"clip\":{") && second.output.contains("\"key\":\"\(key)\"")
        )
        #expect(!second.output.contains("rendered"))
        let shard = try await Program.overlayServer(batch + ["--shard", "1/2"], environment)
        #expect(shard.status == 2 && shard.output.contains("--clip does not go with --shard"), "\(shard.output)")
        #expect(try await Program.overlayServer(["--clip"], environment).status == 2)
    }
}
