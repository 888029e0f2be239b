import Testing

@testable import Store

@Suite("What libpq says when it cannot connect")
struct PostgresFailureTests {
    @Test(
        "is told apart by the server's SQLSTATE, in any language",
        arguments: [
            ("FATAL:  28P01: Passwort-Authentifizierung für Benutzer »x« fehlgeschlagen\nLOCATION:  a, b.c:1", "login"),
            ("FATAL:  28000: no pg_hba.conf entry for host \"1.2.3.4\", SSL off", "login"),
            ("FATAL:  28P01: no\nFATAL:  28P01: no", "login"), ("fe_sendauth: no password supplied", "login"),
            ("FATAL:  3D000: database \"x\" does not exist", "database"),
            ("FATAL:  08P01: no such database: x", "database"),
            ("SSL error: certificate verify failed", "tls"),
            ("server does not support SSL, but SSL was required", "tls"),
            ("root certificate file \"/x\" does not exist", "tls"), ("Connection refused", "connect"),
            ("FATAL:  57P03: the database system is starting up", "connect"), ("", "connect"),
            ("SSL SYSCALL error: Connection reset by peer", "connect"),
            ("FATAL:  53300: sorry, too many clients already", "connect"),
        ]
    )
    func kinds(message: String, kind: String) {
        switch PostgresError(connectMessage: message) {
        case .loginRefused(let detail): #expect(kind == "login" && !detail.contains("LOCATION"))
        case .noDatabase: #expect(kind == "database")
        case .tls: #expect(kind == "tls")
        case .couldNotConnect: #expect(kind == "connect")
        default: Issue.record("\(message)")
        }
    }
}
