/// A part of the picture in which a stage counts things, in frame pixels.
package struct CountingZone: Hashable, Sendable {
    package var name: String?
    /// At least three corners.
    package var polygon: [DetectionPoint]
    package var count: Int?
}

/// A line at which a stage counts what crosses it, in frame pixels.
package struct CountingLine: Hashable, Sendable {
    package var name: String?
    package var start: DetectionPoint
    package var end: DetectionPoint
    /// Things that crossed it one way, and the other.
    package var inCount: Int?
    package var outCount: Int?
}

/// What stands beside a frame's detections.
extension DetectionReader {
    private enum Member: String, CaseIterable {
        case name, polygon, count, from, to
        case inCount = "in"
        case outCount = "out"
    }

    private static let members = JSONKeyTable<Member>()

    /// The members of a zone or a line, as far as they are there.
    private struct Parts {
        var name: String?
        var polygon: [DetectionPoint] = []
        var from, to: DetectionPoint?
        var counts: [Member: Int] = [:]
    }

    /// Zones without a polygon are only counted, not seen, and left out. `faults`: what cannot be used.
    func zones(_ path: String, _ cursor: inout JSONCursor, _ faults: inout [DetectionFault]) throws -> [CountingZone] {
        try elements(path, &cursor, &faults) { parts in
            guard parts.polygon.count >= 3 else { return nil }
            return CountingZone(name: parts.name, polygon: parts.polygon, count: parts.counts[.count])
        }
    }

    func lines(_ path: String, _ cursor: inout JSONCursor, _ faults: inout [DetectionFault]) throws -> [CountingLine] {
        try elements(path, &cursor, &faults) { parts in
            guard let start = parts.from, let end = parts.to else { return nil }
            return CountingLine(
                name: parts.name,
                start: start,
                end: end,
                inCount: parts.counts[.inCount],
                outCount: parts.counts[.outCount]
            )
        }
    }

    private func elements<Element>(
        _ path: String,
        _ cursor: inout JSONCursor,
        _ faults: inout [DetectionFault],
        _ make: (Parts) -> Element?
    ) throws -> [Element] {
        if try cursor.readNull() { return [] }
        guard cursor.kind == .array else {
            faults.append(wrongKind(path, cursor.kind, expected: "an array"))
            return []
        }
        var found: [Element] = []
        var index = 0
        try cursor.enterArray()
        while try cursor.nextElement() {
            let mark = cursor.mark
            do {
                if let element = make(try parts("\(path)[\(index)]", &cursor)) { found.append(element) }
            } catch let fault as DetectionFault {
                faults.append(fault)
                cursor.return(to: mark)
                try cursor.skipValue()
            }
            index += 1
        }
        return found
    }

    private func parts(_ path: String, _ cursor: inout JSONCursor) throws -> Parts {
        guard cursor.kind == .object else { throw wrongKind(path, cursor.kind, expected: "an object") }
        var parts = Parts()
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            guard let member = Self.members[key] else {
                try cursor.skipValue()
                continue
            }
            let path = "\(path).\(member.rawValue)"
            switch member {
            case .name: parts.name = try text(path, &cursor)
            case .polygon: parts.polygon = try points(path, atLeast: 3, &cursor)
            case .from: parts.from = try end(path, &cursor)
            case .to: parts.to = try end(path, &cursor)
            case .count, .inCount, .outCount:
                if try cursor.readNull() { continue }
                guard let count = try cursor.readWholeNumberIfAny() else {
                    throw DetectionFault(path, "is not a whole number")
                }
                parts.counts[member] = count
            }
        }
        return parts
    }

    /// A point [x, y].
    private func end(_ path: String, _ cursor: inout JSONCursor) throws -> DetectionPoint? {
        if try cursor.readNull() { return nil }
        guard cursor.kind == .array, let point = try points(path, atLeast: 1, &cursor).first else {
            throw DetectionFault(path, "is not a point [x, y]")
        }
        return point
    }
}
