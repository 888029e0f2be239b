import Foundation
import Testing

@testable import Store

@Suite("S3 credentials")
struct S3CredentialsTests {
    private let credentials = S3Credentials(
        accessKeyID: "AKIDEXAMPLE",
        secretAccessKey: "hidden-secret",
        sessionToken: "hidden-token",
        expiresAt: Date(timeIntervalSince1970: 1_800_000_000)
    )

    @Test("show neither secret nor token")
    func secrecy() {
        var dumped = ""
        dump(credentials, to: &dumped)
        dump(Optional([credentials]), to: &dumped)
        let texts = [
            dumped, "\(credentials)", String(reflecting: credentials), String(describing: [credentials]),
            String(reflecting: Optional(credentials)), "\(RefreshDecision.keep(credentials))",
            "\(SourceAnswer.found(credentials))",
        ]
        for text in texts {
            #expect(!text.contains("hidden"))
            #expect(text.contains("AKIDEXAMPLE"))
        }
        #expect("\(credentials)" == "temporary key \"AKIDEXAMPLE\" until 2027-01-15T08:00:00Z")
    }

    @Test("end at the second that they name")
    func end() throws {
        let end = try #require(credentials.expiresAt)
        #expect(!credentials.isExpired(at: end - 0.001))
        #expect(credentials.isExpired(at: end))
        #expect(!S3Credentials(accessKeyID: "a", secretAccessKey: "b").isExpired(at: .distantFuture))
    }

    @Test(
        "name the part that no header can hold",
        arguments: [
            ("a\nb", "s", nil, "access key id"), ("", "s", nil, "access key id"), ("a", "s ", nil, "secret access key"),
            ("a", "s", "t\r\nx: y", "session token"), ("a", "s", "é", "session token"), ("a", "s", "t", nil),
            ("a", "s/+=", nil, nil),
        ] as [(String, String, String?, String?)]
    )
    func unusable(id: String, secret: String, token: String?, part: String?) {
        let credentials = S3Credentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token)
        #expect(credentials.unusablePart == part)
    }
}
