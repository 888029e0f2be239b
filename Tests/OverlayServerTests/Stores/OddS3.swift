import Foundation
import Synchronization
import TestSupport

@testable import Detections
@testable import OverlayServer
@testable import Store

/// A small S3 server that keeps objects in memory and behaves as some store, proxy or policy out there does.
final class OddS3: Sendable {
    /// What it does otherwise than the others; the reports are of people whom a client then failed.
    enum Mode: String, CaseIterable, Sendable {
        case usual
        /// Pages in an order of its own (storj/gateway-st 49, benbjohnson/litestream 1529, lancedb/lance 3771).
        case listsBackwards
        /// `start-after` means nothing (adobe/S3Mock 102).
        case pagesByTokenAlone
        /// Pages without an object that are not the last (rustfs/rustfs 3217).
        case emptyPages
        /// No token, as before ListObjectsV2.
        case noTokens
        /// The same page for ever.
        case truncatedForEver
        /// Empty pages for ever.
        case emptyForEver
        /// Bodies in chunks, and no length anywhere (gaul/s3proxy 49).
        case noLength
        /// Frames are stored packed, and unpacked on their way (Google).
        case transcoding
        /// Frames are stored packed, and said to be (aws/aws-sdk-java 1147, rclone/rclone 9337).
        case gzip
        /// Frames are stored packed in another way.
        case brotli
        /// 403 for what is not there, as S3 answers where listing is not permitted (s3fs-fuse/s3fs-fuse 591).
        case forbidsMissing
        /// Its clock is behind or ahead.
        case clockTwoHoursBehind, clockOneDayAhead
        /// Every second request is one too many.
        case slowDown
        /// Says 200, and then that it failed.
        case errorInside
        /// The bucket is in another region.
        case otherRegion
        /// ETags are no MD5.
        case oddETags
        /// And there are none.
        case noETags
    }

    private struct Stored {
        let bytes: [UInt8]
        let contentType: String
    }

    private struct State {
        var objects: [String: Stored] = [:]
        var count = 0
    }

    static let bucket = "odd-bucket"
    let mode: Mode
    private let server: ScriptedHTTPServer
    /// How many objects a page has.
    private static let pageLength = 2

    init(_ mode: Mode) throws {
        self.mode = mode
        let shared = Shared()
        server = try ScriptedHTTPServer { request in shared.answer(request, mode) }
    }

    var url: String { server.url }

    /// What leads a service there.
    var environment: [String: String] {
        [
            "S3_BUCKET_OUT": Self.bucket, "S3_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "k",
            "AWS_SECRET_ACCESS_KEY": "s",
            "AWS_REGION": "us-east-1",
            // It always answers; on a machine with much else to do, late.
            "OVERLAY_CONNECT_TIMEOUT_SECONDS": "120", "OVERLAY_FIRST_BYTE_TIMEOUT_SECONDS": "120",
        ]
    }

    private final class Shared: Sendable {
        private let state = Mutex(State())

        func answer(_ request: ReceivedRequest, _ mode: Mode) -> ScriptedHTTPServer.Answer {
            let count = state.withLock { state in
                state.count += 1
                return state.count
            }
            if let refusal = refusal(of: request, mode, count) { return .bytes(refusal) }
            let parts = request.path.split(separator: "?", maxSplits: 1)
            let key = String(parts[0].dropFirst(OddS3.bucket.count + 2)).removingPercentEncoding ?? ""
            switch request.method {
            case "PUT": return .bytes(put(key, request, mode))
            case "DELETE": return .bytes(ScriptedHTTPServer.response(204))
            case "GET" where key.isEmpty: return .bytes(list(parts.count > 1 ? String(parts[1]) : "", mode))
            default: return .bytes(get(key, request, mode))
            }
        }

        private func refusal(of request: ReceivedRequest, _ mode: Mode, _ count: Int) -> [UInt8]? {
            switch mode {
            case .clockTwoHoursBehind: skew(request, seconds: -7_200)
            case .clockOneDayAhead: skew(request, seconds: 86_400)
            case .slowDown: count.isMultiple(of: 2) ? error(503, "SlowDown", [("Retry-After", "0")]) : nil
            case .otherRegion:
                request.header("Authorization")?.contains("/eu-far-1/s3/") == true
                    ? nil : error(400, "AuthorizationHeaderMalformed", [("x-amz-bucket-region", "eu-far-1")])
            case .errorInside where request.method == "PUT" && count.isMultiple(of: 2): error(200, "InternalError", [])
            default: nil
            }
        }

        private func skew(_ request: ReceivedRequest, seconds: Double) -> [UInt8]? {
            let now = Date().addingTimeInterval(seconds)
            let format = Date.VerbatimFormatStyle(
                format: "\(year: .padded(4))\(month: .twoDigits)\(day: .twoDigits)",
                timeZone: .gmt,
                calendar: Calendar(identifier: .gregorian)
            )
            let day = format.format(now)
            let hour = Int(now.timeIntervalSince1970) / 3600 % 24
            let stamp = request.header("x-amz-date") ?? ""
            let isNear = stamp.hasPrefix(day) && abs((Int(stamp.dropFirst(9).prefix(2)) ?? -9) - hour) <= 1
            return isNear ? nil : error(403, "RequestTimeTooSkewed", [("Date", now.httpDate)])
        }

        private func error(_ status: Int, _ code: String, _ headers: [(String, String)]) -> [UInt8] {
            let xml = "<Error><Code>\(code)</Code><Message>no</Message></Error>"
            return ScriptedHTTPServer.response(status, headers, body: Array(xml.utf8))
        }

