import Detections
import Foundation
package import Render
package import Store

/// The answer to one request: where the finished overlay lies, and what is on it and what is not.
package struct Overlay: Sendable {
    package let request: OverlayRequest
    package let key: ObjectKey
    package let url: PresignedURL
    package let contentType: String
    /// In seconds from the start of the timeline; `nil` where no stage says so.
    package let timestamp: Double?
    /// The row that it shows; `nil` where none speaks of the frame.
    package let source: MergedStageOutput.Source?
    package let size: PixelSize
    package let stored: StoredPicture
    package let report: SceneReport
    package let timings: Timings
    /// From the lowest to the uppermost, each with where it opens, where they were asked for.
    package internal(set) var layers: [(layer: OverlayLayer, url: PresignedURL)]?
}

/// An overlay that lies in the store.
package struct StoredPicture: Sendable {
    package let byteCount: Int
    /// `nil` for one that was there before.
    package let way: OverlayWay?
    package var reason: PixelsReason?
    /// Of its making.
    var timings = Timings()

    /// Whether it was there before.
    package var isCached: Bool { way == nil }
}

/// An overlay that is known down to its name, and to what is on it and what is not.
package struct NamedOverlay: Sendable {
    let request: OverlayRequest
    let frame: MeasuredFrame
    let timestamp: Double?
    /// The row that it shows; `nil` where none speaks of the frame.
    package let source: MergedStageOutput.Source?
    let key: ObjectKey
    /// What is on it and what is not.
    package var report: SceneReport
    /// Whether its inputs say all that decides it: a mask that is a picture may change under its key.
    let isSettled: Bool
    package var timings: Timings

    /// What the picture itself says of where it comes from.
    var provenance: String {
        "overlay-server \(OverlayKey.rendererVersion): \(request.stage.timeline)/\(request.stage.job)/\(request.stage.stage), "
            + "frame \(request.frame)"
    }

    /// The same, for the object that it lies in.
    var metadata: [String: String] {
        [
            "timeline": request.stage.timeline.text, "job": request.stage.job.text, "stage": request.stage.stage.text,
            "frame": String(request.frame), "style": request.style.query, "renderer": OverlayKey.rendererVersion,
        ]
    }

    /// What names its content: the last segment of its key.
    package var name: String { key.segments.last ?? key.text }

    package var format: Style.Format { request.style.format(for: frame.header) }

    /// Roughly what it takes in memory, in bytes.
    var byteCount: Int { 1024 + 256 * (report.skipped.count + report.warnings.count) }
}

/// An overlay that can be drawn.
struct PlannedOverlay: Sendable {
    var named: NamedOverlay
    let scene: ScenePlan

    /// The most that drawing it takes, in bytes: the canvas, and where there is a frame under it, the file, the overlay's
    /// file and the decoded picture.
    var memoryByteCount: Int {
        let canvas = named.frame.header.size.pixelCount * 4
        return named.format == .transparent ? canvas * 2 : canvas * 2 + named.frame.identity.byteCount * 2
    }
}

/// Everything that decides an overlay.
struct OverlayInputs: Sendable {
    /// What stands for all of it.
    struct Key: Hashable {
        let request: OverlayRequest
        let rows: [StageOutputRow.Identity]
        let alignment: String
        let referenceRows: [StageOutputRow.Identity]
        let referenceAlignment: String
        let content: FrameCache.Identity
        /// Of the frame, as the list of frames has it.
        let timestamp: Double?
        let notes: [Warning]

        init(
            _ request: OverlayRequest,
            _ stage: MergedStageOutput,
            _ reference: MergedStageOutput?,
            _ measured: MeasuredFrame,
            _ notes: [Warning]
        ) {
            referenceRows = reference?.identities ?? []
            referenceAlignment = reference?.alignmentID ?? ""
            self.request = request
            rows = stage.identities
            alignment = stage.alignmentID
            content = measured.identity
            timestamp = measured.frame.timestamp
            self.notes = notes
        }
    }

    let request: OverlayRequest
    let stage: MergedStageOutput
    /// What it is held against; `nil` where it is shown for itself.
    let reference: MergedStageOutput?
    let frame: MeasuredFrame
    /// What there is to say of the frame.
    let notes: [Warning]
    let timings: Timings

    var key: Key { Key(request, stage, reference, frame, notes) }

    /// What the stage found, held against `reference`; `nil` where either says nothing of the frame.
    func comparison(
        of answer: MergedStageOutput.Answer,
        with reference: MergedStageOutput,
        _ switches: [TimelineComparison.Switch]
    ) -> FrameComparison? {
        let size = FrameSize(frame.header.size)
        let other = reference.found(on: request.frame, in: size)
        guard answer.source != nil, other.source != nil else { return nil }
        var comparison = FrameComparison(
            answer.detections.detections,
            with: other.detections.detections,
            on: size,
            request.style.comparisonRule.against(reference)
        )
        comparison.note(switches)
        return comparison
    }

    /// For a frame of which either side says nothing.
    var notCompared: Warning {
        let address = request.style.reference(of: request.stage)
        let name = address.map { "job \($0.job), stage \($0.stage)" } ?? "the reference"
        return Warning(.notCompared, "The stage, or \(name), says nothing of this frame: nothing is compared.")
    }
}
