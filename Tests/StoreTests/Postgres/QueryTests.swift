import Testing

@testable import Store

@Suite("A query")
struct QueryTests {
    @Test("sends values apart from its text")
    func parameters() throws {
        let name = try #require(SQLIdentifier(#"a "b"; c"#))
        let condition: Query = " AND n = \(7)"
        let query: Query =
            "SELECT \(name) FROM t WHERE a = \("x'; DROP TABLE t") AND b = ANY (\(["1", #"q"\{,}"#]))\(condition)"
        #expect(query.sql == #"SELECT "a ""b""; c" FROM t WHERE a = $1 AND b = ANY ($2) AND n = $3"#)
        #expect(query.parameters == ["x'; DROP TABLE t", #"{"1","q\"\\{,}"}"#, "7"])
        #expect(Query("SELECT 1").parameters == [])
    }

    @Test("names nothing that Postgres could not")
    func identifiers() {
        #expect(SQLIdentifier("") == nil && SQLIdentifier("a\0b") == nil)
        #expect(SQLIdentifier(String(repeating: "x", count: 63)) != nil)
        #expect(SQLIdentifier(String(repeating: "é", count: 32)) == nil)
    }
}
