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

    /// What the plan of the run gives `shard`: the plan of whichever shard came first, else what `make` gives. `isStored` says whether others are to go by it.
    package func parts(
        of shard: Shard,
        isStored: Bool,
        _ make: () async throws -> BatchPlan
    ) async throws -> (plan: StoredPlan, parts: [BatchPlan.Part]) {
        if let first = try await storedPlan() { return (first, try await parts(of: shard, first)) }
        let plan = try await make()
        let stored = StoredPlan(plan, try Array(CanonicalJSON.encode(plan.shards)))
        guard isStored else { return (stored, plan.shards[shard.index - 1]) }
        // First the parts, where nobody looks for them before the plan is there.
        let numbered = Array(plan.shards.enumerated())
        let failures = await numbered.mapConcurrently(width: Self.width) { number, parts -> (any Error)? in
            do {
                let key = try self.key("\(stored.parts)/\(number + 1)")
                _ = try await objects.put(
                    key,
                    Array(CanonicalJSON.encode(parts)),
                    contentType: Self.contentType,
                    mode: .overwrite
                )
                return nil
            } catch {
                return error
            }
        }
        if let failure = failures.compactMap(\.self).first { throw failure }
        let bytes = try Array(CanonicalJSON.encode(stored))
        let outcome = try await objects.put(try key("plan"), bytes, contentType: Self.contentType, mode: .createOnly)
        // Another came first after all.
        if outcome == .existed, let first = try await storedPlan() { return (first, try await parts(of: shard, first)) }
        return (stored, plan.shards[shard.index - 1])
    }

    private func parts(of shard: Shard, _ plan: StoredPlan) async throws -> [BatchPlan.Part] {
        guard shard.count == plan.shards else { return [] }
        let object = try await objects.get(try key("\(plan.parts)/\(shard.index)"), limit: Self.limit)
        return try JSONDecoder().decode([BatchPlan.Part].self, from: Data(object.bytes))
    }

    /// `nil` where no shard has begun.
    package func storedPlan() async throws -> StoredPlan? {
        do {
            let object = try await objects.get(try key("plan"), limit: Self.limit)
            return try JSONDecoder().decode(StoredPlan.self, from: Data(object.bytes))
        } catch ObjectStoreError.notFound {
            return nil
        }
    }

    package func put(_ manifest: ShardManifest) async throws {
        let bytes = try Array(CanonicalJSON.encode(manifest))
        _ = try await objects.put(try key("\(manifest.shard)"), bytes, contentType: Self.contentType, mode: .overwrite)
    }

    /// What the shards have done, in order of their numbers.
    package func manifests() async throws -> [ShardManifest] {
        guard let plan = try await storedPlan() else { return [] }
        let shards = try await objects.allObjects(prefix: prefix).compactMap { entry -> ObjectKey? in
            let name = entry.key.text.dropFirst(prefix.count).dropLast(".json".count)
            return Int(name).map { 1...plan.shards ~= $0 } == true ? entry.key : nil
        }
        let results = await shards.mapConcurrently(width: Self.width) { key -> Result<ShardManifest, any Error> in
            do {
                let object = try await objects.get(key, limit: Self.limit)
                return .success(try JSONDecoder().decode(ShardManifest.self, from: Data(object.bytes)))
            } catch {
                return .failure(error)
            }
        }
        return try results.map { try $0.get() }.sorted { $0.shard < $1.shard }
    }

    private func key(_ name: String) throws(ObjectStoreError) -> ObjectKey { try ObjectKey("\(prefix)\(name).json") }

    /// Of a plan or a manifest, in bytes.
    private static let limit = 256 << 20
    /// How many of them are put or read at once.
    private static let width = 32
    private static let contentType = "application/json"
}

/// A plan as it lies in the store. What it gives each shard lies by itself, since nobody needs that of all of them.
package struct StoredPlan: Codable, Equatable, Sendable {
    /// As in `BatchPlan`.
    package let request: String
    /// How many there are.
    package let shards: Int
    /// The folder of what it gives them, which is named by all of it.
    let parts: String

    init(_ plan: BatchPlan, _ encodedShards: [UInt8]) {
        request = plan.request
        shards = plan.shards.count
        parts = "plan-\(SHA256Digest(of: encodedShards).hex.prefix(16))"
    }
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

    /// Only what failed counts: the rest of it are overlays that have been counted.
    package mutating func add(_ outcome: ClipOutcome) {
        guard case .failed(let stage, let failure, _) = outcome else { return }
        let entry = Failure(
            timeline_id: stage.timeline.text,
            job_id: stage.job.text,
            stage: stage.stage.text,
            frame: nil,
            detail: "clip: \(failure.detail)"
        )
        add(failure, entry)
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
