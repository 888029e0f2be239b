import Detections
import Render
import Store

/// Where the tracks of one frame are.
package struct FramePositions: Sendable {
    struct Position: Sendable {
        let track: TrackID
        /// The middle of what is drawn of it, in frame pixels.
        let point: PixelPoint
        /// What gives it its color.
        let label: String?
        let classID: ClassID?
        let confidence: Double?
    }

    let number: Int
    /// In seconds.
    let time: Double
    let positions: [Position]

    /// Of frames of which nobody says when they are.
    private static let frameSeconds = 1.0 / 30
    /// In seconds: 0.8 − 0.2 is more than 0.6.
    fileprivate static let tolerance = 1e-6
    /// Frames further back are not looked at.
    private static let mostFrames = 2_000

    /// Of the detections that `style` shows; `nil` where the output does not name the frame.
    init?(of number: Int, in output: MergedStageOutput, _ style: Style, _ size: PixelSize, time: Double) {
        guard let found = output.detections(of: number, in: FrameSize(size))?.detections else { return nil }
        let filter = DetectionFilter(style)
        (self.number, self.time) = (number, time)
        positions = found.detections.compactMap { detection in
            guard let track = detection.trackID, filter.field(hiding: detection) == nil,
                let bounds = Mark(detection: detection, color: .white).bounds(in: size)
            else { return nil }
            return Position(
                track: track,
                point: bounds.center,
                label: detection.label,
                classID: detection.classID,
                confidence: detection.confidence
            )
        }
    }

    /// Those of frame `number` and of frames up to `seconds` before it, the latest first.
    static func past(
        of number: Int,
        in output: MergedStageOutput,
        seconds: Double,
        _ time: (Int) -> Double?,
        _ positions: (_ number: Int, _ time: Double) -> FramePositions?
    ) -> [FramePositions] {
        let first = output.firstNumber ?? 0
        var past: [FramePositions] = []
        func moment(_ number: Int) -> Double {
            time(number) ?? output.frame(number)?.frame.timestamp ?? Double(number) * frameSeconds
        }
        let now = moment(number)
        for other in stride(from: number, through: max(first, number - mostFrames), by: -1) {
            guard output.frame(other) != nil else { continue }
            let then = moment(other)
            guard now - then <= seconds + tolerance, !Task.isCancelled else { break }
            if let found = positions(other, then) { past.append(found) }
        }
        return past
    }

    /// Roughly what it takes in memory, in bytes.
    var byteCount: Int { 64 + positions.count * 128 }
}

/// Layers that show where tracks were.
extension LayerMaterial {
    var trails: [TrailLayer.Trail] {
        guard let now = now else { return [] }
        var trails: [TrackID: [TrailLayer.Point]] = [:]
        var colors: [TrackID: StraightRGBA8] = [:]
        var order: [TrackID] = []
        var lastIndex: [TrackID: Int] = [:]
        let past = Array(context.past.reversed())
        for (index, frame) in past.enumerated() where now - frame.time <= style.trailSeconds + FramePositions.tolerance
        {
            for position in frame.positions {
                if trails[position.track] == nil { order.append(position.track) }
                let isAfterGap = lastIndex[position.track].map { $0 < index - 1 } ?? false
                let age = (now - frame.time) / style.trailSeconds
                let point = TrailLayer.Point(place: position.point, age: min(max(age, 0), 1), isAfterGap: isAfterGap)
                trails[position.track, default: []].append(point)
                colors[position.track] = palette.color(of: position)
                lastIndex[position.track] = index
            }
        }
        return order.map { TrailLayer.Trail(points: trails[$0] ?? [], color: colors[$0] ?? .white) }
    }

    var arrows: [ArrowLayer.Arrow] {
        guard let now, let current = context.past.first, current.number == found.frame else { return [] }
        return current.positions.compactMap { position in
            // The earliest place in the half second before.
            for frame in context.past.dropFirst().reversed()
            where now - frame.time <= Style.arrowSeconds + FramePositions.tolerance {
                guard let before = frame.positions.first(where: { $0.track == position.track }) else { continue }
                let step = (position.point - before.point) * (Style.arrowSeconds / max(now - frame.time, 1e-6))
                return ArrowLayer.Arrow(
                    start: position.point,
                    end: position.point + step,
                    color: palette.color(of: position)
                )
            }
            return nil
        }
    }

    /// In seconds; `nil` where nothing is known of the past.
    private var now: Double? {
        guard let latest = context.past.first else { return nil }
        return latest.number == found.frame ? latest.time : context.subject.timestamp ?? latest.time
    }
}

extension DetectionColors {
    fileprivate func color(of position: FramePositions.Position) -> StraightRGBA8 {
        var detection = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 0))
        (detection.trackID, detection.label, detection.classID) = (position.track, position.label, position.classID)
        detection.confidence = position.confidence
        return color(of: detection)
    }
}
