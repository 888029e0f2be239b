/// How the frame numbers of a stage lie on those of its timeline.
enum FrameNumberFit: Hashable {
    /// Number by number, as far as the timeline has them.
    case same
    /// Each is `distance` more than the timeline's.
    case shifted(by: Int)
    /// The timeline's frame 0 is `base`, and every `step`-th number is one of its frames: those of the source video.
    case inSteps(base: Int, step: Int)
    /// The other way round: the timeline has the numbers of the source video, every `step`-th.
    case timelineInSteps(step: Int)

    /// The share of the numbers that has to be explained by anything but `same`.
    private static let explained = 0.9
    /// Steps are looked for where at most this share of the numbers is among the timeline's as it is: a stage that looks at
    /// every tenth frame is no fault.
    private static let coincidence = 0.6

    /// How `numbers` lie on those of `timeline`; both ascend.
    ///
    /// Two numberings of one video leave one of three traces. One that begins at 1 has all numbers one off; one of the source video
    /// has them in steps; and a stage that saw more or less of it has them where they belong, with some beyond the timeline's.
    init(_ numbers: [Int], on timeline: [Int]) {
        self = .same
        guard let first = numbers.first, let last = numbers.last, let start = timeline.first, let end = timeline.last,
            numbers.count > 1 || timeline.count == 1
        else { return }
        let known = Set(timeline)
        let asTheyAre = numbers.count(where: known.contains)
        guard asTheyAre < numbers.count else { return }
        let enough = max(asTheyAre + 1, Int((Double(numbers.count) * Self.explained).rounded(.up)))
        if Double(asTheyAre) <= Double(numbers.count) * Self.coincidence,
            let steps = Self.steps(numbers, timeline, known, enough)
        {
            self = steps
            return
        }
        // Keys from 1 on, and a stage that has a frame 0: whatever else there is, it does not count as they do.
        if first == 0, start == 1, numbers.count(where: { known.contains($0 + 1) }) >= asTheyAre {
            self = .shifted(by: -1)
            return
        }
        // The smallest that explains most.
        let distances = Set([1, -1, first - start, last - end]).sorted { ($0.magnitude, $0) < ($1.magnitude, $1) }
        var best = enough - 1
        for distance in distances {
            let count = numbers.count { known.contains($0 - distance) }
            if count > best { (best, self) = (count, .shifted(by: distance)) }
        }
    }

    private static func steps(_ numbers: [Int], _ timeline: [Int], _ known: Set<Int>, _ enough: Int) -> Self? {
        // Two numbers are always in steps.
        let step = numbers.count > 2 ? commonStep(numbers) : 0
        if step > 1 {
            let bases = Set([numbers[0] % step, numbers[0] &- step &* timeline[0]]).sorted()
            for base in bases where numbers.count(where: { known.contains(($0 &- base) / step) }) >= enough {
                return .inSteps(base: base, step: step)
            }
        }
        let timelineStep = commonStep(timeline)
        guard timelineStep > 1, commonStep(numbers) == 1 else { return nil }
        let count = numbers.count { known.contains(timeline[0] &+ ($0 &- numbers[0]) &* timelineStep) }
        return count >= enough ? .timelineInSteps(step: timelineStep) : nil
    }

    /// The greatest number that divides all distances; 0 for fewer than two numbers.
    private static func commonStep(_ numbers: [Int]) -> Int {
        zip(numbers, numbers.dropFirst()).reduce(0) { step, pair in
            var (larger, smaller) = (pair.1 - pair.0, step)
            while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
            return larger
        }
    }
}
