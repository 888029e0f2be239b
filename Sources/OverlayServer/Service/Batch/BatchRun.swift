import Foundation
package import Store

/// A batch that many processes render together: where its plan and what each of its shards has done lie, in the bucket of the overlays.
package struct BatchRun: Sendable {
    package let id: String
    private let objects: any ObjectStore
    private let prefix: String

    /// Throws `.malformed` where no key can have the id: letters, digits, `.`, `_` and `-`, at most 128, can.
    package init(_ id: String, in objects: any ObjectStore, under prefix: String) throws(RequestError) {
        let isName = id.utf8.allSatisfy { byte in
            byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
                || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
                || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains(byte)
        }
        guard isName, 1...128 ~= id.utf8.count, !id.hasPrefix(".") else {
            throw .malformed(field: "run", reason: "A run is named by letters, digits, '.', '_' and '-', at most 128.")
        }
        self.id = id
        self.objects = objects
        self.prefix = "\(prefix)manifests/\(id)/"
    }

    /// The plan of the run: that of whichever shard came first, else what `make` gives. `isStored` says whether others are to go by it.
    package func plan(isStored: Bool, _ make: () async throws -> BatchPlan) async throws -> BatchPlan {
        if let plan = try await storedPlan() { return plan }
        let plan = try await make()
        guard isStored else { return plan }
        let bytes = try Self.encoded(plan)
        let outcome = try await objects.put(planKey(), bytes, contentType: "application/json", mode: .createOnly)
        // Another came first after all.
        if outcome == .existed, let first = try await storedPlan() { return first }
        return plan
    }

    /// `nil` where no shard has begun.
    package func storedPlan() async throws -> BatchPlan? {
        do {
            let object = try await objects.get(planKey(), limit: Self.limit)
            return try JSONDecoder().decode(BatchPlan.self, from: Data(object.bytes))
        } catch ObjectStoreError.notFound {
            return nil
        }
    }

    package func put(_ manifest: ShardManifest) async throws {
        let key = try ObjectKey("\(prefix)\(manifest.shard).json")
        _ = try await objects.put(key, try Self.encoded(manifest), contentType: "application/json", mode: .overwrite)
    }

    /// What the shards have done, in order of their numbers.
    package func manifests() async throws -> [ShardManifest] {
        var manifests: [ShardManifest] = []
        for entry in try await objects.allObjects(prefix: prefix) where entry.key.text != (try planKey()).text {
            let object = try await objects.get(entry.key, limit: Self.limit)
            manifests.append(try JSONDecoder().decode(ShardManifest.self, from: Data(object.bytes)))
        }
        return manifests.sorted { $0.shard < $1.shard }
    }

    private func planKey() throws(ObjectStoreError) -> ObjectKey { try ObjectKey("\(prefix)plan.json") }

    private static func encoded(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    /// Of a plan or a manifest, in bytes.
    private static let limit = 256 << 20
}

/// What one shard of a run has done.
package struct ShardManifest: Codable, Equatable, Sendable {
    package enum Status: String, Codable, Sendable {
        case complete
        /// It was told to stop, and has begun nothing more.
        case interrupted
    }

    /// What could not be rendered, and why.
    package struct Failure: Codable, Equatable, Sendable {
        package let timeline_id: String
        /// Absent for a timeline as a whole, as the two that follow.
        package let job_id: String?
        package let stage: String?
        package let frame: Int?
        package let detail: String
    }

    package let run: String
    /// 1…`shards`.
    package let shard: Int
    package let shards: Int
    package var status = Status.complete
    package let renderer_version: String
    package private(set) var rendered = 0
    package private(set) var present = 0
    package private(set) var failed = 0
    /// How many of the failures came of a store or a database that was away.
    package private(set) var away = 0
    /// The first of the failures.
    package private(set) var failures: [Failure] = []
    /// Parts of stage outputs that could not be drawn.
    package private(set) var skipped_count = 0
    /// Of the overlays that were rendered.
    package private(set) var bytes = 0
    package var seconds = 0.0

    private static let failureLimit = 10_000

    package init(run: String, shard: Shard) {
        self.run = run
        self.shard = shard.index
        shards = shard.count
        renderer_version = OverlayKey.rendererVersion
    }

    package mutating func add(_ outcome: RerenderOutcome) {
        skipped_count += outcome.skippedCount
        switch outcome {
        case .rendered(let overlay): (rendered, bytes) = (rendered + 1, bytes + overlay.byteCount)
        case .present: present += 1
        case .missing: break
        case .failed(let request, let failure, _):
            let stage = request.stage
            add(
                failure,
                Failure(
                    timeline_id: stage.timeline.text,
                    job_id: stage.job.text,
                    stage: stage.stage.text,
                    frame: request.frame,
                    detail: failure.detail
                )
            )
        }
    }

    /// A timeline of which nothing could be rendered.
    package mutating func add(_ failure: OverlayService.Failure, of timeline: TimelineID) {
        add(failure, Failure(timeline_id: timeline.text, job_id: nil, stage: nil, frame: nil, detail: failure.detail))
    }

    private mutating func add(_ failure: OverlayService.Failure, _ entry: Failure) {
        failed += 1
        if failure.isAway { away += 1 }
        if failures.count < Self.failureLimit { failures.append(entry) }
    }
}

extension Failure {
    /// Whether the same work may succeed when a store or the database is back.
    package var isAway: Bool { kind == .storeUnavailable || kind == .databaseUnavailable }
}
