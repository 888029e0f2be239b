import Foundation
import Testing

@testable import Store

/// Requests that botocore signed with a frozen clock, in a folder beside the checkout.
private enum Vectors {
    static let folder = URL(filePath: #filePath)
        .appending(path: "../../../../../../shared/data/sigv4").standardizedFileURL.path()
    static let arePresent = FileManager.default.fileExists(atPath: folder + "/presign.json")

    static let date = Date(timeIntervalSince1970: 1_736_944_496)  // 2025-01-15T12:34:56Z

    static func load<Vector: Decodable>(_ name: String) throws -> [Vector] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([Vector].self, from: Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
    }

    static func signer(_ token: String?, region: String) -> SigV4 {
        let credentials = S3Credentials(
            accessKeyID: "AKIAIOSFODNN7EXAMPLE",
            secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            sessionToken: token
        )
        return SigV4(credentials: credentials, region: region, keys: SigningKeyCache())
    }
}

private struct HeaderVector: Decodable {
    let name: String
    let method: String
    let url: String
    let region: String
    let headers: [String: String]
    let body: String
    let token: String?
    let sentHeaders: [String: String]
    let canonicalRequest: String
}

private struct PresignVector: Decodable {
    struct Inputs: Decodable {
        let region: String
        let method: String
        let expires: Int
        let sessionToken: String?
    }

    let name: String
    let inputs: Inputs
    let url: String
    let canonicalRequest: String
    let stringToSign: String

    enum CodingKeys: String, CodingKey {
        case name, inputs, url, canonicalRequest, stringToSign
    }
}

extension S3URL {
    /// The parts of a URL whose query is percent-encoded; `X-Amz-…` parameters are left out.
    fileprivate init(parsing text: String) throws {
        let scheme = try #require(text.firstRange(of: "://"))
        let rest = text[scheme.upperBound...]
        let slash = try #require(rest.firstIndex(of: "/"))
        let pathAndQuery = rest[slash...].split(separator: "?", maxSplits: 1)
        self.init(
            scheme: String(text[..<scheme.lowerBound]),
            host: String(rest[..<slash]),
            path: String(pathAndQuery[0])
        )
        for item in pathAndQuery.dropFirst().first?.split(separator: "&") ?? [] where !item.hasPrefix("X-Amz-") {
            let parts = item.split(separator: "=", maxSplits: 1).map { String($0).removingPercentEncoding ?? "" }
            query.append(S3QueryItem(parts[0], parts.count > 1 ? parts[1] : nil))
        }
    }
}

@Suite("Signatures are botocore's", .enabled(if: Vectors.arePresent, "no folder shared/data/sigv4 beside the checkout"))
struct SigV4VectorTests {
    @Test("of every request with signed headers")
    func headers() throws {
        let vectors: [HeaderVector] = try Vectors.load("headers.json")
        #expect(vectors.count == 3)
        for vector in vectors {
            let url = try S3URL(parsing: vector.url)
            let method = try #require(HTTPMethod(rawValue: vector.method))
            let signer = Vectors.signer(vector.token, region: vector.region)
            let digest = SHA256Digest(of: Array(vector.body.utf8)).hex
            let given = HTTPHeaders(vector.headers.map { ($0.key, $0.value) })
            let signed = signer.signed(method, url, headers: given, payloadDigest: digest, at: Vectors.date)
            for (name, value) in vector.sentHeaders { #expect(signed[name] == value, "\(vector.name), \(name)") }
            #expect(Array(signed).count == vector.sentHeaders.count)
            let unsigned = HTTPHeaders(vector.sentHeaders.map { ($0.key, $0.value) })
            let canonical = signer.canonicalRequest(method, url, headers: unsigned, payloadDigest: digest)
            #expect(canonical.text == vector.canonicalRequest, "\(vector.name)")
        }
    }

    @Test("of every presigned URL")
    func presigned() throws {
        let vectors: [PresignVector] = try Vectors.load("presign.json")
        #expect(vectors.count == 12)
        for vector in vectors {
            let url = try S3URL(parsing: vector.url)
            let method = try #require(HTTPMethod(rawValue: vector.inputs.method))
            let signer = Vectors.signer(vector.inputs.sessionToken, region: vector.inputs.region)
            let presigned = signer.presigned(method, url, expiresIn: vector.inputs.expires, at: Vectors.date)
            #expect(presigned == vector.url, "\(vector.name)")
            let time = SigningTime(Vectors.date)
            let scope = SigningScope(date: time.date, region: vector.inputs.region)
            let text = SigV4.stringToSign(vector.canonicalRequest, at: time, in: scope)
            #expect(text == vector.stringToSign, "\(vector.name)")
        }
    }
}
