import Foundation
import Synchronization
import TestSupport

/// An S3 server that refuses each request until it is content, and then answers what an empty bucket does.
final class ScriptedS3: Sendable {
    private let server: ScriptedHTTPServer

    /// `refusal` gives the status, the code and the headers of the answer to a request, or `nil` where it is content.
    init(_ refusal: @escaping @Sendable (ReceivedRequest) -> (Int, String, [(String, String)])?) throws {
        server = try ScriptedHTTPServer { request in
            if let (status, code, headers) = refusal(request) {
                let xml = "<Error><Code>\(code)</Code><Message>no</Message></Error>"
                return .bytes(ScriptedHTTPServer.response(status, headers, body: Array(xml.utf8)))
            }
            guard request.method == "GET" else { return .bytes(ScriptedHTTPServer.response(200)) }
            let xml = "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"
            return .bytes(ScriptedHTTPServer.response(200, body: Array(xml.utf8)))
        }
    }

    var url: String { server.url }
    var requestCount: Int { server.requests.count }
}

extension Date {
    /// As in a `Date` header.
    var httpDate: String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.string(from: self)
    }
}
