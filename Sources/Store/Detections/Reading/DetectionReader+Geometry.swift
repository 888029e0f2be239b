/// Boxes, points and key points of a detection, taken to frame pixels.
extension DetectionReader {
    /// A box of four numbers, which mean what `layout` says, or of four named members; a fifth number is the confidence.
    func readBox(
        _ path: String,
        _ layout: CoordinateSpace.BoxLayout,
        into detection: inout Detection,
        _ cursor: inout JSONCursor,
        _ suspicions: inout FrameSuspicions
    ) throws {
        if try cursor.readNull() { return detection.box = nil }
        let corners: SIMD4<Double>
        let given: (numbers: SIMD4<Double>, layout: CoordinateSpace.BoxLayout)
        if cursor.kind == .object {
            corners = try boxObject(path, &cursor)
            given = (corners, .xyxy)
        } else {
            let (numbers, score) = try boxNumbers(path, layout, &cursor)
            corners = try self.corners(numbers, layout, path)
            given = (numbers, layout)
            if let score {
                detection.confidence = detection.confidence ?? (space.notes.hasPercentages ? score / 100 : score)
            }
        }
        suspicions.note(box: given.numbers)
        suspicions.note(corners: corners)
        let low = framePixels(corners.x, corners.y)
        let high = framePixels(corners.z, corners.w)
        try checkReach(low, path)
        try checkReach(high, path)
        guard let box = DetectionBox(minX: low.x, minY: low.y, maxX: high.x, maxY: high.y) else {
            throw DetectionFault(path, "has no area: \(shown(given.numbers, given.layout))")
        }
        detection.box = box
        detection.boxStretch = framePixels.stretch
    }

    /// An outline: its points, or rings of them, of which the first is the outside and the others are holes.
    func readPolygon(_ path: String, into detection: inout Detection, _ cursor: inout JSONCursor) throws {
        detection.polygon = []
        guard cursor.kind == .array, try hasRings(&cursor) else {
            return detection.polygon = try points(path, atLeast: 3, &cursor)
        }
        let rings = try outlines(path, &cursor)
        detection.polygon = rings.first ?? []
        detection.polygonHoles = rings.dropFirst().filter { !$0.isEmpty }
    }

    /// Several outlines, which are empty where nothing is in their place.
    func outlines(_ path: String, _ cursor: inout JSONCursor) throws -> [[DetectionPoint]] {
        try array(path, "an array of outlines", &cursor) { index, cursor in
            try points("\(path)[\(index)]", atLeast: 3, &cursor)
        }
    }

    private func hasRings(_ cursor: inout JSONCursor) throws -> Bool {
        guard try cursor.kindOfFirstElement() == .array else { return false }
        let start = cursor.mark
        defer { cursor.return(to: start) }
        try cursor.enterArray()
        guard try cursor.nextElement() else { return false }
        let kind = try cursor.kindOfFirstElement()
        return kind == .array || kind == .object
    }

    /// COCO's: run lengths as an object, or a list of outlines whose union is the thing, each a flat list of coordinates.
    func readSegmentation(_ path: String, into detection: inout Detection, _ cursor: inout JSONCursor) throws {
        switch cursor.kind {
        case .object: detection.mask = try mask(path, &cursor).0
        case .array:
            let isOne = try cursor.kindOfFirstElement().map { $0 == .number || $0 == .string } ?? false
            let outlines = isOne ? [try points(path, atLeast: 3, &cursor)] : try outlines(path, &cursor)
            let parts = OutlineUnion.withoutCovered(outlines.filter { !$0.isEmpty })
            detection.polygon = parts.first ?? []
            detection.polygonParts = Array(parts.dropFirst())
        default:
            guard try cursor.readNull() else {
                throw wrongKind(path, cursor.kind, expected: "run lengths or an array of polygons")
            }
        }
    }

