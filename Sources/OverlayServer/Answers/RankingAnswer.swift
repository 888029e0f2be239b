import OverlayService

/// The frames of a stage that a person should look at first.
struct RankingAnswer: Encodable {
    let by: String
    let frames: [Entry]

    struct Entry: Encodable {
        let frame: Int
        let timestamp: Double?
        let score: Int
        let detail: String
    }

    init(_ ranking: FrameRanking, by criterion: FrameRanking.Criterion, limit: Int) {
        by = criterion.rawValue
        frames = ranking.entries.prefix(limit).map {
            Entry(frame: $0.frame, timestamp: $0.timestamp, score: $0.score, detail: $0.detail)
        }
    }
}
