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
            ("postgres://user:secret@db/mpr?sslmod=require", .unknownParameter("sslmod")),
            ("postgres://user:secret@db/mpr?pool_timeout=10&ssl=true", .unknownParameter("pool_timeout")),
            ("postgres://user:secret@db/mpr?ssl=perhaps", .badParameter("ssl")),
            ("postgres://user:secret@db/mpr?connection_limit=0", .badParameter("connection_limit")),
            ("host=db password='secret", .malformed),
            ("postgres://user:sec@ret@db/mpr", .bareSeparator), ("postgres://user:12/secret@db/mpr", .bareSeparator),
            ("postgres://user:secret@db:99999/mpr", .malformedPort), ("postgres://user:secret/mpr", .malformedPort),
            ("postgres://user:secret@db/mpr\0", .malformed),
        ]
    )
    func faults(url: String, error: PostgresURLError) {
        #expect(throws: error) { try PostgresURL(url) }
        #expect(!error.description.contains("sec"))
    }

    @Test("may have other drivers' parameters, which are taken for what they mean")
    func otherDrivers() throws {
        let prisma = try PostgresURL(
            "postgres://u:p@db/mpr?schema=runs%20a&pgbouncer=true&connection_limit=3&application_name=mpr"
        )
        #expect(prisma.schema == "runs a" && prisma.connectionLimit == 3)
        let parameters = Dictionary(prisma.parameters.map { ($0.keyword, $0.value) }) { $1 }
        #expect(parameters["dbname"] == "postgres://u:p@db/mpr?application_name=mpr")
        for (value, mode) in [
            ("require", "require"), ("true", "require"), ("verify-full", "verify-full"), ("false", "disable"),
        ] {
            let url = try PostgresURL("postgres://u:p@db/mpr?ssl=\(value)")
            #expect(url.parameters.contains { $0.value == "postgres://u:p@db/mpr?sslmode=\(mode)" })
            #expect(url.schema == nil && url.connectionLimit == nil)
        }
        let table = try StageOutputTable()
        #expect(table.within("runs").description == "runs.stage_output" && !table.within("runs").isDefault)
        #expect(table.within("public") == table && table.within(nil) == table)
        #expect(try StageOutputTable(name: "own.t").within("runs").description == "own.t")
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
