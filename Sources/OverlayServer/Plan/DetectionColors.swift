import Render
import Store

/// The color of each detection's marks; the same thing has the same color on every frame of every run.
struct DetectionColors {
    private let colorBy: Style.ColorBy?
    /// Of what has no class, track or confidence.
    private static let unknown = StraightRGBA8(hex: 0xBBBBBB)
    /// Where on the scale no confidence lies: what comes before is too dark to be seen on a dark frame.
    private static let confidenceStart = 0.25

    init(colorBy: Style.ColorBy?) { self.colorBy = colorBy }

    func color(of detection: Detection) -> StraightRGBA8 {
        switch colorBy {
        case nil: byTrack(detection) ?? byClass(detection)
        case .class: byClass(detection)
        case .track: byTrack(detection) ?? Self.unknown
        case .index: Palette.color(index: detection.position.detectionIndex)
        case .confidence:
            detection.confidence.map { Colormap.color(at: Self.confidenceStart + $0 * (1 - Self.confidenceStart)) }
                ?? Self.unknown
        }
    }

    private func byTrack(_ detection: Detection) -> StraightRGBA8? { detection.trackID.map(color) }

    private func byClass(_ detection: Detection) -> StraightRGBA8 {
        detection.classID.map(color) ?? detection.label.map(Palette.color(name:)) ?? Self.unknown
    }

    private func color<Kind>(_ id: ReportedID<Kind>) -> StraightRGBA8 {
        switch id {
        case .integer(let integer): Palette.color(index: integer)
        case .name(let name): Palette.color(name: name)
        }
    }
}
