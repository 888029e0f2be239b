/// Strings: passing over them, and their text.
extension JSONCursor {
    /// Passes over the string at the cursor.
    mutating func skipString() throws(JSONError) { _ = try scanString() }

    /// The text of the string at the cursor. Half a surrogate pair, which no text can hold, becomes U+FFFD.
    mutating func readString() throws(JSONError) -> String {
        guard byte == UInt8(ascii: "\"") else { throw unexpected(.value) }
        let start = position + 1
        let hasEscapes = try scanString()
        let raw = string(start..<position - 1)
        return hasEscapes ? JSONEscapes.resolved(raw) : raw
    }

    /// The name at the cursor, packed.
    mutating func readKey() throws(JSONError) -> JSONKey {
        let start = position + 1
        let low = word(at: 1)
        let marks = Self.specialMarks(low)
        let shortCount = marks.trailingZeroBitCount / 8
        if marks != 0, UInt8(truncatingIfNeeded: low >> UInt64(8 * shortCount)) == UInt8(ascii: "\"") {
            advance(by: shortCount + 2)
            return JSONKey(low: low.lowBytes(shortCount), high: 0, count: UInt8(shortCount))
        }
        let high = word(at: 9)
        guard try !scanString() else { return JSONKey(JSONEscapes.resolved(string(start..<position - 1))) }
        let count = position - 1 - start
        guard count <= JSONKey.capacity else { return .long }
        return JSONKey(low: low.lowBytes(min(count, 8)), high: high.lowBytes(max(count - 8, 0)), count: UInt8(count))
    }

    /// Passes over the string at the cursor; true when there are escapes in it.
    @inline(__always)
    private mutating func scanString() throws(JSONError) -> Bool {
        advance()
        advanceToSpecial()
        if byte == UInt8(ascii: "\"") {
            advance()
            return false
        }
        return try scanRestOfString()
    }

    /// As `scanString`, from the first byte that is not plain text.
    private mutating func scanRestOfString() throws(JSONError) -> Bool {
        while byte == UInt8(ascii: "\\") {
            try skipEscape()
            advanceToSpecial()
        }
        guard byte == UInt8(ascii: "\"") else {
            throw error(isAtEnd ? .unexpectedEnd : .controlCharacterInString(byte))
        }
        advance()
        return true
    }

    /// The lowest bit that is set marks the first quotation mark, backslash or control character among eight bytes;
    /// 0 where there is none.
    ///
    /// In `x - 0x01…01 & ~x & 0x80…80` the lowest bit that is set marks the first zero byte of x, and in
    /// `x - 0x20…20 & ~x & 0x80…80` the first that is below 0x20.
    @inline(__always)
    private static func specialMarks(_ word: UInt64) -> UInt64 {
        let quote = word ^ 0x2222_2222_2222_2222
        let backslash = word ^ 0x5c5c_5c5c_5c5c_5c5c
        let hits =
            ((quote &- 0x0101_0101_0101_0101) & ~quote)
            | ((backslash &- 0x0101_0101_0101_0101) & ~backslash)
            | ((word &- 0x2020_2020_2020_2020) & ~word)
        return hits & 0x8080_8080_8080_8080
    }

    /// Moves to the next quotation mark, backslash or control character, or to the end.
    @inline(__always)
    private mutating func advanceToSpecial() {
        while true {
            let marks = Self.specialMarks(word())
            guard marks == 0 else {
                advance(by: marks.trailingZeroBitCount / 8)
                return
            }
            advance(by: 8)
        }
    }

    private mutating func skipEscape() throws(JSONError) {
        let escape = error(.badEscape)
        advance()
        let letter = byte
        guard !isAtEnd else { throw error(.unexpectedEnd) }
        advance()
        switch letter {
        case UInt8(ascii: "u"):
            for _ in 0..<4 {
                guard !isAtEnd else { throw error(.unexpectedEnd) }
                guard JSONEscapes.hexValue(byte) != nil else { throw escape }
                advance()
            }
        case _ where JSONEscapes.plain(letter) != nil: break
        default: throw escape
        }
    }
}

extension UInt64 {
    /// The lowest `count` bytes, 0…8; the others 0.
    @inline(__always)
    fileprivate func lowBytes(_ count: Int) -> UInt64 { count >= 8 ? self : self & ((1 << UInt64(8 * count)) - 1) }
}
