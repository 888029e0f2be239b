import Detections
import Store

/// The frames of a stage held against those of its timeline: which of them are which, and what there is to say of that.
struct StageAlignment: Sendable {
    /// For each part in turn, its own number of each of the timeline's frames, where it matches by time.
    private(set) var matches: [[Int: Int]?] = []
    private(set) var notes = MergedStageOutput.Notes()
    private(set) var needsDeclaration = false
    /// Whether the stage speaks of frames that the timeline does not have.
    private(set) var lacksFrames = false
    /// Another wherever anything of it is; empty where nothing is to be said.
    private(set) var id = ""

    /// How many frames a warning names, of those that a program may want.
    private static let listLimit = 100

    init(_ output: MergedStageOutput, on list: FrameList) {
        let times = TimelineTimes(list.entries.lazy.map { ($0.number, $0.timestamp) })
        for part in output.parts { matches.append(match(part, times)) }
        let isByNumber = { (index: Int) in matches[index] == nil }
        let byNumber = output.parts.indices.filter(isByNumber).map { output.parts[$0].output }
        if !list.entries.isEmpty {
            noteNumbers(byNumber, list)
            for output in byNumber { noteTimes(output, times) }
        }
        noteLeftovers(output)
        id = digest()
    }

    /// The same output, with what has been found out of it.
    func applied(to output: MergedStageOutput) -> MergedStageOutput {
        var output = output
        for (index, matches) in matches.enumerated() { output.parts[index].matches = matches }
        output.notes.everywhere += notes.everywhere
        output.notes.stage += notes.stage
        output.notes.frames.merge(notes.frames) { $0 + $1 }
        output.needsDeclaration = needsDeclaration
        output.alignmentID = id
        return output
    }

    /// Roughly what it takes in memory, in bytes.
    var byteCount: Int { 1024 + 256 * notes.frames.count + 32 * matches.reduce(0) { $0 + ($1?.count ?? 0) } }

    private func digest() -> String {
        guard notes != MergedStageOutput.Notes() || matches.contains(where: { $0 != nil }) else { return "" }
        let matched = matches.map { part in part?.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } ?? [] }
        let frames = notes.frames.keys.sorted().map { number in "\(number) \(notes.frames[number] ?? [])" }
        let text = "\(matched)\(notes.everywhere)\(notes.stage)\(frames)"
        return SHA256Digest(of: Array(text.utf8)).hex
    }
}

/// Numbers.
extension StageAlignment {
    private mutating func noteNumbers(_ outputs: [StageOutput], _ list: FrameList) {
        let numbers = Set(outputs.lazy.flatMap { $0.frames.lazy.map(\.number) }).sorted()
        let timeline = list.entries.map(\.number)
        let known = Set(timeline)
        let missing = numbers.filter { !known.contains($0) }
        guard !missing.isEmpty else { return }
        lacksFrames = true
        let isDeclared = list.numberBase.isDeclared || outputs.contains(where: \.numbering.isDeclared)
        let fit = FrameNumberFit(numbers, on: timeline)
        let numberings = Set(outputs.map(\.numbering))
        let numbering = numberings.count == 1 ? numberings.first : nil
        let lack =
            "The timeline lacks \(missing.count) of the \(numbers.count) frames that the stage speaks of: "
            + "\(NumberRanges(missing))."
        var warning =
            Self.warning(fit, numbers, numbering, list)?.adding(" \(lack)") ?? Warning(.framesNotInTimeline, lack)
        warning.frames = Array(missing.prefix(Self.listLimit))
        notes.everywhere.append(warning)
        needsDeclaration = fit != .same && !isDeclared
    }

    /// `numbering` is what the numbers come from, where all rows agree on it.
    private static func warning(
        _ fit: FrameNumberFit,
        _ numbers: [Int],
        _ numbering: FrameNumbering?,
        _ list: FrameList
    ) -> Warning? {
        let doubt =
            "The frames are probably not those that are meant: the stage speaks of frames \(NumberRanges(numbers)), the "
            + "timeline has \(NumberRanges(list.entries.map(\.number)))"
        switch fit {
        case .same: return nil
        case .shifted(let distance):
            let text = "\(doubt): shifted by \(distance.magnitude) throughout."
            guard distance < 0, list.entries.first?.number == -distance else {
                return Warning(
                    .framesShifted,
                    text,
                    declare: numbering.map { declaration($0, base: distance, step: 1) }
                )
            }
            let keyBase = list.numberBase.value - distance
            let remedy = " The keys of the frames count from \(keyBase)."
            return Warning(.framesShifted, text + remedy, declare: "FRAME_NUMBER_BASE=\(keyBase)")
        case .inSteps(let base, let step):
            let text =
                "\(doubt): the stage has the numbers of the source video, of which every \(step)th is a frame of the timeline."
            return Warning(.framesInSteps, text, declare: numbering.map { declaration($0, base: base, step: step) })
        case .timelineInSteps(let step):
            let text = "\(doubt): the timeline has the numbers of the source video, every \(step)th."
            return Warning(.framesInSteps, text, declare: #"{"coordinates": {"match": "timestamp"}}"#)
        }
    }

    /// What an output of `numbering` has to declare so that its number `base` is frame 0, and the next frame `step` more.
    private static func declaration(_ numbering: FrameNumbering, base: Int, step: Int) -> String {
        let first = numbering.base + base * numbering.step
        let stride = numbering.step * step
        let members = stride == 1 ? "\"frame_base\": \(first)" : "\"frame_base\": \(first), \"frame_step\": \(stride)"
        return "{\"coordinates\": {\(members)}}"
    }
}

/// Times.
extension StageAlignment {
    /// `nil` where the part matches by number.
    private mutating func match(_ part: MergedStageOutput.Part, _ times: TimelineTimes) -> [Int: Int]? {
        guard part.output.numbering.match == .timestamp else { return nil }
        var best: [Int: (own: Int, distance: Double)] = [:]
        let frames = part.output.frames
        for frame in frames {
            guard let time = frame.timestamp, let nearest = times.nearest(to: time),
                nearest.distance < best[nearest.number]?.distance ?? .infinity
            else { continue }
            best[nearest.number] = (frame.number, nearest.distance)
        }
        let matched = Set(best.values.map(\.own))
        let rest = frames.filter { !matched.contains($0.number) }
        if !rest.isEmpty { notes.everywhere.append(Self.unmatched(rest, of: frames.count, times)) }
        return best.mapValues(\.own)
    }

