/// Values whose type may be wrong: the cursor passes them either way.
extension JSONCursor {
    /// The number at the cursor; `nil` for a value of another kind.
    mutating func readNumberIfAny() throws(JSONError) -> JSONNumber? {
        guard kind == .number else {
            try skipValue()
            return nil
        }
        return try readNumber()
    }

    /// The whole number that the value at the cursor is, as in `3`, `3.0` or `"3"`; `nil` for anything else.
    mutating func readWholeNumberIfAny() throws(JSONError) -> Int? {
        guard kind == .string else { return try readNumberIfAny()?.integer }
        return Int(try readString())
    }

    /// Passes over the value at the cursor and answers how many elements it has; 0 for what is not an array.
    mutating func skipCountingElements() throws(JSONError) -> Int {
        guard kind == .array else {
            try skipValue()
            return 0
        }
        var count = 0
        try enterArray()
        while try nextElement() {
            try skipValue()
            count += 1
        }
        return count
    }

    /// Passes over the value at the cursor and answers its bytes.
    mutating func skipRange() throws(JSONError) -> Range<Int> {
        let start = position
        try skipValue()
        return start..<position
    }
}
