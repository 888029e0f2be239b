import Hummingbird
import OverlayService
import Store

/// Names the frames that a person should look at first.
struct RankingHandler: Sendable {
    let ranker: FrameRanker

    private static let limits = 1...1000
    private static let standardLimit = 20

    func ranking(_ request: Request, context: CallContext) async throws -> Response {
        var query = try request.query()
        let criterion = try query.takeChoice("by", of: FrameRanking.Criterion.self)
        let limit = try query.takeNumber("limit", in: Self.limits) ?? Self.standardLimit
        let fields = criterion == .difference ? ComparisonHandler.fields : []
        try query.filter { !fields.contains($0.key) }.refuseRest()
        let subject = try await ranker.subject(try context.stage(), by: criterion, try Style(query))
        return try await JSONResponse.makeUnlessKnown(subject.identityTexts, for: request) {
            let ranking = try await context.whileConnected { try await ranker.ranking(of: subject) }
            return RankingAnswer(ranking, by: criterion, limit: limit)
        }
    }
}

extension RankingSubject {
    /// What decides all that can be said of it.
    fileprivate var identityTexts: [String] {
        output.identityTexts(size) + (reference.map { $0.identityTexts(size) } ?? [])
    }
}
