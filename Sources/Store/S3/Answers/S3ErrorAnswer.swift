/// What a store said when it refused a request.
struct S3ErrorAnswer: Error, Hashable, Sendable {
    let status: Int
    /// Such as `NoSuchKey`; empty where the answer named none, as to a HEAD.
    let code: String
    let message: String
    /// The region that the bucket is in, or that the store expects, where it said so.
    let region: String?
    /// `Retry-After`, in seconds.
    let retryAfterSeconds: Int?
    /// The store's clock, from the `Date` header.
    let date: String?

    init(
        status: Int,
        code: String = "",
        message: String = "",
        region: String? = nil,
        retryAfterSeconds: Int? = nil,
        date: String? = nil
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.region = region
        self.retryAfterSeconds = retryAfterSeconds
        self.date = date
    }

    /// Reads the XML of an error, and the headers that say more. A body that is no XML gives no code.
    init(_ response: HTTPResponse) {
        let fields = XMLFields(response.body)
        self.init(
            status: response.status,
            code: fields["Error/Code"] ?? "",
            message: fields["Error/Message"] ?? "",
            region: response.headers["x-amz-bucket-region"] ?? fields["Error/Region"],
            retryAfterSeconds: response.headers["Retry-After"].flatMap(Int.init),
            date: response.headers["Date"]
        )
    }

    /// For logs.
    var detail: String {
        let what = code.isEmpty ? "HTTP \(status)" : "HTTP \(status) \(code)"
        return message.isEmpty ? what : "\(what): \(message.prefix(300))"
    }
}