        private func etag(_ bytes: [UInt8], _ mode: Mode) -> [(String, String)] {
            switch mode {
            case .noETags: []
            case .oddETags: [("ETag", "\"v-\(bytes.count)-\(bytes.last ?? 0)\"")]
            default: [("ETag", "\"\((try? MD5Digest(of: bytes).hex) ?? "")\"")]
            }
        }

        private func put(_ key: String, _ request: ReceivedRequest, _ mode: Mode) -> [UInt8] {
            let isTaken = state.withLock { state in
                if request.header("If-None-Match") != nil, state.objects[key] != nil { return true }
                let type = request.header("Content-Type") ?? ""
                let isPacked = [.transcoding, .gzip].contains(mode) && key.contains("/frames/")
                let bytes = isPacked ? Deflate.gzip(request.body) ?? [] : request.body
                state.objects[key] = Stored(bytes: bytes, contentType: type)
                return false
            }
            if isTaken { return error(412, "PreconditionFailed", []) }
            return ScriptedHTTPServer.response(200, etag(request.body, mode))
        }

        private func get(_ key: String, _ request: ReceivedRequest, _ mode: Mode) -> [UInt8] {
            guard let object = state.withLock({ $0.objects[key] }) else {
                return mode == .forbidsMissing ? error(403, "AccessDenied", []) : error(404, "NoSuchKey", [])
            }
            var headers = etag(object.bytes, mode) + [("Content-Type", object.contentType)]
            let isFrame = key.contains("/frames/")
            if mode == .gzip, isFrame { headers.append(("Content-Encoding", "gzip")) }
            if mode == .brotli, isFrame { headers.append(("Content-Encoding", "br")) }
            if mode == .transcoding, isFrame {
                headers += [
                    ("x-goog-stored-content-encoding", "gzip"),
                    ("x-goog-stored-content-length", "\(object.bytes.count)"),
                ]
                let plain = Inflate.gzip(object.bytes, limit: 1 << 24) ?? []
                return chunked(plain, headers, request)
            }
            if mode == .noLength { return chunked(object.bytes, headers, request) }
            guard let range = request.header("Range"), let part = Self.part(range, of: object.bytes.count) else {
                return ScriptedHTTPServer.response(200, headers, body: object.bytes)
            }
            headers.append(("Content-Range", "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(object.bytes.count)"))
            return ScriptedHTTPServer.response(206, headers, body: Array(object.bytes[part]))
        }

        private static func part(_ header: String, of count: Int) -> Range<Int>? {
            let ends = header.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false).map {
                Int($0)
            }
            guard let start = ends[0], start < count else { return nil }
            return start..<min((ends[1] ?? count - 1) + 1, count)
        }

        private func chunked(_ bytes: [UInt8], _ headers: [(String, String)], _ request: ReceivedRequest) -> [UInt8] {
            let lines = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
            let head = Array("HTTP/1.1 200 OK\r\n\(lines)Transfer-Encoding: chunked\r\n\r\n".utf8)
            let size = String(bytes.count, radix: 16)
            let body = bytes.isEmpty ? [] : Array("\(size)\r\n".utf8) + bytes + Array("\r\n".utf8)
            return head + body + Array("0\r\n\r\n".utf8)
        }

        private func list(_ query: String, _ mode: Mode) -> [UInt8] {
            var values: [String: String] = [:]
            for pair in query.split(separator: "&") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                values[String(parts[0])] = parts.count > 1 ? parts[1].removingPercentEncoding : ""
            }
            let found = state.withLock { $0.objects }
            let prefix = values["prefix"] ?? ""
            if mode == .forbidsMissing, prefix.hasPrefix("overlays/") { return error(403, "AccessDenied", []) }
            var keys = found.keys.filter { $0.hasPrefix(prefix) }.sorted()
            if mode == .listsBackwards { keys.reverse() }
            var start = 0
            let token = values["continuation-token"].flatMap { Int($0.dropFirst("next-".count)) }
            if let token {
                // With empty pages every second token leads to one.
                start = mode == .emptyPages ? token / 2 : token
            } else if let after = values["start-after"], mode != .pagesByTokenAlone {
                start = keys.firstIndex { mode == .listsBackwards ? $0 < after : $0 > after } ?? keys.count
            }
            start = min(start, keys.count)
            let isEmpty = mode == .emptyForEver || (mode == .emptyPages && (token ?? 0).isMultiple(of: 2))
            let end = isEmpty ? start : min(start + OddS3.pageLength, keys.count)
            let page = keys[start..<end]
            let isTruncated = end < keys.count || isEmpty || mode == .truncatedForEver
            let next =
                switch mode {
                case .emptyPages: isEmpty ? (token ?? 0) + 1 : end * 2
                case .truncatedForEver: start
                case .emptyForEver: (token ?? 0) + 1
                default: end
                }
            let entries = page.map { key -> String in
                let bytes = found[key]?.bytes ?? []
                let etag = etag(bytes, mode).map { "<ETag>\($0.1)</ETag>" }.joined()
                let size = mode == .noLength ? "" : "<Size>\(bytes.count)</Size>"
                return "<Contents><Key>\(key)</Key>\(size)\(etag)</Contents>"
            }
            let mark =
                isTruncated && mode != .noTokens ? "<NextContinuationToken>next-\(next)</NextContinuationToken>" : ""
            let xml =
                "<ListBucketResult><IsTruncated>\(isTruncated)</IsTruncated>\(mark)\(entries.joined())</ListBucketResult>"
            return ScriptedHTTPServer.response(200, body: Array(xml.utf8))
        }
    }
}
