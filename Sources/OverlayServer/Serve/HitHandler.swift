import Hummingbird
import OverlayService
import Store

/// Answers with what a pointer meets where on a frame: as a picture of numbers, or as outlines.
struct HitHandler: Sendable {
    let stages: AlignedStages
    let hits: StageHits

    /// The fields of a style that choose detections.
    private static let filters: Set<String> = ["classes", "dropped", "min_confidence", "tracks"]
    private static let widths = 1...65_535

    func one(_ request: Request, context: CallContext) async throws -> Response {
        var query = try request.query()
        let width = try query.takeNumber("width", in: Self.widths)
        try query.filter { !Self.filters.contains($0.key) }.refuseRest()
        let style = try Style(query)
        // A signed query opens pictures alone.
        let type = try request.mediaType(of: context.isSigned ? [.png] : [.json, .png])
        let (address, frame, party) = (try context.stage(), try context.frame(), Party())
        let stage = try await stages.stage(address)
        let found = try await hits.hits(on: frame, of: stage, address, style, for: party)
        guard type == .png else {
            let bytes = try CanonicalJSON.encode(HitsEntry(found))
            return try JSONResponse.makeUnlessKnown(bytes, .json, for: request, headers: [.vary: "Accept"])
        }
        let map = try await hits.map(of: found, width: width, for: party)
        return PictureResponse.makeUnlessKnown(map, .png, for: request)
    }
}
