/// What a stage reported on one frame.
package struct FrameDetections: Hashable, Sendable {
    /// 0-based.
    package var frame: Int
    /// In seconds.
    package var timestamp: Double?
    package var detections: [Detection]
    /// What could not be decoded; with `detections` it accounts for everything that the stage output has for the frame.
    package var skipped: [SkippedPart]
    /// The middles of boxes that lie outside of the frame, in frame pixels; each is in `skipped` too.
    package var outside: [DetectionPoint] = []
    /// What looks wrong but was taken as it is.
    package var warnings: [Warning]
    package var zones: [CountingZone] = []
    package var lines: [CountingLine] = []

    package init(
        frame: Int,
        timestamp: Double? = nil,
        detections: [Detection] = [],
        skipped: [SkippedPart] = [],
        warnings: [Warning] = []
    ) {
        self.frame = frame
        self.timestamp = timestamp
        self.detections = detections
        self.skipped = skipped
        self.warnings = warnings
    }
}

/// A part of a stage output that was left out, and why.
package struct SkippedPart: Hashable, Codable, Sendable {
    package enum Code: String, CaseIterable, Codable, Sendable {
        /// It is not what is expected in its place.
        case malformed
        /// Nothing of it lies on the frame.
        case outsideFrame = "outside_frame"
        /// It is beyond a number or size that is taken.
        case beyondLimit = "beyond_limit"
    }

    package let code: Code
    /// The JSON path, such as `$.frames[3].detections[7].bbox`.
    package let path: String
    /// For a person to read.
    package let reason: String

    package init(_ code: Code = .malformed, path: String, reason: String) {
        self.code = code
        self.path = path
        self.reason = reason
    }
}

/// Something that looks wrong, or that a reader may take for something else, but was taken as it is.
package struct Warning: Hashable, Codable, Sendable {
    package enum Code: String, CaseIterable, Codable, Sendable {
        /// The stage says nothing of the frame.
        case frameNotReported = "frame_not_reported"
        /// The stage's numbers are those of the timeline's frames and a few more or less.
        case framesShifted = "frames_shifted"
        /// The stage's numbers, or the timeline's, are those of the source video, of which every few are frames here.
        case framesInSteps = "frames_in_steps"
        /// The stage speaks of frames that the timeline does not have.
        case framesNotInTimeline = "frames_not_in_timeline"
        /// Frames that are to match by time match none.
        case framesUnmatched = "frames_unmatched"
        /// A frame's number and time are those of two frames.
        case timesDisagree = "times_disagree"
        /// Frames are of an earlier run than others.
        case framesLeftOver = "frames_left_over"
        /// Several objects have one frame's number.
        case frameAmbiguous = "frame_ambiguous"
        /// A frame's file has what it should not have, which takes nothing from the picture.
        case frameOdd = "frame_odd"
        /// An overlay has less of a frame's picture than the frame, beside what is drawn over.
        case frameReduced = "frame_reduced"
        /// A frame's colors are not sRGB's, those of what is drawn are taken for the same.
        case frameProfile = "frame_profile"
        /// Coordinates are of the frame as EXIF has it turned; they are drawn on the stored pixels.
        case frameTurned = "frame_turned"
        /// A frame has another size than is said of it, or than the others.
        case sizesDiffer = "sizes_differ"
        /// What the format leaves open is guessed.
        case formatGuessed = "format_guessed"
        /// An id in the table is one that no request can name.
        case nameUnusable = "name_unusable"
        /// A row of the stage cannot be read.
        case rowUnreadable = "row_unreadable"
        /// More rows than are kept in memory at once.
        case rowsBeyondCache = "rows_beyond_cache"
        /// The output has no member that means anything.
        case nothingKnown = "nothing_known"
        /// A frame is named twice; its parts add up.
        case frameRepeated = "frame_repeated"
        /// Coordinates are of a picture of another shape.
        case shapeDiffers = "shape_differs"
        /// Coordinates look as if they were of another unit.
        case unitDoubtful = "unit_doubtful"
        case confidenceOutOfRange = "confidence_out_of_range"
        /// Confidences are taken as per cent.
        case confidencesPerCent = "confidences_per_cent"
        /// Boxes would lie on the frame if it had been put into the picture in another way.
        case fitDoubtful = "fit_doubtful"
        case statusUnknown = "status_unknown"
        case attributesLeftOut = "attributes_left_out"
        /// Bytes that are no text stand for U+FFFD.
        case textDamaged = "text_damaged"
        /// Two members say the same thing otherwise.
        case wordsDisagree = "words_disagree"
        /// A member's name is nearly that of a known one.
        case memberUnknown = "member_unknown"
        /// Detections have something that no layer draws.
        case notDrawn = "not_drawn"
        /// What findings are to be held against says nothing of the frame.
        case notCompared = "not_compared"
        /// Tracks on one frame have one color.
        case colorsRepeated = "colors_repeated"
        /// Outlines are drawn with fewer points than they have.
        case outlineSimplified = "outline_simplified"
        /// A filter of the style meets nothing, though there is something.
        case filterMeetsNothing = "filter_meets_nothing"
    }

    package let code: Code
    /// For a person to read.
    package let detail: String
    /// The JSON path of the first thing that it is about, where there is one.
    package var path: String?
    /// The frames that it is about; empty for the one that was asked for.
    package var frames: [Int] = []
    /// What a stage output or the configuration can declare so that there is no doubt any more.
    package var declare: String?

    package init(_ code: Code, _ detail: String, path: String? = nil, declare: String? = nil) {
        self.code = code
        self.detail = detail
        self.path = path
        self.declare = declare
    }

    /// The same, with `text` behind its detail.
    package func adding(_ text: String) -> Warning {
        var warning = Warning(code, detail + text, path: path, declare: declare)
        warning.frames = frames
        return warning
    }
}