    /// The points of an outline or a line, as pairs, as objects, or as their numbers one after the other; an empty array is what
    /// some writers put for "none".
    func points(_ path: String, atLeast least: Int, _ cursor: inout JSONCursor) throws -> [DetectionPoint] {
        let first = cursor.kind == .array ? try cursor.kindOfFirstElement() : nil
        let points = first == .number || first == .string ? try flatPoints(path, &cursor) : try pairs(path, &cursor)
        guard points.isEmpty || points.count >= least else {
            throw DetectionFault(path, "has \(points.count) points, expected at least \(least)")
        }
        return points
    }

    private func pairs(_ path: String, _ cursor: inout JSONCursor) throws -> [DetectionPoint] {
        try array(path, "an array of points [x, y]", &cursor) { index, cursor in
            let path = { "\(path)[\(index)]" }
            if cursor.kind == .object {
                let members = try namedNumbers(path(), "x and y", &cursor)
                guard let x = members["x"], let y = members["y"] else {
                    throw DetectionFault(
                        path(),
                        "has \(members.keys.sorted().joined(separator: ", ")), expected x and y"
                    )
                }
                return try point(x, y, path())
            }
            let numbers = try numbers(2...2, "[x, y]", &cursor, path)
            return try point(numbers.values[0], numbers.values[1], path())
        }
    }

    private func flatPoints(_ path: String, _ cursor: inout JSONCursor) throws -> [DetectionPoint] {
        let numbers = try flatNumbers(path, &cursor)
        guard numbers.count.isMultiple(of: 2) else {
            throw DetectionFault(path, "has \(numbers.count) numbers, expected x and y of each point")
        }
        return try stride(from: 0, to: numbers.count, by: 2).map { index in
            try point(numbers[index], numbers[index + 1], "\(path)[\(index)]")
        }
    }

    func quad(_ path: String, _ cursor: inout JSONCursor) throws -> [DetectionPoint] {
        let corners = try points(path, atLeast: 0, &cursor)
        guard corners.isEmpty || corners.count == 4 else {
            throw DetectionFault(path, "has \(corners.count) points, expected 4")
        }
        return corners
    }

    /// Key points, each [x, y] or [x, y, score], or all their numbers one after the other (COCO's x, y and visibility, of which 0
    /// is "not found"). One that is `null` was not found; one that cannot be used is named, and the others stay.
    func keypoints(
        _ path: String,
        _ cursor: inout JSONCursor,
        _ suspicions: inout FrameSuspicions
    ) throws -> [Keypoint?] {
        let first = cursor.kind == .array ? try cursor.kindOfFirstElement() : nil
        if first == .number || first == .string { return try flatKeypoints(path, &cursor) }
        return try array(path, "an array of key points [x, y, score]", &cursor) { index, cursor in
            if try cursor.readNull() { return nil }
            let start = cursor.mark
            do {
                return try keypoint("\(path)[\(index)]", &cursor)
            } catch let fault as DetectionFault {
                cursor.return(to: start)
                try cursor.skipValue()
                suspicions.note(lostKeypoint: index, fault)
                return nil
            }
        }
    }

    private func keypoint(_ path: String, _ cursor: inout JSONCursor) throws -> Keypoint {
        let numbers = try numbers(2...3, "[x, y] or [x, y, score]", &cursor) { path }
        return Keypoint(
            point: try point(numbers.values[0], numbers.values[1], path),
            score: numbers.count == 3 ? numbers.values[2] : nil
        )
    }

    private func flatKeypoints(_ path: String, _ cursor: inout JSONCursor) throws -> [Keypoint?] {
        let numbers = try flatNumbers(path, &cursor)
        guard numbers.count.isMultiple(of: 3) else {
            throw DetectionFault(path, "has \(numbers.count) numbers, expected x, y and visibility of each key point")
        }
        return try stride(from: 0, to: numbers.count, by: 3).map { index in
            guard numbers[index + 2] != 0 else { return nil }
            let point = try point(numbers[index], numbers[index + 1], "\(path)[\(index)]")
            return Keypoint(point: point, score: numbers[index + 2])
        }
    }