    private static func unmatched(_ frames: [OutputFrame], of count: Int, _ times: TimelineTimes) -> Warning {
        let why: String
        if times.isEmpty {
            why = "nobody says when the timeline's frames are"
        } else if frames.contains(where: { $0.timestamp == nil }) {
            why = "they have no timestamp, or one at which the timeline has no frame"
        } else {
            why = "the timeline has no frame at their times, or another that is nearer"
        }
        let numbers = frames.map(\.number)
        var warning = Warning(
            .framesUnmatched,
            "\(frames.count) of the \(count) frames that are to match by time match none: \(why). By the stage's own numbers: "
                + "\(NumberRanges(numbers))."
        )
        warning.frames = Array(numbers.prefix(listLimit))
        return warning
    }

    /// Notes frames whose time is another frame's.
    private mutating func noteTimes(_ output: StageOutput, _ times: TimelineTimes) {
        guard !times.isEmpty else { return }
        var first: Warning?
        var numbers: [Int] = []
        for frame in output.frames {
            guard let time = frame.timestamp, let expected = times[frame.number],
                !times.isTime(time, ofFrame: frame.number)
            else { continue }
            let other = times.nearest(to: time).map { "its frame \($0.number) is at \(times[$0.number] ?? time) s" }
            let warning = Warning(
                .timesDisagree,
                "The stage has frame \(frame.number) at \(time) s; the timeline has it at \(expected) s, and "
                    + "\(other ?? "no frame at that time")."
            )
            notes.frames[frame.number, default: []].append(warning)
            first = first ?? warning
            numbers.append(frame.number)
        }
        guard var warning = first else { return }
        if numbers.count > 1 {
            warning = warning.adding(" So it is with \(numbers.count) frames: \(NumberRanges(numbers)).")
        }
        warning.frames = Array(numbers.prefix(Self.listLimit))
        warning.declare = #"{"coordinates": {"match": "timestamp"}}"#
        notes.stage.append(warning)
    }
}

/// Rows of an earlier run.
extension StageAlignment {
    /// Notes frames that a later run has left of an earlier one. A row that begins where an earlier one does, or has more than half
    /// of its frames anew, is of a later run; chunks of one run overlap less.
    private mutating func noteLeftovers(_ output: MergedStageOutput) {
        guard output.parts.count > 1 else { return }
        let numbers = output.parts.indices.map { index in
            matches[index].map { $0.keys.sorted() } ?? output.parts[index].output.frames.map(\.number)
        }
        var newest: [Int: Int] = [:]
        var beginning: [Int: Int] = [:]
        for (index, numbers) in numbers.enumerated() {
            for number in numbers { newest[number] = index }
            if let first = numbers.first { beginning[first] = index }
        }
        for (index, numbers) in numbers.enumerated() {
            let left = numbers.filter { newest[$0] == index }
            guard !left.isEmpty, left.count < numbers.count, let first = numbers.first,
                let replacing = numbers.compactMap({ newest[$0] }).max(),
                beginning[first] != index || (numbers.count - left.count) * 2 > numbers.count
            else { continue }
            noteLeftovers(left, of: output.parts[index].source, after: output.parts[replacing].source)
        }
    }

    private mutating func noteLeftovers(
        _ numbers: [Int],
        of earlier: MergedStageOutput.Source,
        after later: MergedStageOutput.Source
    ) {
        let name = { (source: MergedStageOutput.Source) in
            let time = source.createdAt.flatMap(ISOTime.text).map { " of \($0)" } ?? ""
            return "stage output \(source.identity.id)\(time)"
        }
        var warning = Warning(
            .framesLeftOver,
            "What is shown of frames \(NumberRanges(numbers)) is left over from an earlier run: \(name(earlier)). The later one, "
                + "\(name(later)), does not speak of them."
        )
        warning.frames = Array(numbers.prefix(Self.listLimit))
        for number in numbers { notes.frames[number, default: []].append(warning) }
        notes.stage.append(warning)
    }
}
