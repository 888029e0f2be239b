import Testing

@testable import OverlayService

@Suite("Frame numbers of a stage and of a timeline")
struct FrameNumberFitTests {
    private static func strided(_ first: Int, _ last: Int, by step: Int = 1) -> [Int] {
        Array(stride(from: first, through: last, by: step))
    }

    @Test(
        "that are one and the same, some missing or too many, are no fault",
        arguments: [
            (strided(0, 7), strided(0, 7)), ([], [1, 2]), ([3], []), (strided(0, 90, by: 10), strided(0, 99)),
            (strided(0, 100, by: 10), strided(0, 95)), (strided(0, 8), strided(0, 7)),
            (strided(0, 300), strided(0, 100)), (strided(5, 300), strided(0, 100)),
            (strided(0, 7), [0, 1, 2, 4, 5, 6, 7]), (strided(1, 100), strided(0, 100, by: 10)), ([9], strided(0, 7)),
        ]
    )
    func same(stage: [Int], timeline: [Int]) {
        #expect(FrameNumberFit(stage, on: timeline) == .same)
    }

    @Test(
        "that are shifted are told from those",
        arguments: [
            (strided(0, 7), strided(1, 8), -1), (strided(1, 8), strided(0, 7), 1), ([0, 3, 5], strided(1, 8), -1),
            (strided(0, 9), strided(1, 8), -1), (strided(0, 7), [1, 2, 4, 5, 6, 7, 8], -1),
            (strided(100, 107), strided(0, 7), 100), ([1], [0], 1), ([2, 8], strided(0, 7), 1),
            ([2, 4, 8], strided(0, 7), 1),
        ]
    )
    func shifted(stage: [Int], timeline: [Int], distance: Int) {
        #expect(FrameNumberFit(stage, on: timeline) == .shifted(by: distance))
    }

    @Test(
        "of which one has the source video's and the other has not are told, too",
        arguments: [
            (strided(0, 70, by: 10), strided(0, 7), FrameNumberFit.inSteps(base: 0, step: 10)),
            (strided(0, 14, by: 2), strided(0, 7), .inSteps(base: 0, step: 2)),
            (strided(0, 70, by: 10), strided(1, 8), .inSteps(base: -10, step: 10)),
            (strided(1, 71, by: 10), strided(0, 7), .inSteps(base: 1, step: 10)),
            (strided(0, 7), strided(0, 70, by: 10), .timelineInSteps(step: 10)),
        ]
    )
    func steps(stage: [Int], timeline: [Int], fit: FrameNumberFit) {
        #expect(FrameNumberFit(stage, on: timeline) == fit)
    }

    @Test("may be as large as any")
    func large() {
        let limit = 9_007_199_254_740_992
        #expect(FrameNumberFit([0, limit], on: [limit - 2, limit]) == .same)
        #expect(FrameNumberFit([limit - 1, limit], on: [0, 1]) == .shifted(by: limit - 1))
    }

    @Test(
        "are written as ranges",
        arguments: [
            ([], ""), ([4], "4"), ([0, 1, 2, 4, 6, 7], "0–2, 4, 6–7"),
            (strided(0, 20, by: 2), "0, 2, 4, 6, 8 and 6 more"),
        ]
    )
    func ranges(numbers: [Int], text: String) { #expect(NumberRanges(numbers).description == text) }
}

@Suite("The times of a timeline's frames")
struct TimelineTimesTests {
    private func times(_ times: [Double?]) -> TimelineTimes {
        TimelineTimes(times.enumerated().map { (number: $0, timestamp: $1) })
    }

    @Test("are met by what is at most half a frame away")
    func nearest() {
        let regular = times([0, 0.04, 0.08, nil, 0.16])
        #expect(regular.nearest(to: 0.05)?.number == 1 && regular.nearest(to: 0.0601)?.number == 2)
        #expect(regular.nearest(to: -0.02)?.number == 0 && regular.nearest(to: -0.021) == nil)
        // Where a frame is missing, its neighbours do not stand for it.
        #expect(regular.nearest(to: 0.11) == nil && regular.nearest(to: 0.13)?.number == 4)
        #expect(regular.isTime(0.03, ofFrame: 1) && !regular.isTime(0.08, ofFrame: 1) && !regular.isTime(0, ofFrame: 3))
    }

    @Test("may lie as they like, and be one or none")
    func odd() {
        #expect(times([]).nearest(to: 0) == nil && times([nil]).isEmpty)
        #expect(times([3]).nearest(to: 3.02)?.number == 0 && times([3]).nearest(to: 3.03) == nil)
        let variable = times([0, 0.1, 0.15, 1])
        #expect(variable.nearest(to: 0.13)?.number == 2 && variable.nearest(to: 0.5) == nil)
        #expect(times([1, 1, 2]).nearest(to: 1)?.number == 0)
    }
}
