import Testing

@testable import Store

@Suite("A Postgres URL")
struct PostgresURLTests {
    @Test(
        "says where the server is, without user and password",
        arguments: [
            ("postgres://user:secret@db.example:5433/mpr", "db.example:5433/mpr"),
            ("postgresql://user:s%40cr%2Ft@db/mpr?sslmode=verify-full", "db:5432/mpr"),
            ("postgres://a:1,b:2/mpr", "a:1,b:2/mpr"),
            ("host=db port=7 dbname=mpr password=secret", "db:7/mpr"),
            ("postgres:///mpr?host=/run/postgresql", "/run/postgresql:5432/mpr"),
            ("postgres://", "the default host"),
        ]
    )
    func places(url: String, place: String) throws {
        #expect(try PostgresURL(url).place == place)
    }

    @Test(
        "that is wrong is refused, in words that hold nothing of it",
        arguments: [
            ("postgres://user:sec%ret@db/mpr", PostgresURLError.malformed), ("mysql://user:secret@db", .malformed),
            ("postgres://user:s?e@cret@db/mpr", .bareSeparator), ("secret", .malformed),
            ("postgres://user:secret@db/mpr?sslmod=require", .malformed), ("host=db password='secret", .malformed),
            ("postgres://user:sec@ret@db/mpr", .bareSeparator), ("postgres://user:12/secret@db/mpr", .bareSeparator),
            ("postgres://user:secret@db:99999/mpr", .malformedPort), ("postgres://user:secret/mpr", .malformedPort),
            ("postgres://user:secret@db/mpr\0", .malformed),
        ]
    )
    func faults(url: String, error: PostgresURLError) {
        #expect(throws: error) { try PostgresURL(url) }
        #expect(!error.description.contains("sec"))
    }

    @Test("gives each host its time to connect")
    func timeout() throws {
        #expect(try PostgresURL("postgres://a,b,c/mpr?connect_timeout=3").connectTimeout == .seconds(9))
        #expect(try PostgresURL("postgres://a,b/mpr").connectTimeout == nil)
        #expect(try PostgresURL("postgres://a,b/mpr").hostCount == 2)
        for useless in ["0", "-1", "x", "99999999999999999999"] {
            #expect(try PostgresURL("postgres://a/mpr?connect_timeout=\(useless)").connectTimeout == nil)
        }
    }
}
