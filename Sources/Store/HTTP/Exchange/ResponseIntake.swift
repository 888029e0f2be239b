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
