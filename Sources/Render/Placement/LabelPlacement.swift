/// Places labels so that they cover neither each other nor small things, as near to what they name as there is room.
///
/// A label may be had in several lengths. All begin with the longest at which they together leave most of the frame to be seen; where there is no room
/// for one, a shorter one is tried, and where there is none for any, or too much of the frame is covered, it has no place. The same labels in the same
/// order have the same places.
package struct LabelPlacement {
    /// What is to be placed.
    package struct Request: Sendable {
        /// The bounds of the thing that the label names, in frame pixels, its outline included.
        let anchor: PixelRect
        /// How far the outline reaches inwards, in pixels.
        let inset: Double
        /// Where it stands if nothing speaks against it more than against its neighbors.
        let preferred: LabelSide?
        /// Whether it has its usual place and no other.
        let isFixed: Bool

        package init(anchor: PixelRect, inset: Double, preferred: LabelSide? = nil, isFixed: Bool = false) {
            (self.anchor, self.inset, self.preferred, self.isFixed) = (anchor, inset, preferred, isFixed)
        }
    }

    /// Where a label stands.
    package struct Place: Sendable, Equatable {
        package let rect: PixelRect
        package let side: LabelSide
        /// From its edge to the thing, where it stands away from that.
        package let leader: Leader?
        /// Which of its lengths it has, from the longest on.
        package let length: Int
    }

    /// In pixels.
    package struct Size: Sendable {
        let width, height: Double

        package init(width: Double, height: Double) { (self.width, self.height) = (width, height) }

        func rect(x: Double, y: Double) -> PixelRect { PixelRect(x: x, y: y, width: width, height: height) }
    }

    /// One for each request; `nil` where there is no room.
    package private(set) var places: [Place?]

    private let frame: PixelSize
    private let requests: [Request]
    /// What a label of a number has at a length; `nil` where it has no such length.
    private let size: (Int, Int) -> Size?
    private var labels: RectGrid
    /// For each label that has a place, the numbers in `labels` of itself and of its line.
    private var numbers: [[Int]]
    private let things: SmallThings
    /// The length that labels begin with, counted from the longest.
    package let firstLength: Int
    /// In square pixels.
    private let coverLimit: Double
    /// In square pixels, by all labels that have a place.
    private var covered = 0.0

    /// From this cost on a place may hide much of a small thing, so that one farther away may be better.
    private static let hiding = 0.5
    /// What it costs that a line may run under a label.
    private static let crossing = 0.5
    /// Bounds of lines up to this are kept free of labels, in pixels.
    private static let narrow = 6.0
    /// What of the frame labels may cover, where there are more than a few.
    private static let share = 0.35
    /// So many labels and fewer may cover any part of the frame.
    package static let few = 20
    /// Room between labels, in pixels.
    private static let spacing = 1.0
    /// What it costs not to stand where one is wont to, beside what the side costs.
    private static let habit = 0.5

    /// `size`: what the label of a request's number measures at a length; `nil` where it has no such length. `reserved`: where no label may be;
    /// `firstLength`: what labels begin with, where that is not to follow from their sizes.
    package init(
        _ requests: [Request],
        frame: PixelSize,
        reserved: [PixelRect] = [],
        firstLength: Int? = nil,
        size: @escaping (_ number: Int, _ length: Int) -> Size?
    ) {
        (self.requests, self.frame, self.size) = (requests, frame, size)
        places = [Place?](repeating: nil, count: requests.count)
        numbers = [[Int]](repeating: [], count: requests.count)
        labels = RectGrid(frame: frame)
        let areas = requests.indices.lazy.prefix(64).compactMap { size($0, 0) }.map { $0.width * $0.height }
        let anchors = requests.map { $0.isFixed ? nil : $0.anchor.seen(in: frame) }
        things = SmallThings(anchors, frame: frame, labelArea: areas.max() ?? 0)
        coverLimit = Self.coverLimit(requests.count, frame)
        self.firstLength = firstLength ?? Self.firstLength(requests.count, frame: frame, size)
        for rect in reserved { labels.insert(rect) }
        let order = order
        for number in order where requests[number].isFixed { place(number) }
        // Those that are wont to stand somewhere before those that would take their places.
        for number in order where !requests[number].isFixed && requests[number].preferred != nil {
            placeAsUsual(number)
        }
        for number in order where places[number] == nil { place(number) }
        // Those that came early could not know who came after them.
        for number in order where mayDoBetter(number) { place(number) }
    }

    /// What `count` labels may cover of a frame, in square pixels.
    private static func coverLimit(_ count: Int, _ frame: PixelSize) -> Double {
        count <= few ? .infinity : Double(frame.pixelCount) * share
    }

    /// The first length at which all labels cover at most what they may, else the last that any has; `size` is as `init` has it.
    package static func firstLength(_ count: Int, frame: PixelSize, _ size: (Int, Int) -> Size?) -> Int {
        let area = coverLimit(count, frame)
        // Of each label the last size that it has, which the shorter ones keep.
        var sizes = [Size?](repeating: nil, count: count)
        for length in 0... {
            var (covered, isKnown) = (0.0, false)
            for number in 0..<count where covered <= area {
                if let size = size(number, length) { (sizes[number], isKnown) = (size, true) }
                covered += sizes[number].map { $0.width * $0.height } ?? 0
            }
            if covered <= area { return length }
            guard isKnown else { return max(length - 1, 0) }
        }
        return 0
    }

    /// A place for another label in the middle of `rect`, or near it, which is then taken; `nil` where there is no room.
    mutating func place(_ size: Size, on rect: PixelRect) -> PixelRect? {
        let center = rect.seen(in: frame).center
        let middle = size.rect(x: (center.x - size.width / 2).rounded(), y: (center.y - size.height / 2).rounded())
        let around = LabelCandidates(frame: frame, anchor: middle.expanded(by: -size.height / 2), inset: 0)
        let near = around.candidates(width: size.width, height: size.height)
        let far = around.distantCandidates(width: size.width, height: size.height)
        return take([middle] + (near + far).map(\.rect))
    }

    /// A corner of the frame for another label, likewise: the lower ones before the upper.
    mutating func corner(_ size: Size) -> PixelRect? {
        let (x, y) = (Double(frame.width) - size.width, Double(frame.height) - size.height)
        return take([(0, y), (x, y), (0, 0), (x, 0)].map { size.rect(x: $0.0, y: $0.1) })
    }

    /// The first that is on the frame and free.
    private mutating func take(_ rects: [PixelRect]) -> PixelRect? {
        let all = PixelRect(x: 0, y: 0, width: Double(frame.width), height: Double(frame.height))
        let rect = rects.first { $0.intersection(all) == $0 && labels.isFree($0.expanded(by: Self.spacing / 2)) }
        if let rect { labels.insert(rect.expanded(by: Self.spacing / 2)) }
        return rect
    }

    /// Those that cannot move first, then the small things, which have nothing to hide a label on; by powers of two, so that a thing that grows a
    /// little keeps its turn.
    private var order: [Int] {
        let turns = requests.map { request in
            request.isFixed ? -1 : Int(max(request.anchor.seen(in: frame).area, 1).exponent)
        }
        return requests.indices.sorted { (turns[$0], $0) < (turns[$1], $1) }
    }

    private func mayDoBetter(_ number: Int) -> Bool {
        guard !requests[number].isFixed else { return false }
        return places[number].map { $0.length > firstLength || $0.side == .away } ?? true
    }

    /// Gives a label its place, or another one where it has one already.
    private mutating func place(_ number: Int) {
        let old = places[number]
        guard old != nil || requests[number].isFixed || covered <= coverLimit else { return }
        for known in numbers[number] { labels.remove(known) }
        numbers[number] = []
        covered -= old?.rect.area ?? 0
        if let place = bestPlace(number) ?? old { take(place, number) }
    }

    /// Gives a label the side that it is wont to have, where that is free and hides little.
    private mutating func placeAsUsual(_ number: Int) {
        let request = requests[number]
        guard covered <= coverLimit, let size = size(number, length(number)) else { return }
        let around = LabelCandidates(frame: frame, anchor: request.anchor.seen(in: frame), inset: request.inset)
        let usual = around.candidates(width: size.width, height: size.height).filter { $0.side == request.preferred }
        guard let best = best(usual, number), best.cost < Self.habit else { return }
        take(Place(rect: best.candidate.rect, side: best.candidate.side, leader: nil, length: length(number)), number)
    }

    /// The length that a label begins with: its shortest, where it has fewer than others.
    private func length(_ number: Int) -> Int {
        var length = firstLength
        while length > 0, size(number, length) == nil { length -= 1 }
        return length
    }

    /// At the greatest length for which there is room.
    private func bestPlace(_ number: Int) -> Place? {
        let request = requests[number]
        let around = LabelCandidates(frame: frame, anchor: request.anchor.seen(in: frame), inset: request.inset)
        var length = length(number)
        while let size = size(number, length) {
            if let found = candidate(around, size, number) {
                return Place(rect: found.rect, side: found.side, leader: leader(of: found, number), length: length)
            }
            length += 1
        }
        return nil
    }

    private mutating func take(_ place: Place, _ number: Int) {
        places[number] = place
        covered += place.rect.area
        numbers[number] = [labels.insert(place.rect.expanded(by: Self.spacing / 2))]
        // What is around a slanting line is not kept free.
        if let bounds = place.leader?.bounds, min(bounds.width, bounds.height) <= Self.narrow {
            numbers[number].append(labels.insert(bounds))
        }
    }

    private func leader(of candidate: LabelCandidate, _ number: Int) -> Leader? {
        candidate.side == .away ? Leader(from: candidate.rect, to: requests[number].anchor.seen(in: frame)) : nil
    }

    private func candidate(_ around: LabelCandidates, _ size: Size, _ number: Int) -> LabelCandidate? {
        let (width, height) = (size.width, size.height)
        if requests[number].isFixed || height > Double(frame.height) {
            return around.usual(width: width, height: height)
        }
        let near = best(around.candidates(width: width, height: height), number)
        if let near, near.cost < Self.hiding { return near.candidate }
        let far = best(around.distantCandidates(width: width, height: height), number)
        return [near, far].compactMap(\.self).min { $0.cost < $1.cost }?.candidate
    }

    /// The cheapest that covers no other label.
    private func best(_ candidates: [LabelCandidate], _ number: Int) -> (candidate: LabelCandidate, cost: Double)? {
        var best: (candidate: LabelCandidate, cost: Double)?
        for candidate in candidates {
            var cost = candidate.penalty
            if candidate.side != requests[number].preferred {
                cost += candidate.side.penalty + (requests[number].preferred == nil ? 0 : Self.habit)
            }
            if let best, best.cost <= cost { continue }
            guard labels.isFree(candidate.rect.expanded(by: Self.spacing / 2)) else { continue }
            cost += things.coverage(of: candidate.rect, besides: number)
            if let leader = leader(of: candidate, number), !labels.isFree(leader.bounds) { cost += Self.crossing }
            if best.map({ cost < $0.cost }) ?? true { best = (candidate, cost) }
        }
        return best
    }
}

