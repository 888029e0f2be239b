import Synchronization

@testable import Store

/// A store of given texts that counts how often each is read, and answers only when it is let.
final class CountingStageOutputStore: StageOutputStore {
    private let texts: [(id: String, json: String)]
    private let counts = Mutex<[String: Int]>([:])
    private let queryCount = Mutex(0)
    private let cancelledCount = Mutex(0)
    private let gate: ReadGate?
    /// Of all rows.
    let revision = Mutex("1")

    /// Reads wait for `gate`, where there is one. Rows are as old as their place in `texts`.
    init(_ texts: [(id: String, json: String)], gate: ReadGate? = nil) {
        self.texts = texts
        self.gate = gate
    }

    var description: String { "counting" }

    func reads(of id: String) -> Int { counts.withLock { $0[id, default: 0] } }

    /// How often rows were read, several at once counting once.
    var queries: Int { queryCount.withLock { $0 } }

    /// How many reads were given up.
    var cancelledReads: Int { cancelledCount.withLock { $0 } }

    func timelines(limit: Int, after cursor: TimelineCursor?) async throws(StageOutputStoreError) -> [TimelineSummary] {
        []
    }

    func parents(of jobs: [JobID]) async throws(StageOutputStoreError) -> [JobID: JobID] { [:] }

    func stages(of timeline: TimelineID) async throws(StageOutputStoreError) -> StageList { StageList([]) }

    func rows(
        timeline: TimelineID,
        job: JobID?,
        stage: StageName
    ) async throws(StageOutputStoreError) -> StageOutputRows {
        StageOutputRows(
            texts.enumerated().map { index, text in
                StageOutputRow(
                    id: StageOutputID(text.id),
                    revision: revision.withLock(\.self),
                    jobID: JobID(stored: "j"),
                    createdAt: .testing(Double(index))
                )
            }
        )
    }

    func read(
        _ ids: [StageOutputID],
        _ receive: (StageOutputID, [UInt8]) async -> Void
    ) async throws(StageOutputStoreError) {
        queryCount.withLock { $0 += 1 }
        for id in ids {
            counts.withLock { $0[id.text, default: 0] += 1 }
            await gate?.pass()
            if Task.isCancelled {
                cancelledCount.withLock { $0 += 1 }
                throw .cancelled
            }
            guard let text = texts.first(where: { $0.id == id.text }) else { throw .unknownRow(id) }
            await receive(id, Array(text.json.utf8))
        }
    }

    func check() async throws(StageOutputStoreError) {}
}

/// Holds back those who want to pass until it is opened.
actor ReadGate {
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