    /// A skeleton's name, or pairs of key points' indices.
    func skeleton(_ path: String, _ cursor: inout JSONCursor) throws -> Skeleton? {
        if try cursor.readNull() { return nil }
        if cursor.kind == .string { return .named(try cursor.readString()) }
        let bones = try array(path, "a name or an array of pairs [0, 1]", &cursor) { index, cursor in
            let path = { "\(path)[\(index)]" }
            let pair = try numbers(2...2, "[from, to]", &cursor, path).values
            guard let start = Self.index(pair[0]), let end = Self.index(pair[1]) else {
                let found = "[\(pair[0].shown), \(pair[1].shown)]"
                throw DetectionFault(path(), "is \(found), expected two indices of key points")
            }
            return Skeleton.Bone(start: start, end: end)
        }
        return .bones(bones)
    }

    /// Reads each element of the array at the cursor by `read`; `null` is an empty array.
    func array<Element>(
        _ path: String,
        _ expected: String,
        _ cursor: inout JSONCursor,
        _ read: (_ index: Int, inout JSONCursor) throws -> Element
    ) throws -> [Element] {
        if try cursor.readNull() { return [] }
        guard cursor.kind == .array else { throw wrongKind(path, cursor.kind, expected: expected) }
        var elements: [Element] = []
        try cursor.enterArray()
        while try cursor.nextElement() { elements.append(try read(elements.count, &cursor)) }
        return elements
    }

    /// The finite numbers of the array at the cursor, which are as many as `counts` allows, at most 4, and the fifth.
    @inline(__always)
    private func numbers(
        _ counts: ClosedRange<Int>,
        _ expected: @autoclosure () -> String,
        _ cursor: inout JSONCursor,
        _ path: () -> String
    ) throws -> (values: SIMD4<Double>, fifth: Double, count: Int) {
        guard cursor.kind == .array else { throw wrongKind(path(), cursor.kind, expected: expected()) }
        var values = SIMD4<Double>()
        var fifth = 0.0
        var count = 0
        try cursor.enterArray()
        while try cursor.nextElement() {
            let kind = cursor.kind
            guard let value = try cursor.readNumberOrTextOfOne() else {
                throw DetectionFault(path(), "has \(kind.described) in it, expected \(expected())")
            }
            guard value.isFinite else {
                throw DetectionFault(path(), "has \(value.shown) in it, expected finite numbers \(expected())")
            }
            if count < 4 {
                values[count] = value
            } else if count == 4 {
                fifth = value
            }
            count += 1
        }
        guard counts ~= count else { throw DetectionFault(path(), "has \(count) numbers, expected \(expected())") }
        return (values, fifth, count)
    }

    private func boxNumbers(
        _ path: String,
        _ layout: CoordinateSpace.BoxLayout,
        _ cursor: inout JSONCursor
    ) throws -> (SIMD4<Double>, score: Double?) {
        let names = { "[\(layout.names.joined(separator: ", "))]" }
        let (values, fifth, count) = try numbers(4...5, names(), &cursor) { path }
        return (values, count == 5 ? fifth : nil)
    }

    /// minX, minY, maxX and maxY of a box whose members are named: a corner and either the other corner or a size.
    private func boxObject(_ path: String, _ cursor: inout JSONCursor) throws -> SIMD4<Double> {
        let members = try namedNumbers(path, "a box", &cursor)
        func any(_ names: String...) -> Double? { names.lazy.compactMap { members[$0] }.first }
        let low = (any("x1", "xmin", "left", "x"), any("y1", "ymin", "top", "y"))
        let high = (any("x2", "xmax", "right"), any("y2", "ymax", "bottom"))
        let size = (any("width", "w"), any("height", "h"))
        guard let minX = low.0, let minY = low.1, let maxX = high.0 ?? size.0.map({ minX + $0 }),
            let maxY = high.1 ?? size.1.map({ minY + $0 })
        else {
            let found = members.keys.sorted().joined(separator: ", ")
            let expected = "x, y, width, height; x1, y1, x2, y2; left, top, width, height; or xmin, ymin, xmax, ymax"
            throw DetectionFault(path, "has the members \(found.isEmpty ? "of nothing" : found), expected \(expected)")
        }
        let corners = SIMD4(minX, minY, maxX, maxY)
        return try ordered(corners, corners, .xyxy, path)
    }