extension LabelPlacement {
    /// A line from a label to the thing that it names, in frame pixels: between the points that are nearest to each other.
    package struct Leader: Sendable, Equatable {
        package let start, end: PixelPoint

        init(from label: PixelRect, to anchor: PixelRect) {
            end = label.center.clamped(to: anchor)
            start = end.clamped(to: label)
        }

        /// A pixel wider on all sides.
        var bounds: PixelRect {
            PixelRect(
                minX: min(start.x, end.x),
                minY: min(start.y, end.y),
                maxX: max(start.x, end.x),
                maxY: max(start.y, end.y)
            )
            .expanded(by: 1)
        }
    }
}

extension PixelPoint {
    fileprivate func clamped(to rect: PixelRect) -> PixelPoint {
        PixelPoint(x: min(max(x, rect.minX), rect.maxX), y: min(max(y, rect.minY), rect.maxY))
    }
}

extension PixelRect {
    /// What of it is on the frame; its nearest point where nothing is.
    func seen(in frame: PixelSize) -> PixelRect {
        let (width, height) = (Double(frame.width), Double(frame.height))
        let (minX, minY) = (max(min(self.minX, width), 0), max(min(self.minY, height), 0))
        return PixelRect(
            minX: minX,
            minY: minY,
            maxX: max(min(maxX, width), minX),
            maxY: max(min(maxY, height), minY)
        )
    }
}
