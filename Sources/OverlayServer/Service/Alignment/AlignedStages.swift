import Detections
package import Store

/// Reads what stages reported, each held against the frames of its timeline.
package struct AlignedStages: Sendable {
    private struct Key: Hashable, Sendable {
        let rows: [StageOutputRow.Identity]
        let list: ContinuousClock.Instant
        let frameCount: Int
    }

    private let reader: StageReader
    private let catalog: FrameCatalog
    private let kept = RecentlyUsed<Key, StageAlignment>(byteLimit: 32 << 20)
    private let makings = SharedWork<Key, StageAlignment>()

    package init(_ reader: StageReader, on catalog: FrameCatalog) {
        self.reader = reader
        self.catalog = catalog
    }

    /// Everything that one stage reported, and what there is to say of its frames. Throws the `RequestError` that says which name
    /// is unknown.
    package func stage(_ address: StageAddress) async throws -> MergedStageOutput {
        let output = try await reader.stage(address)
        // It is what the others are held against.
        guard address.stage.text != StageReader.listStage else { return output }
        let list = try await catalog.list(of: address.timeline)
        if let known = kept[key(output, list)] { return known.applied(to: output) }
        let alignment = try await alignment(of: output, on: list)
        guard alignment.lacksFrames else { return alignment.applied(to: output) }
        // They may have come since.
        let newer = try await catalog.list(of: address.timeline, after: list)
        return try await self.alignment(of: output, on: newer).applied(to: output)
    }

    /// What findings of `stage` are to be held against; `nil` where they are shown for themselves.
    package func reference(of stage: StageAddress, _ style: Style) async throws -> MergedStageOutput? {
        guard let address = style.reference(of: stage) else { return nil }
        return try await reference(address)
    }

    /// The same of what a stage is held against: errors name the field that asks for it.
    package func reference(_ address: StageAddress) async throws -> MergedStageOutput {
        do {
            return try await stage(address)
        } catch let error as RequestError {
            switch error {
            case .unknownJob: throw RequestError.unknownReference(field: "compare_job", reason: "\(error)")
            case .unknownStage: throw RequestError.unknownReference(field: "compare_stage", reason: "\(error)")
            default: throw error
            }
        }
    }

    private func key(_ output: MergedStageOutput, _ list: FrameList) -> Key {
        Key(rows: output.identities, list: list.time, frameCount: list.entries.count)
    }

    private func alignment(of output: MergedStageOutput, on list: FrameList) async throws -> StageAlignment {
        let key = key(output, list)
        if let known = kept[key] { return known }
        let alignment = try await makings.run(key) { StageAlignment(output, on: list) }
        kept.insert(alignment, for: key, byteCount: alignment.byteCount)
        return alignment
    }
}

extension MergedStageOutput {
    /// The same, held against frames of these numbers, in order, that have no times.
    package func held(against numbers: [Int], _ base: NumberBase) -> MergedStageOutput {
        let entries = numbers.map { FrameList.Entry(number: $0, timestamp: nil, frame: .failure(.missing($0))) }
        let list = FrameList(entries: entries, sources: [], numberBase: base, forms: [], cost: .zero, time: .now)
        return StageAlignment(self, on: list).applied(to: self)
    }
}
