package import Detections
package import Render
package import Store

/// What is known of a frame beside what the stage found on it: where the picture is from, and what is on other frames of the same output.
package struct SceneContext: Sendable {
    /// Where a picture is from.
    package struct Subject: Sendable {
        let stage: StageAddress?
        /// In seconds from the start of the timeline.
        let timestamp: Double?

        package init(stage: StageAddress? = nil, timestamp: Double? = nil) {
            (self.stage, self.timestamp) = (stage, timestamp)
        }
    }

    package var subject = Subject()
    /// Of the output's tracks and classes.
    package var colors = OutputColors.none
    /// How labels stand on the frames around.
    package var window = LabelWindow.none
    /// Where tracks were, the latest frame first.
    package var past: [FramePositions] = []
    package var heat: HeatGrid?
    /// What was found, held against a reference; `nil` where it is shown for itself.
    package var comparison: FrameComparison?
    /// What it is held against.
    package var reference: StageAddress?

    package init() {}
}

/// What is known of the frames around the ones that were drawn last, so that a batch reads each only once.
package struct FrameSurroundings: Sendable {
    /// By blocks.
    private let windows = RecentlyUsed<FrameKey, LabelWindow>(byteLimit: 4 << 20)
    private let layouts = RecentlyUsed<FrameKey, LabelLayout>(byteLimit: 16 << 20)
    private let positions = RecentlyUsed<FrameKey, FramePositions>(byteLimit: 32 << 20)
    private let heats = RecentlyUsed<FrameKey, HeatGrid>(byteLimit: 8 << 20)

    /// What something that is known of a frame, or of all, depends on.
    private struct FrameKey: Hashable {
        let rows: [StageOutputRow.Identity]
        let alignment: String
        let number: Int
        let style: Style
        let size: PixelSize
    }

    package init() {}

    /// What `style` needs to draw frame `number` of `output`, on which `found` is. `time`: when the timeline has a frame, in seconds, where it says so.
    package func context(
        of number: Int,
        _ found: FrameDetections,
        in output: MergedStageOutput,
        _ style: Style,
        _ size: PixelSize,
        time: (Int) -> Double?
    ) -> SceneContext {
        func key(_ number: Int) -> FrameKey {
            FrameKey(rows: output.identities, alignment: output.alignmentID, number: number, style: style, size: size)
        }
        var context = SceneContext()
        context.subject = SceneContext.Subject(timestamp: time(number) ?? found.timestamp)
        if LabelWindow.isNeeded(by: found, style) {
            let block = LabelWindow.block(of: number)
            let window = windows.value(of: key(block), \.byteCount) {
                LabelWindow(ofBlock: block, on: size) { number in
                    layouts.value(of: key(number), \.byteCount) { LabelLayout(of: number, in: output, style, size) }
                }
            }
            context.window = window ?? .none
        }
        if style.needsPast {
            context.past = FramePositions.past(of: number, in: output, seconds: style.pastSeconds, time) {
                number,
                time in
                positions.value(of: key(number), \.byteCount) {
                    FramePositions(of: number, in: output, style, size, time: time)
                }
            }
        }
        if style.shows(.heat) {
            context.heat = heats.value(of: key(-1), \.byteCount) { HeatGrid(of: output, style, size) }
        }
        return context
    }
}

extension RecentlyUsed {
    /// The value that is known, else that which `make` gives, if any.
    fileprivate func value(of key: Key, _ byteCount: (Value) -> Int, _ make: () -> Value?) -> Value? {
        if let known = self[key] { return known }
        let made = make()
        if let made { insert(made, for: key, byteCount: byteCount(made)) }
        return made
    }
}

extension Style {
    /// Before a frame that arrows are made of, and after it that they point at.
    static let arrowSeconds = 0.5

    /// Whether a scene needs to know where tracks were before.
    var needsPast: Bool { shows(.trails) || shows(.arrows) }

    fileprivate var pastSeconds: Double { max(trailSeconds, shows(.arrows) ? Self.arrowSeconds : 0) }
}
