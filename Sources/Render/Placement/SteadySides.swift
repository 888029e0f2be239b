/// The places beside a thing that a label may take on one frame, and what each costs there by itself.
package struct LabelOptions: Sendable {
    struct Option: Sendable {
        let side: LabelSide
        let rect: PixelRect
        let cost: Double
    }

    let options: [Option]

    /// Of all labels of a frame; `size`: what that of a request's number measures.
    package static func all(
        _ requests: [LabelPlacement.Request],
        frame: PixelSize,
        size: (Int) -> LabelPlacement.Size
    ) -> [LabelOptions] {
        let anchors = requests.map { $0.anchor.seen(in: frame) }
        let sizes = requests.indices.map(size)
        let things = SmallThings(
            zip(requests, anchors).map { $0.isFixed ? nil : $1 },
            frame: frame,
            labelArea: sizes.map { $0.width * $0.height }.max() ?? 0
        )
        return requests.indices.map { number in
            let around = LabelCandidates(frame: frame, anchor: anchors[number], inset: requests[number].inset)
            let candidates = around.candidates(width: sizes[number].width, height: sizes[number].height)
            return LabelOptions(
                options: candidates.map { candidate in
                    let coverage = things.coverage(of: candidate.rect, besides: number)
                    return Option(
                        side: candidate.side,
                        rect: candidate.rect,
                        cost: candidate.side.penalty + candidate.penalty + coverage
                    )
                }
            )
        }
    }
}

/// Sides for the labels of things that are followed over several frames: for each thing one, so that on all the frames together as little as can be is covered.
package struct SteadySides {
    /// By the things' numbers; `nil` for one that has no place on any frame.
    package private(set) var sides: [LabelSide?]

    /// What it costs that two labels would share a pixel: one of them has to go elsewhere, and to come back.
    private static let conflict = 1.5
    /// What it costs that a side has no room on a frame.
    private static let missing = 1.5
    /// What it costs, on each frame, not to stand where one stood before.
    private static let change = 0.2
    /// Things move in turn, until none has a better side, or so often.
    private static let rounds = 6

    /// `frames`: of each frame the things on it by number (`0..<count`), each at most once. `before`: where labels stood on the frames before these; `nil`
    /// for things that are new.
    package init(_ frames: [[(thing: Int, options: LabelOptions)]], before: [LabelSide?], on frame: PixelSize) {
        let count = before.count
        let problem = SteadyProblem(frames, before: before, on: frame)
        sides = problem.alone
        for _ in 0..<Self.rounds {
            var hasChanged = false
            for thing in 0..<count {
                let best = problem.bestSide(of: thing, beside: sides)
                if best != sides[thing] { (sides[thing], hasChanged) = (best, true) }
            }
            if !hasChanged { return }
        }
    }

    /// What is known of all frames, by things.
    private struct SteadyProblem {
        /// Of each thing where it is: the frame, and its place in that frame's list.
        private var sightings: [[(frame: Int, index: Int)]]
        private let frames: [[(thing: Int, options: LabelOptions)]]
        /// Of each frame, and each place in its list, the places of those whose labels may share a pixel with its own.
        private let neighbors: [[[Int]]]
        /// Of each thing what each side costs by itself, over all frames.
        private var ownCosts: [[Double]]

        init(_ frames: [[(thing: Int, options: LabelOptions)]], before: [LabelSide?], on frame: PixelSize) {
            let count = before.count
            self.frames = frames
            neighbors = frames.map { Self.neighbors($0.map(\.options), on: frame) }
            sightings = Array(repeating: [], count: count)
            ownCosts = Array(repeating: Array(repeating: 0, count: LabelSide.allCases.count), count: count)
            for (number, frame) in frames.enumerated() {
                for (index, entry) in frame.enumerated() {
                    sightings[entry.thing].append((number, index))
                    for side in LabelSide.allCases {
                        let option = entry.options.option(side)
                        let isNew = before[entry.thing].map { $0 != side } ?? false
                        ownCosts[entry.thing][Int(side.rawValue)] +=
                            (option?.cost ?? SteadySides.missing) + (isNew ? SteadySides.change : 0)
                    }
                }
            }
        }

        private static func neighbors(_ options: [LabelOptions], on frame: PixelSize) -> [[Int]] {
            var grid = RectGrid(frame: frame)
            let bounds = options.map { $0.options.map(\.rect).reduce(nil) { $0?.union($1) ?? $1 } ?? PixelRect.zero }
            for rect in bounds { grid.insert(rect) }
            return bounds.indices.map { index in
                var found: [Int] = []
                grid.forEach(in: bounds[index]) { other, _ in
                    if other != index { found.append(other) }
                    return true
                }
                return found
            }
        }

        /// Each thing's best side as if there were no other labels.
        var alone: [LabelSide?] {
            ownCosts.indices.map { thing in
                sightings[thing].isEmpty ? nil : Self.sides.min { cost($0, of: thing) < cost($1, of: thing) }
            }
        }

        private static let sides = LabelSide.allCases.filter { $0 != .away }

        private func cost(_ side: LabelSide, of thing: Int) -> Double { ownCosts[thing][Int(side.rawValue)] }

        /// The first of the cheapest.
        func bestSide(of thing: Int, beside chosen: [LabelSide?]) -> LabelSide? {
            guard let current = chosen[thing] else { return nil }
            var best = (side: current, cost: total(current, of: thing, beside: chosen, below: .infinity))
            for side in Self.sides where side != current {
                let cost = total(side, of: thing, beside: chosen, below: best.cost - 1e-9)
                if cost < best.cost - 1e-9 { best = (side, cost) }
            }
            return best.side
        }

        /// With the labels of others where they are; not exact from `limit` on.
        private func total(_ side: LabelSide, of thing: Int, beside chosen: [LabelSide?], below limit: Double) -> Double
        {
            var total = cost(side, of: thing)
            for (number, index) in sightings[thing] where total < limit {
                guard let rect = frames[number][index].options.option(side)?.rect else { continue }
                for other in neighbors[number][index] {
                    let entry = frames[number][other]
                    guard let otherSide = chosen[entry.thing], let otherRect = entry.options.option(otherSide)?.rect,
                        rect.overlaps(otherRect)
                    else { continue }
                    total += SteadySides.conflict
                }
            }
            return total
        }
    }
}

extension LabelOptions {
    fileprivate func option(_ side: LabelSide) -> Option? { options.first { $0.side == side } }
}
