import Detections
import Render
package import Store

/// The colors of a stage's tracks and classes, as numbers of the palette, made of all that the stage has reported: the same for every frame and on every
/// machine.
///
/// Tracks are gone through in the order in which they appear, by rows, frames and places on the frame; each gets the color that was seen longest ago, so
/// that tracks on one frame differ as far as the palette reaches. One that gets the color of another that was seen without a second mark in the two seconds before
/// has that mark, so that twice as many differ. Classes keep the color of their id or name but where another class has it already; those for which no color is left
/// have the second mark. What is reported later changes nothing that has been given.
package struct OutputColors: Sendable {
    private var tracks: [TrackID: GivenColor] = [:]
    private var classes: [ClassKey: GivenColor] = [:]

    private struct GivenColor {
        let number: UInt8
        let hasSecondMark: Bool
    }

    /// As the picture tells classes apart: by the id where there is one.
    private enum ClassKey: Hashable {
        case id(ClassID)
        case name(String)
    }

    /// Of frames without times, in seconds.
    private static let frameSeconds = 1.0 / 30

    /// No track and no class is known, so that all have the color of their id or name.
    package static let none = OutputColors()

    private init() {}

    package init(_ output: MergedStageOutput) { self.init(output.parts.map(\.output)) }

    /// `outputs` are oldest first.
    init(_ outputs: [StageOutput]) {
        var uses = ColorUses()
        var last = -Double.infinity
        for output in outputs {
            var isFirst = true
            output.forEachFrame { number, timestamp, sightings in
                let time = timestamp ?? Double(number) * Self.frameSeconds
                // A row that begins anew.
                if isFirst, time < last { uses = ColorUses() }
                (isFirst, last) = (false, time)
                for case let track? in sightings.lazy.map(\.trackID) {
                    if let color = tracks[track] { uses.see(Int(color.number), color.hasSecondMark, at: time) }
                }
                for sighting in sightings {
                    if let track = sighting.trackID, tracks[track] == nil {
                        let number = uses.longestAgo
                        let isTaken = uses.wasSeenWithoutMark(number, near: time)
                        tracks[track] = GivenColor(number: UInt8(number), hasSecondMark: isTaken)
                        uses.see(number, isTaken, at: time)
                    }
                    giveClass(sighting)
                }
            }
        }
    }

    private mutating func giveClass(_ sighting: Sighting) {
        guard let key = Self.key(sighting.classID, sighting.label), classes[key] == nil else { return }
        let wanted = Self.number(key)
        let taken = Set(classes.values.map(\.number))
        let count = Palette.colors.count
        let free = (0..<count).lazy.map { UInt8((wanted + $0) % count) }.first { !taken.contains($0) }
        classes[key] = GivenColor(number: free ?? UInt8(wanted), hasSecondMark: free == nil)
    }

    private static func key(_ classID: ClassID?, _ label: String?) -> ClassKey? {
        classID.map(ClassKey.id) ?? label.map(ClassKey.name)
    }

    /// What a class has where nothing else is known.
    private static func number(_ key: ClassKey) -> Int {
        switch key {
        case .id(.integer(let integer)): Palette.number(index: integer)
        case .id(.name(let name)), .name(let name): Palette.number(name: name)
        }
    }

    /// The color of a detection's track; `nil` without one.
    func trackColor(of detection: Detection) -> StraightRGBA8? {
        detection.trackID.map { id in
            if let known = tracks[id] { return Palette.colors[Int(known.number)] }
            switch id {
            case .integer(let integer): return Palette.color(index: integer)
            case .name(let name): return Palette.color(name: name)
            }
        }
    }

    /// Whether the color of a detection's track is that of another around it, so that it needs a second mark.
    func hasSecondMark(ofTrackOf detection: Detection) -> Bool {
        detection.trackID.flatMap { tracks[$0]?.hasSecondMark } ?? false
    }

    /// Whether the color of a detection's class is that of another.
    func hasSecondMark(ofClassOf detection: Detection) -> Bool {
        Self.key(detection.classID, detection.label).flatMap { classes[$0]?.hasSecondMark } ?? false
    }

    /// The color of a detection's class; `nil` without one.
    func classColor(of detection: Detection) -> StraightRGBA8? {
        Self.key(detection.classID, detection.label).map { key in
            Palette.colors[classes[key].map { Int($0.number) } ?? Self.number(key)]
        }
    }

    /// Roughly what it takes in memory, in bytes.
    var byteCount: Int { 128 * (tracks.count + classes.count) + 256 }
}

/// When each color of the palette was seen last.
private struct ColorUses {
    /// In seconds, and of the same time in the order in which they were seen.
    private var last = [(time: Double, order: Int)](repeating: (-.infinity, 0), count: Palette.colors.count)
    /// Without the second mark, in seconds.
    private var lastPlain = [Double](repeating: -.infinity, count: Palette.colors.count)
    private var order = 0
    /// Tracks so many seconds apart may be taken for each other.
    private static let nearSeconds = 2.0

    mutating func see(_ color: Int, _ hasSecondMark: Bool, at time: Double) {
        order += 1
        last[color] = (time, order)
        if !hasSecondMark { lastPlain[color] = time }
    }

    func wasSeenWithoutMark(_ color: Int, near time: Double) -> Bool { time - lastPlain[color] <= Self.nearSeconds }

    /// The first of those that were seen longest ago.
    var longestAgo: Int { last.indices.min { last[$0] < last[$1] } ?? 0 }
}
