import Foundation
package import Store

/// Which frames each shard of a run renders: cut once, so that all shards agree however the timelines grow meanwhile.
package struct BatchPlan: Codable, Equatable, Sendable {
    /// Frames of one timeline.
    package struct Part: Codable, Equatable, Sendable {
        package let timeline: String
        /// As `FrameSelection` reads them; `nil` for a timeline whose frames cannot be listed, which its shard says.
        package let frames: String?

        package init(timeline: String, frames: String?) {
            self.timeline = timeline
            self.frames = frames
        }
    }

    /// A timeline that is to be cut.
    package struct Timeline: Sendable {
        let id: TimelineID
        /// In order; `nil` where they cannot be listed.
        let frames: [FrameList.Entry]?
        /// How many overlays each frame gets.
        let stageCount: Int

        package init(id: TimelineID, frames: [FrameList.Entry]?, stageCount: Int) {
            self.id = id
            self.frames = frames
            self.stageCount = stageCount
        }
    }

    /// What was asked for. A shard that is asked for something else is not of this run.
    package let request: String
    /// By the shards' numbers.
    package let shards: [[Part]]

    /// What an overlay costs beside reading its frame, as bytes of a frame.
    private static let overlayCost = 200_000
    /// Of a frame whose size nobody has told.
    private static let usualByteCount = 200_000

    /// Cuts `timelines` into `count` shards of about the same cost, each of consecutive frames. The same timelines are cut alike everywhere.
    package init(_ timelines: [Timeline], into count: Int, request: String) {
        self.request = request
        let costs = timelines.map { timeline in (timeline.frames ?? []).map { Self.cost(of: $0, timeline.stageCount) } }
        let total = Double(max(costs.joined().reduce(0, +), 1))
        var shards = [[Part]](repeating: [], count: count)
        var before = 0
        for (timeline, costs) in zip(timelines, costs) {
            guard let frames = timeline.frames else {
                shards[0].append(Part(timeline: timeline.id.text, frames: nil))
                continue
            }
            var numbers: [Int: [Int]] = [:]
            for (frame, cost) in zip(frames, costs) {
                // A frame belongs to the shard that its middle lies in.
                let place = (Double(before) + Double(cost) / 2) / total * Double(count)
                numbers[min(Int(place), count - 1), default: []].append(frame.number)
                before += cost
            }
            for (shard, numbers) in numbers.sorted(by: { $0.key < $1.key }) {
                shards[shard].append(Part(timeline: timeline.id.text, frames: FrameSelection.text(numbers)))
            }
        }
        self.shards = shards
    }

    private static func cost(of entry: FrameList.Entry, _ stageCount: Int) -> Int {
        ((try? entry.frame.get())?.byteCount ?? usualByteCount) + stageCount * overlayCost
    }
}

extension FrameSelection {
    /// What names `numbers`, which ascend.
    package static func text(_ numbers: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(
            separator: ","
        )
    }
}
