/// Reads JSON text in one pass, value by value, and builds no tree.
///
/// It takes RFC 8259 and the words that Python's `json` writes for numbers that are not finite: `NaN`, `Infinity` and
/// `-Infinity`. Every method checks what it passes over; after an error the cursor is of no more use, unless it is
/// put back to a mark.
///
/// This file holds all access to memory; the grammar is in the extensions.
@safe
struct JSONCursor: ~Copyable {
    /// Arrays and objects around a value, at most.
    static let depthLimit = 64

    // Safety: `text` is valid while `reading` runs its body. The cursor cannot be copied, so the body, which has it
    // `inout`, cannot keep it. Every read is of an index below `end`, which is at most `text.count`.
    private let text: UnsafeBufferPointer<UInt8>
    private let end: Int
    private(set) var position: Int
    /// Arrays and objects that are open.
    var depth = 0
    /// True between an array's or object's opening and its first member.
    var isAtFirst = false
    /// `NaN` and infinities passed over so far.
    var nonFiniteCount = 0

    private init(text: UnsafeBufferPointer<UInt8>, range: Range<Int>) {
        unsafe self.text = text
        position = range.lowerBound
        end = range.upperBound
    }

    /// Gives `body` a cursor at the start of `range`, by default all of `bytes`, which are known to be UTF-8.
    static func reading<Result, Failure: Error>(
        _ bytes: [UInt8],
        _ range: Range<Int>? = nil,
        _ body: (inout JSONCursor) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let range = (range ?? bytes.indices).clamped(to: bytes.indices)
        return try unsafe bytes.withUnsafeBufferPointer { text throws(Failure) in
            var cursor = unsafe JSONCursor(text: text, range: range)
            return try body(&cursor)
        }
    }

    var isAtEnd: Bool { position >= end }

    /// The byte at the cursor; 0 at the end.
    @inline(__always)
    var byte: UInt8 { position < end ? unsafe text[position] : 0 }

    /// Moves on by `count` bytes, which are there.
    @inline(__always)
    mutating func advance(by count: Int = 1) { position &+= count }

    /// The eight bytes from `distance` bytes after the cursor, the first in the lowest bits; 0 beyond the end.
    @inline(__always)
    func word(at distance: Int = 0) -> UInt64 {
        let start = position &+ distance
        guard start &+ 8 <= end else { return lastWord(from: start) }
        let word = unsafe UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: start, as: UInt64.self)
        return UInt64(littleEndian: word)
    }

    private func lastWord(from start: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in start..<max(start, end) {
            unsafe word |= UInt64(text[index]) << (8 * UInt64(index - start))
        }
        return word
    }

    /// The text of `range`, which lies inside the cursor's text.
    func string(_ range: Range<Int>) -> String {
        unsafe String(decoding: text[range.clamped(to: 0..<end)], as: UTF8.self)
    }

    /// Moves over what lies between values: spaces, tabs and line ends.
    @inline(__always)
    mutating func skipWhitespace() {
        while position < end {
            switch unsafe text[position] {
            case 0x20, 0x0a, 0x0d, 0x09: position &+= 1
            default: return
            }
        }
    }

    func error(_ problem: JSONProblem) -> JSONError { JSONError(problem: problem, offset: position) }

    /// The error of finding the byte at the cursor, or the end, where `expected` should be.
    func unexpected(_ expected: JSONExpectation) -> JSONError {
        error(isAtEnd ? .unexpectedEnd : .unexpectedByte(byte, expected: expected))
    }

    /// A place to come back to.
    struct Mark {
        fileprivate let position: Int
        fileprivate let depth: Int
    }

    var mark: Mark { Mark(position: position, depth: depth) }

    mutating func `return`(to mark: Mark) {
        position = mark.position
        depth = mark.depth
        isAtFirst = false
    }
}

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

    /// The number that the value at the cursor is, also as the text of one; `nil` for anything else.
    @inline(__always)
    mutating func readNumberOrTextOfOne() throws(JSONError) -> Double? {
        if byte != UInt8(ascii: "\""), kind == .number { return try readNumber().value }
        return try readTextOfNumberIfAny()
    }

    private mutating func readTextOfNumberIfAny() throws(JSONError) -> Double? {
        guard kind == .string else { return try readNumberIfAny()?.value }
        let text = try readString()
        let digits = text.drop { $0 == " " }.prefix { $0 != " " }
        return Double(digits)
    }

    /// The kind of the first element of the array at the cursor, which stays where it is; `nil` of an empty one.
    mutating func kindOfFirstElement() throws(JSONError) -> JSONKind? {
        let start = mark
        try enterArray()
        let kind = try nextElement() ? self.kind : nil
        self.return(to: start)
        return kind
    }

    /// The whole number that the value at the cursor is, as in `3`, `3.0` or `"3"`; `nil` for anything else.
    mutating func readWholeNumberIfAny() throws(JSONError) -> Int? {
        guard kind == .string else { return try readNumberIfAny()?.integer }
        return Int(try readString())
    }

    /// Passes over the value at the cursor and answers its bytes.
    mutating func skipRange() throws(JSONError) -> Range<Int> {
        let start = position
        try skipValue()
        return start..<position
    }
}