    /// The finite numbers among the members of the object at the cursor.
    private func namedNumbers(
        _ path: String,
        _ expected: String,
        _ cursor: inout JSONCursor
    ) throws -> [String: Double] {
        var members: [String: Double] = [:]
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            guard let value = try cursor.readNumberOrTextOfOne() else { continue }
            guard value.isFinite else {
                throw DetectionFault("\(path).\(key.text)", "is \(value.shown), which is no finite number")
            }
            members[key.text] = value
        }
        return members
    }

    /// minX, minY, maxX and maxY of a box, in the output's space.
    private func corners(
        _ numbers: SIMD4<Double>,
        _ layout: CoordinateSpace.BoxLayout,
        _ path: String
    ) throws -> SIMD4<Double> {
        switch layout {
        case .xywh:
            try checkSize(numbers, layout, path)
            return SIMD4(numbers.x, numbers.y, numbers.x + numbers.z, numbers.y + numbers.w)
        case .cxcywh:
            try checkSize(numbers, layout, path)
            let half = SIMD2(numbers.z, numbers.w) / 2
            return SIMD4(numbers.x - half.x, numbers.y - half.y, numbers.x + half.x, numbers.y + half.y)
        case .xyxy: return try ordered(numbers, numbers, layout, path)
        case .yxyx:
            return try ordered(SIMD4(numbers.y, numbers.x, numbers.w, numbers.z), numbers, layout, path)
        }
    }

    private func checkSize(
        _ numbers: SIMD4<Double>,
        _ layout: CoordinateSpace.BoxLayout,
        _ path: String
    ) throws {
        guard numbers.z >= 0, numbers.w >= 0 else {
            throw DetectionFault(path, "has a negative size: \(shown(numbers, layout))")
        }
    }

    private func ordered(
        _ corners: SIMD4<Double>,
        _ numbers: SIMD4<Double>,
        _ layout: CoordinateSpace.BoxLayout,
        _ path: String
    ) throws -> SIMD4<Double> {
        guard corners.x <= corners.z, corners.y <= corners.w else {
            throw DetectionFault(path, "has its corners swapped: \(shown(numbers, layout))")
        }
        return corners
    }

    /// Such as "x 10, y 20, width -5, height 8".
    private func shown(_ numbers: SIMD4<Double>, _ layout: CoordinateSpace.BoxLayout) -> String {
        layout.names.indices.map { "\(layout.names[$0]) \(numbers[$0].shown)" }.joined(separator: ", ")
    }

    /// A point of the output in frame pixels.
    func point(_ x: Double, _ y: Double, _ path: @autoclosure () -> String) throws -> DetectionPoint {
        let point = framePixels(x, y)
        try checkReach(point, path())
        return point
    }

    /// The finite numbers of the array at the cursor, however many.
    func flatNumbers(_ path: String, _ cursor: inout JSONCursor) throws -> [Double] {
        try array(path, "an array of numbers", &cursor) { index, cursor in
            let kind = cursor.kind
            guard let value = try cursor.readNumberOrTextOfOne() else {
                throw wrongKind("\(path)[\(index)]", kind, expected: "a number")
            }
            try checkFinite(value, "\(path)[\(index)]")
            return value
        }
    }

    private func checkReach(_ point: DetectionPoint, _ path: @autoclosure () -> String) throws {
        let farthest = point.x.magnitude > point.y.magnitude ? point.x : point.y
        // Written so that a NaN, which an overflow can make, is beyond the limit too.
        guard farthest.magnitude <= Self.coordinateLimit, point.x.isFinite, point.y.isFinite else {
            throw DetectionFault(
                path(),
                "reaches \(farthest.shown) px, beyond ±\(Self.coordinateLimit.shown)",
                .beyondLimit
            )
        }
    }

    private static func index(_ number: Double) -> Int? {
        guard let index = Int(exactly: number), 0..<1_000_000 ~= index else { return nil }
        return index
    }
}
