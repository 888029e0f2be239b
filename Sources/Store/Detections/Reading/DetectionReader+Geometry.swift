/// Boxes, points and key points of a detection, taken to frame pixels.
extension DetectionReader {
    /// The box of `bbox`, whose four numbers mean what `coordinates.box` says.
    func box(
        _ path: String,
        _ cursor: inout JSONCursor,
        _ suspicions: inout FrameSuspicions
    ) throws -> DetectionBox? {
        if try cursor.readNull() { return nil }
        let numbers = try boxNumbers(path, &cursor)
        suspicions.note(box: numbers)
        let corners = try corners(numbers, path)
        let low = framePixels(corners.x, corners.y)
        let high = framePixels(corners.z, corners.w)
        try checkReach(low, path)
        try checkReach(high, path)
        guard let box = DetectionBox(minX: low.x, minY: low.y, maxX: high.x, maxY: high.y) else {
            throw DetectionFault(path, "has no area: \(shown(numbers))")
        }
        return box
    }

    /// The points of an outline or a line; an empty array is what some writers put for "none".
    func points(_ path: String, atLeast least: Int, _ cursor: inout JSONCursor) throws -> [DetectionPoint] {
        let points = try array(path, "an array of points [x, y]", &cursor) { index, cursor in
            let path = { "\(path)[\(index)]" }
            let numbers = try numbers(2...2, "[x, y]", &cursor, path)
            return try point(numbers.values.x, numbers.values.y, path())
        }
        guard points.isEmpty || points.count >= least else {
            throw DetectionFault(path, "has \(points.count) points, expected at least \(least)")
        }
        return points
    }

    func quad(_ path: String, _ cursor: inout JSONCursor) throws -> [DetectionPoint] {
        let corners = try points(path, atLeast: 0, &cursor)
        guard corners.isEmpty || corners.count == 4 else {
            throw DetectionFault(path, "has \(corners.count) points, expected 4")
        }
        return corners
    }

    func keypoints(_ path: String, _ cursor: inout JSONCursor) throws -> [Keypoint] {
        try array(path, "an array of key points [x, y, score]", &cursor) { index, cursor in
            let path = { "\(path)[\(index)]" }
            let numbers = try numbers(2...3, "[x, y] or [x, y, score]", &cursor, path)
            return Keypoint(
                point: try point(numbers.values.x, numbers.values.y, path()),
                score: numbers.count == 3 ? numbers.values.z : nil
            )
        }
    }

    /// A skeleton's name, or pairs of key points' indices.
    func skeleton(_ path: String, _ cursor: inout JSONCursor) throws -> Skeleton? {
        if try cursor.readNull() { return nil }
        if cursor.kind == .string { return .named(try cursor.readString()) }
        let bones = try array(path, "a name or an array of pairs [0, 1]", &cursor) { index, cursor in
            let path = { "\(path)[\(index)]" }
            let pair = try numbers(2...2, "[from, to]", &cursor, path).values
            guard let start = Self.index(pair.x), let end = Self.index(pair.y) else {
                let found = "[\(pair.x.shown), \(pair.y.shown)]"
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

    /// The finite numbers of the array at the cursor, which are as many as `counts` allows, at most 4.
    @inline(__always)
    private func numbers(
        _ counts: ClosedRange<Int>,
        _ expected: @autoclosure () -> String,
        _ cursor: inout JSONCursor,
        _ path: () -> String
    ) throws -> (values: SIMD4<Double>, count: Int) {
        guard cursor.kind == .array else { throw wrongKind(path(), cursor.kind, expected: expected()) }
        var values = SIMD4<Double>()
        var count = 0
        try cursor.enterArray()
        while try cursor.nextElement() {
            guard cursor.kind == .number else {
                throw DetectionFault(path(), "has \(cursor.kind.described) in it, expected \(expected())")
            }
            let value = try cursor.readNumber().value
            guard value.isFinite else {
                throw DetectionFault(path(), "has \(value.shown) in it, expected finite numbers \(expected())")
            }
            if count < 4 { values[count] = value }
            count += 1
        }
        guard counts ~= count else { throw DetectionFault(path(), "has \(count) numbers, expected \(expected())") }
        return (values, count)
    }

    private func boxNumbers(_ path: String, _ cursor: inout JSONCursor) throws -> SIMD4<Double> {
        let names = { "[\(space.boxLayout.names.joined(separator: ", "))]" }
        return try numbers(4...4, names(), &cursor) { path }.values
    }

    /// minX, minY, maxX and maxY of a box, in the output's space.
    private func corners(_ numbers: SIMD4<Double>, _ path: String) throws -> SIMD4<Double> {
        switch space.boxLayout {
        case .xywh:
            try checkSize(numbers, path)
            return SIMD4(numbers.x, numbers.y, numbers.x + numbers.z, numbers.y + numbers.w)
        case .cxcywh:
            try checkSize(numbers, path)
            let half = SIMD2(numbers.z, numbers.w) / 2
            return SIMD4(numbers.x - half.x, numbers.y - half.y, numbers.x + half.x, numbers.y + half.y)
        case .xyxy: return try ordered(numbers, numbers, path)
        case .yxyx: return try ordered(SIMD4(numbers.y, numbers.x, numbers.w, numbers.z), numbers, path)
        }
    }

    private func checkSize(_ numbers: SIMD4<Double>, _ path: String) throws {
        guard numbers.z >= 0, numbers.w >= 0 else {
            throw DetectionFault(path, "has a negative size: \(shown(numbers))")
        }
    }

    private func ordered(
        _ corners: SIMD4<Double>,
        _ numbers: SIMD4<Double>,
        _ path: String
    ) throws -> SIMD4<Double> {
        guard corners.x <= corners.z, corners.y <= corners.w else {
            throw DetectionFault(path, "has its corners swapped: \(shown(numbers))")
        }
        return corners
    }

    /// Such as "x 10, y 20, width -5, height 8".
    private func shown(_ numbers: SIMD4<Double>) -> String {
        let names = space.boxLayout.names
        return names.indices.map { "\(names[$0]) \(numbers[$0].shown)" }.joined(separator: ", ")
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
            guard cursor.kind == .number else {
                throw wrongKind("\(path)[\(index)]", cursor.kind, expected: "a number")
            }
            let value = try cursor.readNumber().value
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
