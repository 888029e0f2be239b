package import Detections
package import Store

/// The comparisons of timelines made last; callers who want one at the same time share the making.
package struct Comparisons: Sendable {
    private struct Key: Hashable, Sendable {
        let current, reference: OutputKey
        let size: FrameSize
        let rule: ComparisonRule
    }

    /// What stands for all that an output says.
    private struct OutputKey: Hashable, Sendable {
        let rows: [StageOutputRow.Identity]
        let alignment: String

        init(_ output: MergedStageOutput) { (rows, alignment) = (output.identities, output.alignmentID) }
    }

    /// How many frames are compared in one go.
    private static let chunkLength = 128

    private let limits: WorkLimits
    private let kept = RecentlyUsed<Key, TimelineComparison>(byteLimit: 32 << 20)
    private let makings = SharedWork<Key, TimelineComparison>()

    package init(limits: WorkLimits) { self.limits = limits }

    /// `current` held against `reference`, in pixels of frames of `size`.
    package func comparison(
        of current: MergedStageOutput,
        with reference: MergedStageOutput,
        on size: FrameSize,
        _ rule: ComparisonRule
    ) async throws -> TimelineComparison {
        let key = Key(current: OutputKey(current), reference: OutputKey(reference), size: size, rule: rule)
        if let known = kept[key] { return known }
        return try await makings.run(key) { [limits, kept] in
            let party = Party()
            let numbers = Set((current.frames + reference.frames).map(\.frame.number)).sorted()
            let chunks = stride(from: 0, to: numbers.count, by: Self.chunkLength).map {
                Array(numbers[$0..<min($0 + Self.chunkLength, numbers.count)])
            }
            var evidence: [FrameEvidence] = []
            try await chunks.forEachConcurrently(width: limits.width) { chunk -> Result<[FrameEvidence], any Error> in
                do {
                    return .success(
                        try await limits.planning.run(for: party) {
                            try await limits.processors.run {
                                try chunk.map { number in
                                    try Task.checkCancellation()
                                    return FrameEvidence(of: number, current, with: reference, on: size, rule)
                                }
                            }
                        }
                    )
                } catch {
                    return .failure(error)
                }
            } receive: {
                evidence += try $0.get()
            }
            let made = TimelineComparison(evidence)
            kept.insert(made, for: key, byteCount: made.byteCount)
            return made
        }
    }
}

extension TimelineComparison {
    /// Roughly what it takes in memory, in bytes.
    fileprivate var byteCount: Int {
        frames.reduce(1024) { $0 + MemoryLayout<Frame>.stride + $1.switches.count * MemoryLayout<Switch>.stride }
    }
}
