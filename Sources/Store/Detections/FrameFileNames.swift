/// Reads frame numbers out of file names such as `frame_000012.jpg`.
package struct FrameFileNames {
    /// Why no number can be read.
    package enum Doubt: Error, Equatable {
        case noNumber(name: String)
        /// Several numbers of the names could be it.
        case severalNumbers(name: String)
        case notOfPattern(name: String)
        case sameNumber(Int, String, String)
    }

    /// What in a name is the frame's number, such as `frame_{frame}_*.jpg`; `*` stands for anything.
    package struct Pattern: Sendable {
        private let before: [Substring]
        private let after: [Substring]

        /// `nil` unless `text` has `{frame}` once.
        package init?(_ text: String) {
            let parts = text.split(separator: "{frame}", omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            (before, after) = (Self.pieces(parts[0]), Self.pieces(parts[1]))
        }

        private static func pieces(_ text: Substring) -> [Substring] {
            text.split(separator: "*", omittingEmptySubsequences: false)
        }

        /// The number in the whole file name `name`; `nil` where that is not of the pattern.
        package func number(in name: String) -> Int? {
            var starts = name.startIndex..<name.endIndex
            while let digits = name[starts].firstRange(of: /[0-9]+/) {
                if Self.matches(name[..<digits.lowerBound], before), Self.matches(name[digits.upperBound...], after) {
                    return FrameFileNames.number(name[digits])
                }
                starts = digits.upperBound..<name.endIndex
            }
            return nil
        }

        /// Whether `text` is `pieces` with anything between them.
        private static func matches(_ text: Substring, _ pieces: [Substring]) -> Bool {
            guard let first = pieces.first, let last = pieces.last, text.hasPrefix(first) else { return false }
            guard pieces.count > 1 else { return text == first }
            var rest = text.dropFirst(first.count)
            for piece in pieces.dropFirst().dropLast() {
                guard let range = piece.isEmpty ? rest.startIndex..<rest.startIndex : rest.firstRange(of: piece) else {
                    return false
                }
                rest = rest[range.upperBound...]
            }
            return rest.hasSuffix(last)
        }
    }

    /// The numbers in `name` that could be a frame's: not a picture's size, as in `640x480`, nor what has too many digits.
    package static func numbers(in name: String) -> [Int] {
        name.matches(of: /[0-9]+[xX×][0-9]+|[0-9]+/).compactMap { number($0.output) }
    }

    /// The number of each of `names`, whose endings do not count: the one that is another in each of them.
    package static func numbers(of names: [String]) throws(Doubt) -> [Int] {
        let rows = names.map { name in numbers(in: String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)])) }
        for (name, row) in zip(names, rows) where row.isEmpty { throw .noNumber(name: name) }
        let columnCount = rows.map(\.count).min() ?? 0
        guard let odd = rows.firstIndex(where: { $0.count != columnCount }) else {
            return try column(of: rows, names, columnCount)
        }
        throw .severalNumbers(name: names[odd])
    }

    /// The number of each of `names`, which are of `pattern`.
    package static func numbers(of names: [String], _ pattern: Pattern) throws(Doubt) -> [Int] {
        var numbers: [Int] = []
        for name in names {
            guard let number = pattern.number(in: name) else { throw .notOfPattern(name: name) }
            numbers.append(number)
        }
        return try distinct(numbers, names)
    }

    private static func column(of rows: [[Int]], _ names: [String], _ count: Int) throws(Doubt) -> [Int] {
        guard let first = names.first else { return [] }
        if count == 1 { return try distinct(rows.map { $0[0] }, names) }
        let varying = (0..<count).filter { column in Set(rows.map { $0[column] }).count == rows.count }
        guard varying.count == 1, rows.count > 1 else { throw .severalNumbers(name: first) }
        return rows.map { $0[varying[0]] }
    }

    private static func distinct(_ numbers: [Int], _ names: [String]) throws(Doubt) -> [Int] {
        var owners: [Int: String] = [:]
        for (number, name) in zip(numbers, names) {
            if let other = owners[number] { throw .sameNumber(number, other, name) }
            owners[number] = name
        }
        return numbers
    }

    private static func number(_ digits: Substring) -> Int? {
        Int(digits).flatMap { $0 <= Int(Int32.max) ? $0 : nil }
    }
}
