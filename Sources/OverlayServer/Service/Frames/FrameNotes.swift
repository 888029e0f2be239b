package import Detections
import Render
import Store

/// What there is to say of a frame's picture beside what is on it.
package enum FrameNotes {
    /// Says that there are other pictures of the frame, that it has another size than `extract_frames` says, and that it has
    /// another size than `first`, the first frame of its timeline.
    package static func warnings(on measured: MeasuredFrame, beside first: MeasuredFrame?) -> [Warning] {
        let (frame, size) = (measured.frame, FrameSize(measured.header.size))
        var warnings: [Warning] = []
        if !frame.alternatives.isEmpty {
            let others = frame.alternatives.map(\.text).joined(separator: ", ")
            let detail = "Frame \(frame.number) is \(frame.key); it could as well be \(others)."
            warnings.append(Warning(.frameAmbiguous, detail))
        }
        var others: [String] = []
        if let named = frame.namedSize, named != size {
            others.append("\(StageReader.listStage) says \(text(named))")
        }
        if let first = first.map({ (number: $0.frame.number, size: FrameSize($0.header.size)) }), first.size != size {
            others.append("frame \(first.number) is \(text(first.size))")
        }
        return warnings + others.map { Warning(.sizesDiffer, "Frame \(frame.number) is \(text(size)); \($0).") }
    }

    /// Says that coordinates are declared for the size that the frame has when it is turned as EXIF says, which OpenCV does and this service does not.
    package static func turning(_ header: ImageHeader, _ picture: CoordinateSpace.PictureSize?) -> [Warning] {
        let size = header.size
        guard header.isTurned, size.width != size.height, let picture, picture.width == Double(size.height),
            picture.height == Double(size.width)
        else { return [] }
        let detail =
            "Coordinates are of a \(size.height)×\(size.width) picture, which is the frame as EXIF has it turned. They are drawn on the "
            + "stored pixels, \(text(FrameSize(size))), and are probably wrong there."
        return [Warning(.frameTurned, detail, path: "$.coordinates")]
    }

    /// Says what of a picture an overlay of `style` cannot have.
    package static func losses(_ header: ImageHeader, _ style: Style) -> [Warning] {
        let format = style.format(for: header)
        guard format != .transparent else { return [] }
        var losses: [Warning] = []
        if header.bitsPerSample > 8 {
            let detail = "The frame has \(header.bitsPerSample) bits a sample, the overlay 8: it is not exact."
            losses.append(Warning(.frameReduced, detail))
        }
        if format == .jpeg, header.hasAlpha {
            losses.append(Warning(.frameReduced, "The frame has an alpha channel, which a JPEG has not."))
        }
        if header.isAnimated {
            losses.append(
                Warning(.frameReduced, "The frame's file is animated (APNG); the overlay is of its first picture.")
            )
        }
        return losses + (header.profile.map { warnings(on: $0, header, style) } ?? [])
    }

    /// Says that an overlay has not the frame's color profile, or that its own colors are drawn as numbers of that.
    private static func warnings(on profile: ColorProfile, _ header: ImageHeader, _ style: Style) -> [Warning] {
        let format = style.format(for: header)
        let isKept =
            header.way(for: style) == .jpegBlocks || (profile.space == .rgb && (format == .png || profile.fitsJPEG))
        guard isKept else {
            let reason = profile.space == .rgb ? "which a JPEG cannot say" : "which is not for RGB, as the overlay is"
            return [
                Warning(.frameReduced, "The frame has the color profile “\(profile.name)”, \(reason); it is left out.")
            ]
        }
        guard !profile.isSRGB else { return [] }
        let detail =
            "The frame has the color profile “\(profile.name)”; what is drawn is in the same numbers, not in sRGB's."
        return [Warning(.frameProfile, detail)]
    }

    /// Says what is odd about the file of frame `number`, if anything is.
    static func warnings(on oddities: [String], ofFrame number: Int) -> [Warning] {
        warnings(on: oddities, of: "The file of frame \(number)")
    }

    /// Says what is odd about the file of `subject`, if anything is.
    package static func warnings(on oddities: [String], of subject: String) -> [Warning] {
        guard !oddities.isEmpty else { return [] }
        return [Warning(.frameOdd, "\(subject) has \(oddities.joined(separator: ", ")); it is drawn all the same.")]
    }

    /// Says of which frames of the list there are several pictures, and which are said to have another size than the first.
    package static func warnings(on list: FrameList) -> [Warning] {
        let frames = list.entries.compactMap { try? $0.frame.get() }
        let ambiguous = frames.filter { !$0.alternatives.isEmpty }.map(\.number)
        var warnings: [Warning] = []
        if !ambiguous.isEmpty {
            let detail = "There are several pictures of frames \(NumberRanges(ambiguous)); each says which it takes."
            warnings.append(warning(.frameAmbiguous, detail, ambiguous))
        }
        let sized = frames.compactMap { frame in frame.namedSize.map { (frame.number, size: $0) } }
        if let first = sized.first {
            let others = sized.filter { $0.size != first.size }.map(\.0)
            if !others.isEmpty {
                let detail =
                    "Frames \(NumberRanges(others)) are of another size than frame \(first.0), which is \(text(first.size))."
                warnings.append(warning(.sizesDiffer, detail, others))
            }
        }
        return warnings
    }

    private static func warning(_ code: Warning.Code, _ detail: String, _ frames: [Int]) -> Warning {
        var warning = Warning(code, detail)
        warning.frames = Array(frames.prefix(listLimit))
        return warning
    }

    /// How many frames a warning names, of those that a program may want.
    private static let listLimit = 100

    private static func text(_ size: FrameSize) -> String { "\(size.width)×\(size.height)" }
}
