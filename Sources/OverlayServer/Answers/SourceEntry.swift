import Store

/// The row of `stage_output` that an answer shows.
struct SourceEntry: Encodable, Sendable {
    let id: String
    let created_at: String?

    init(_ source: MergedStageOutput.Source) {
        id = source.identity.id.text
        created_at = source.createdAt.flatMap(ISOTime.text)
    }
}
