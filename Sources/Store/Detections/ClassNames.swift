/// The names of classes by their ids.
package struct ClassNames: Hashable, Sendable {
    /// By the class's number.
    package let names: [Int: String]

    /// `names` from class 0 on.
    package init(_ names: [String] = []) {
        self.init(Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0, $1) }))
    }

    private init(_ names: [Int: String]) { self.names = names.filter { !$0.value.isEmpty } }

    /// Names as a file has them: one a line, class 0 first.
    package init(lines text: String) {
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            String(line.drop(while: \.isWhitespace)).trimmingEnd
        }
        while lines.last == "" { lines.removeLast() }
        self.init(lines)
    }

    /// Names as an output has them: an array from class 0 on, or an object by class. Anything else names none.
    init(_ tree: JSONTree) {
        if let elements = tree.elements {
            self.init(elements.map { $0.text ?? "" })
        } else {
            let pairs = (tree.members ?? [:]).compactMap { key, value in
                Int(key).flatMap { id in value.text.map { (id, $0) } }
            }
            self.init(Dictionary(pairs) { first, _ in first })
        }
    }

    var isEmpty: Bool { names.isEmpty }

    subscript(id: ClassID?) -> String? {
        guard case .integer(let integer)? = id else { return nil }
        return names[integer]
    }
}

extension String {
    fileprivate var trimmingEnd: String { String(reversed().drop(while: \.isWhitespace).reversed()) }
}