/// Numbers: passing over them, and their value.
extension JSONCursor {
    /// Passes over the number at the cursor.
    mutating func skipNumber() throws(JSONError) {
        let isNegative = passMinus()
        if try passNonFinite(afterMinus: isNegative) != nil { return }
        _ = try scanDecimal()
    }

    /// The number at the cursor.
    mutating func readNumber() throws(JSONError) -> JSONNumber {
        let start = position
        let isNegative = passMinus()
        if let value = try passNonFinite(afterMinus: isNegative) { return JSONNumber(value: value) }
        let decimal = try scanDecimal()
        let magnitude = decimal.value ?? Double(string(start..<position).drop { $0 == "-" }) ?? .nan
        return JSONNumber(
            value: isNegative ? -magnitude : magnitude,
            plainInteger: decimal.integer(isNegative: isNegative)
        )
    }

    @inline(__always)
    private mutating func passMinus() -> Bool {
        guard byte == UInt8(ascii: "-") else { return false }
        advance()
        return true
    }

    /// The value of Python's word at the cursor; `nil` where there is none.
    @inline(__always)
    private mutating func passNonFinite(afterMinus isNegative: Bool) throws(JSONError) -> Double? {
        guard byte > UInt8(ascii: "9") else { return nil }
        return try passWord(afterMinus: isNegative)
    }

    private mutating func passWord(afterMinus isNegative: Bool) throws(JSONError) -> Double? {
        nonFiniteCount += 1
        switch byte {
        case UInt8(ascii: "N") where !isNegative:
            try pass("NaN")
            return .nan
        case UInt8(ascii: "I"):
            try pass("Infinity")
            return isNegative ? -.infinity : .infinity
        default: throw unexpected(isNegative ? .digit : .value)
        }
    }

    /// Passes over the digits, the fraction and the exponent of the number at the cursor.
    @inline(__always)
    private mutating func scanDecimal() throws(JSONError) -> Decimal64 {
        var decimal = Decimal64()
        if byte == UInt8(ascii: "0") {
            advance()
        } else {
            guard passDigits(into: &decimal) > 0 else { throw unexpected(.value) }
        }
        if byte == UInt8(ascii: ".") {
            advance()
            let count = passDigits(into: &decimal)
            guard count > 0 else { throw unexpected(.digit) }
            decimal.addFraction(digits: count)
        }
        if byte | 0x20 == UInt8(ascii: "e") { decimal.addExponent(try scanExponent()) }
        return decimal
    }

    /// The count of digits passed.
    @inline(__always)
    private mutating func passDigits(into decimal: inout Decimal64) -> Int {
        let start = position
        while true {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return position &- start }
            decimal.append(digit)
            advance()
        }
    }

    /// The exponent after an `e`, held to ±9 999, which is beyond the range of doubles on either side.
    private mutating func scanExponent() throws(JSONError) -> Int {
        advance()
        let isNegative = byte == UInt8(ascii: "-")
        if isNegative || byte == UInt8(ascii: "+") { advance() }
        var exponent = 0
        let start = position
        while case let digit = byte &- UInt8(ascii: "0"), digit < 10 {
            exponent = min(exponent * 10 + Int(digit), 9_999)
            advance()
        }
        guard position > start else { throw unexpected(.digit) }
        return isNegative ? -exponent : exponent
    }
}

/// The kinds of JSON values.
package enum JSONKind: Hashable, Sendable {
    case object, array, string, number, boolean, null

    /// With its article, for messages: "an object".
    package var described: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .boolean: "true or false"
        case .null: "null"
        }
    }
}
