/// What the demo's detector reports of one thing on one frame.
struct DemoDetection: Sendable {
    /// Why a detection was not passed on; the raw value is the stage output's `reason`.
    enum Reason: String, CaseIterable, Sendable {
        case nms
        case lowConfidence = "low_confidence"
        case occluded
    }

    /// The object that was found; `nil` where there is none.
    let objectID: Int?
    let label: String
    let classID: Int
    /// 0…1000.
    let confidenceThousandths: Int
    let box: DemoBox
    /// `nil` for a detection that was kept.
    let reason: Reason?

    /// As a stage output writes it: `id` first, then what was found, then `outcome`.
    func json(id: String, outcome: [(key: String, value: DemoJSON)]) -> DemoJSON {
        let found: [(key: String, value: DemoJSON)] = [
            ("id", .text(id)),
            ("label", .text(label)),
            ("class_id", .integer(classID)),
            ("confidence", .decimal(units: confidenceThousandths, places: 3)),
            ("bbox", .list([box.x, box.y, box.width, box.height].map { .decimal(units: $0, places: 2) })),
        ]
        return .object(found + outcome)
    }
}
