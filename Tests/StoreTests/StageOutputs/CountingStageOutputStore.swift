import Synchronization

@testable import Store

/// A store of given texts that counts how often each is read, and answers only when it is let.
final class CountingStageOutputStore: StageOutputStore {
    private let texts: [(id: String, json: String)]
    private let counts = Mutex<[String: Int]>([:])
    private let gate: Gate?

    /// Reads wait for `gate`, where there is one. Rows are as old as their place in `texts`.
    init(_ texts: [(id: String, json: String)], gate: Gate? = nil) {
        self.texts = texts
        self.gate = gate
    }

    var description: String { "counting" }

    func reads(of id: String) -> Int { counts.withLock { $0[id, default: 0] } }

    func stages(of timeline: TimelineID) async throws(StageOutputStoreError) -> [StageSummary] { [] }

    func rows(
        timeline: TimelineID,
        job: JobID?,
        stage: StageName
    ) async throws(StageOutputStoreError) -> [StageOutputRow] {
        texts.enumerated().map { index, text in
            StageOutputRow(
                id: StageOutputID(text.id),
                jobID: JobID(stored: "j"),
                createdAt: .testing(Double(index)),
                byteCount: text.json.utf8.count
            )
        }
    }

    func json(of id: StageOutputID) async throws(StageOutputStoreError) -> [UInt8] {
        counts.withLock { $0[id.text, default: 0] += 1 }
        await gate?.pass()
        guard let text = texts.first(where: { $0.id == id.text }) else { throw .unknownRow(id) }
        return Array(text.json.utf8)
    }

    func check() async throws(StageOutputStoreError) {}
}

/// Holds back those who want to pass until it is opened.
actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func pass() async {
        guard !isOpen else { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func open() {
        isOpen = true
        waiting.forEach { $0.resume() }
        waiting = []
    }
}
