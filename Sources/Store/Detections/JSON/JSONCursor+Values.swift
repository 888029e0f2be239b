/// Arrays, objects, words, and passing over whole values.
extension JSONCursor {
    /// The kind of the value at the cursor, by its first byte; a byte that starts no value counts as a number's,
    /// and reading or skipping it is the error.
    @inline(__always)
    var kind: JSONKind {
        switch byte {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
        case UInt8(ascii: "n"): .null
        default: .number
        }
    }

    /// Enters the object at the cursor; its members follow from `nextKey`.
    mutating func enterObject() throws(JSONError) { try enter(UInt8(ascii: "{")) }

    /// Enters the array at the cursor; its elements follow from `nextElement`.
    mutating func enterArray() throws(JSONError) { try enter(UInt8(ascii: "[")) }

    /// The name of the next member, with the cursor at its value, which is to be read or skipped; `nil` after the last.
    mutating func nextKey() throws(JSONError) -> JSONKey? {
        guard try nextMember(closing: UInt8(ascii: "}"), else: .commaOrBrace) else { return nil }
        guard byte == UInt8(ascii: "\"") else { throw unexpected(.key) }
        let key = try readKey()
        try passColon()
        return key
    }

    /// As `nextKey`, with the whole name, however long.
    mutating func nextName() throws(JSONError) -> String? {
        guard try nextMember(closing: UInt8(ascii: "}"), else: .commaOrBrace) else { return nil }
        guard byte == UInt8(ascii: "\"") else { throw unexpected(.key) }
        let name = try readString()
        try passColon()
        return name
    }

    /// A step through the members of an object, with the cursor at the member's value unless it is the end.
    enum MemberStep {
        case end
        /// A member whose name was not looked at closely.
        case other
        case named(JSONKey)
    }

    /// The next member, by name where `isWanted` takes the first eight bytes of that: its quotation mark and seven letters, the
    /// first in the lowest bits. Several times as quick as `nextKey` for all others.
    @inline(__always)
    mutating func nextMember(_ isWanted: (UInt64) -> Bool) throws(JSONError) -> MemberStep {
        guard try nextMember(closing: UInt8(ascii: "}"), else: .commaOrBrace) else { return .end }
        guard byte == UInt8(ascii: "\"") else { throw unexpected(.key) }
        guard isWanted(word()) else {
            try skipString()
            try passColon()
            return .other
        }
        let key = try readKey()
        try passColon()
        return .named(key)
    }

    /// True with the cursor at the next element, which is to be read or skipped; false after the last.
    @inline(__always)
    mutating func nextElement() throws(JSONError) -> Bool {
        try nextMember(closing: UInt8(ascii: "]"), else: .commaOrBracket)
    }

    /// Passes over the value at the cursor, checking all of it.
    mutating func skipValue() throws(JSONError) {
        switch byte {
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "["):
            try enterArray()
            while try nextElement() { try skipValue() }
        case UInt8(ascii: "{"):
            try enterObject()
            while try skipKey() { try skipValue() }
        case UInt8(ascii: "t"): try pass("true")
        case UInt8(ascii: "f"): try pass("false")
        case UInt8(ascii: "n"): try pass("null")
        default: try skipNumber()
        }
    }

    /// True, and past it, where the value at the cursor is `null`.
    mutating func readNull() throws(JSONError) -> Bool {
        guard byte == UInt8(ascii: "n") else { return false }
        try pass("null")
        return true
    }

    /// Passes over `word`, of at most 8 ASCII letters.
    mutating func pass(_ word: StaticString) throws(JSONError) {
        for expected in word.description.utf8 {
            guard byte == expected else { throw unexpected(.value) }
            advance()
        }
    }

    /// Checks that nothing but space is left.
    mutating func finish() throws(JSONError) {
        skipWhitespace()
        guard isAtEnd else { throw unexpected(.end) }
    }

    private mutating func enter(_ opening: UInt8) throws(JSONError) {
        guard byte == opening else { throw unexpected(.value) }
        guard depth < Self.depthLimit else { throw error(.tooDeep(limit: Self.depthLimit)) }
        advance()
        depth += 1
        isAtFirst = true
    }

    /// Passes the comma before the next member, or the closing bracket and then answers false.
    @inline(__always)
    private mutating func nextMember(closing: UInt8, else expected: JSONExpectation) throws(JSONError) -> Bool {
        skipWhitespace()
        if byte == closing {
            advance()
            depth -= 1
            isAtFirst = false
            return false
        }
        if isAtFirst {
            isAtFirst = false
            return true
        }
        guard byte == UInt8(ascii: ",") else { throw unexpected(expected) }
        advance()
        skipWhitespace()
        return true
    }

    @inline(__always)
    private mutating func skipKey() throws(JSONError) -> Bool {
        guard try nextMember(closing: UInt8(ascii: "}"), else: .commaOrBrace) else { return false }
        guard byte == UInt8(ascii: "\"") else { throw unexpected(.key) }
        try skipString()
        try passColon()
        return true
    }

    @inline(__always)
    private mutating func passColon() throws(JSONError) {
        skipWhitespace()
        guard byte == UInt8(ascii: ":") else { throw unexpected(.colon) }
        advance()
        skipWhitespace()
    }
}
