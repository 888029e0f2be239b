/// The head of a response, as its lines arrive; those of 1xx responses are passed over.
struct ResponseHead {
    /// Longer heads are refused, in bytes: a server could send lines for ever.
    private static let limit = 256 << 10

    private(set) var status = 0
    private(set) var headers = HTTPHeaders()
    /// Whether the empty line has come that ends the head of the final response.
    private(set) var isComplete = false
    private var byteCount = 0

    /// Takes the next line, with its end; throws where it is not one of a head, or one too many.
    mutating func add(_ line: Span<UInt8>) throws(ResponseProblem) {
        byteCount += line.count
        guard byteCount <= Self.limit else { throw .endlessHead }
        // What follows a complete head are the trailers of a chunked body, which nobody here needs.
        if isComplete { return }
        // Safety: the bytes are copied during the call.
        let bytes = unsafe line.withUnsafeBufferPointer { unsafe Array($0) }
        try add(bytes[...].trimmingEnd())
    }

    private mutating func add(_ line: ArraySlice<UInt8>) throws(ResponseProblem) {
        if line.starts(with: "HTTP/".utf8) { return try begin(line) }
        guard let first = line.first else {
            isComplete = status >= 200
            return
        }
        if isBlank(first) {
            headers.extendLast(with: String(decoding: line.trimmingStart(), as: UTF8.self))
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            let value = line[(colon + 1)...].trimmingStart()
            let name = line[..<colon].trimmingEnd()
            headers.add(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
        }
    }

    private mutating func begin(_ line: ArraySlice<UInt8>) throws(ResponseProblem) {
        let digits = line.drop { !isBlank($0) }.trimmingStart().prefix { !isBlank($0) }
        let number = Int(String(decoding: digits, as: UTF8.self))
        guard digits.count == 3, let number, number >= 100 else { throw .noStatus }
        status = number
        headers = HTTPHeaders()
    }

    /// The length of the body in bytes, where the server said it; `Int.max` for one beyond counting.
    var declaredLength: Int? {
        guard headers["Transfer-Encoding"] == nil else { return nil }
        let digits = headers.values("Content-Length").filter { !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }
        return digits.map { Int($0) ?? .max }.max()
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
}

extension ArraySlice<UInt8> {
    fileprivate func trimmingStart() -> ArraySlice {
        drop(while: isBlank)
    }

    /// Without blanks and line ends behind.
    fileprivate func trimmingEnd() -> ArraySlice {
        let last = lastIndex { !isBlank($0) && $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        return last.map { self[...$0] } ?? []
    }
}

/// Takes a response as it arrives, and no more of it than was asked for.
struct ResponseIntake {
    /// How much is kept of the body of a response that is not 2xx, in bytes; the rest is read and dropped.
    static let errorBodyLimit = 64 << 10
    /// The most that is set aside for a body on the server's word, in bytes.
    private static let reservedLimit = 64 << 20

    /// How many bytes of the body of a 2xx response are taken.
    private let limit: Int
    /// False for `HEAD`, whose responses declare the length of a body that never comes.
    private let hasBody: Bool
    private var head = ResponseHead()
    private var body: [UInt8] = []

    init(limit: Int, hasBody: Bool) {
        self.limit = limit
        self.hasBody = hasBody
    }

    /// What has arrived so far; `nil` before the head is complete.
    var response: HTTPResponse? {
        head.isComplete ? HTTPResponse(status: head.status, headers: head.headers, body: body) : nil
    }

    private var isSuccess: Bool { (200..<300).contains(head.status) }

    private var bodyLimit: Int { isSuccess ? limit : Self.errorBodyLimit }

    mutating func addHeadLine(_ line: Span<UInt8>) throws(ResponseProblem) {
        let wasComplete = head.isComplete
        try head.add(line)
        guard head.isComplete, !wasComplete, hasBody, let length = head.declaredLength else { return }
        if isSuccess, head.status != 204, length > limit { throw .bodyTooLarge(declared: length) }
        body.reserveCapacity(min(length, bodyLimit, Self.reservedLimit))
    }

    mutating func addBody(_ bytes: Span<UInt8>) throws(ResponseProblem) {
        let room = bodyLimit - body.count
        if isSuccess, bytes.count > room { throw .bodyTooLarge(declared: head.declaredLength) }
        let taken = bytes.extracting(first: room)
        // Safety: the bytes are copied during the call.
        unsafe taken.withUnsafeBufferPointer { unsafe body.append(contentsOf: $0) }
    }
}
