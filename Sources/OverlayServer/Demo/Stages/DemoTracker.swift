import Render

/// A tracker that always knows who is who: the same track id for the same object, also after it was out of view.
struct DemoTracker: Sendable {
    /// One track on one frame.
    struct Entry: Sendable {
        let trackID: Int
        let detection: DemoDetection
        /// The frame on which the object was last found, where that is an earlier one.
        let sourceFrame: Int?
    }

    private struct Track {
        let id: Int
        var frame: Int
        var detection: DemoDetection
        /// Pixels a frame.
        var velocity: PixelPoint
    }

    /// How many frames a track goes on without its object.
    private static let coastingFrames = 3

    private let size: PixelSize
    /// Whether what was away comes back under a new id.
    private let isForgetful: Bool
    private var tracks: [Int: Track] = [:]
    private var newestID = 0

    init(size: PixelSize, isForgetful: Bool = false) { (self.size, self.isForgetful) = (size, isForgetful) }

    /// The tracks of the next frame, in the order of their ids.
    mutating func follow(_ detections: [DemoDetection], frame: Int) -> [Entry] {
        var found: [Entry] = []
        for detection in detections where detection.reason == nil {
            guard let object = detection.objectID else { continue }
            let track = updated(tracks[object], with: detection, frame: frame)
            tracks[object] = track
            found.append(Entry(trackID: track.id, detection: detection, sourceFrame: nil))
        }
        let coasting = tracks.values.compactMap { coast($0, to: frame) }
        return (found + coasting).sorted { $0.trackID < $1.trackID }
    }

    private mutating func updated(_ track: Track?, with detection: DemoDetection, frame: Int) -> Track {
        guard let track, !isForgetful || frame - track.frame == 1 else {
            newestID += 1
            return Track(id: newestID, frame: frame, detection: detection, velocity: PixelPoint(x: 0, y: 0))
        }
        let elapsed = frame - track.frame
        let moved = detection.box.rect.center - track.detection.box.rect.center
        let velocity = elapsed <= Self.coastingFrames ? moved * (1 / Double(elapsed)) : PixelPoint(x: 0, y: 0)
        return Track(id: track.id, frame: frame, detection: detection, velocity: velocity)
    }

    /// The last box moved on at its last speed; `nil` for a track that is found, lost, or leaving the frame.
    private func coast(_ track: Track, to frame: Int) -> Entry? {
        let elapsed = frame - track.frame
        guard 1...Self.coastingFrames ~= elapsed else { return nil }
        let shift = track.velocity * Double(elapsed)
        let last = track.detection.box.rect
        let rect = PixelRect(x: last.minX + shift.x, y: last.minY + shift.y, width: last.width, height: last.height)
        let frameRect = PixelRect(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
        guard rect.intersection(frameRect) == rect, let box = DemoBox(rect, in: size) else { return nil }
        let detection = DemoDetection(
            objectID: track.detection.objectID,
            label: track.detection.label,
            classID: track.detection.classID,
            confidenceThousandths: track.detection.confidenceThousandths * (10 - elapsed) / 10,
            box: box,
            reason: nil
        )
        return Entry(trackID: track.id, detection: detection, sourceFrame: track.frame)
    }
}
