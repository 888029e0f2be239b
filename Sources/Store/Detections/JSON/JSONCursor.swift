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
