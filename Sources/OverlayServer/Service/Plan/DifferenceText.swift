import Detections
import Render
import Store

/// What pictures say of differences in words.
enum DifferenceText {
    /// Of a thing, from the longest to the shortest; none of what is the same.
    static func texts(of thing: FrameComparison.Thing) -> [String] {
        guard thing.differences != [.same] else { return [] }
        let kind = thing.current == nil ? "lost" : thing.reference == nil ? "added" : nil
        let place = thing.differences.contains(.moved) ? thing.similarity.map { "IoU \(fixed($0))" } : nil
        let short = [kind, name(thing), track(thing), thing.dropReason.map { "(\($0))" }]
        let long = [kind, name(thing), confidence(thing), track(thing), place, thing.dropReason.map { "(\($0))" }]
        return [long, short, [kind ?? name(thing)]].map { $0.compactMap(\.self).joined(separator: " ") }
            .reduce(into: []) { if !$1.isEmpty, $0.last != $1 { $0.append($1) } }
    }

    private static func fixed(_ number: Double) -> String { LabelTemplate.Format.fixed(number, decimals: 2) }

    private static func name(_ thing: FrameComparison.Thing) -> String? {
        guard thing.differences.contains(.classChanged) else { return thing.detection.name }
        return "\(thing.current?.name ?? "no class") (was \(thing.reference?.name ?? "no class"))"
    }

    private static func confidence(_ thing: FrameComparison.Thing) -> String? {
        guard let confidence = thing.detection.confidence else { return nil }
        let former = thing.differences.contains(.confidenceChanged) ? thing.reference?.confidence : nil
        return fixed(confidence) + (former.map { " (was \(fixed($0)))" } ?? "")
    }

    private static func track(_ thing: FrameComparison.Thing) -> String? {
        guard let track = thing.detection.trackID else { return nil }
        if let former = thing.formerTracks.current { return "#\(track) (was #\(former))" }
        if let former = thing.formerTracks.reference, let other = thing.reference?.trackID {
            return "#\(track) (reference #\(other), was #\(former))"
        }
        return "#\(track)"
    }

    /// How many things are not the same on both sides.
    static func count(_ comparison: FrameComparison) -> String {
        let count = comparison.things.count { $0.differences != [.same] }
        return count == 0 ? "nothing differs" : "\(count) of \(comparison.things.count) differ"
    }

    /// What a picture's `stage` is held against, by what differs from it.
    static func reference(_ reference: StageAddress, of stage: StageAddress?) -> String {
        let names = [
            reference.job == stage?.job ? nil : reference.job.text,
            reference.stage == stage?.stage ? nil : reference.stage.text,
        ].compactMap(\.self)
        return "against \(names.isEmpty ? "itself" : names.joined(separator: " · "))"
    }

    /// A row for each difference that there is.
    static func legend(_ counts: DifferenceCounts) -> [Panel.Row] {
        Difference.allCases.filter { counts[$0] > 0 }.map { difference in
            let sample = difference.badge.map(Panel.Sample.badge) ?? .color(difference.color)
            return Panel.Row("\(counts[difference]) \(difference.words)", sample: sample)
        }
    }
}

extension Difference {
    /// `nil` of what is the same.
    var badge: DifferenceLayer.Badge? {
        switch self {
        case .same: nil
        case .moved: .moved
        case .classChanged: .classChanged
        case .confidenceChanged: .confidenceUp
        case .added: .added
        case .lost: .lost
        case .identitySwitched: .identitySwitched
        }
    }

    var color: StraightRGBA8 { badge?.color ?? StraightRGBA8(hex: 0xC8C8C8).withOpacity(0.7) }
}

extension FrameComparison.Thing {
    /// Of the differences that weigh most.
    private static let weights: [Difference] = [
        .added, .lost, .identitySwitched, .classChanged, .moved, .confidenceChanged, .same,
    ]

    /// Of the difference that weighs most.
    var color: StraightRGBA8 { (Self.weights.first(where: differences.contains) ?? .same).color }

    var badges: [DifferenceLayer.Badge] {
        let isSurer = (current?.confidence ?? 0) >= (reference?.confidence ?? 0)
        return differences.compactMap { difference in
            difference == .confidenceChanged && !isSurer ? .confidenceDown : difference.badge
        }
    }
}

/// What differs from a reference.
extension LayerMaterial {
    var differences: [DifferenceLayer.Item] {
        marks.compactMap { mark -> DifferenceLayer.Item? in
            guard let thing = mark.thing, thing.differences != [.same], let bounds = mark.bounds(in: frame) else {
                return nil
            }
            var former: [PixelPoint] = []
            if thing.differences.contains(.moved), let reference = thing.reference {
                let mark = Mark(detection: reference, color: .white)
                former = mark.box?.corners ?? mark.bounds(in: frame)?.corners ?? []
            }
            return DifferenceLayer.Item(bounds: bounds, badges: thing.badges, former: former, color: mark.color)
        }
    }
}
