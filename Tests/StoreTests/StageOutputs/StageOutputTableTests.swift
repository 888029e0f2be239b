import Testing

@testable import Store

@Suite("The table of stage outputs")
struct StageOutputTableTests {
    @Test("has its own names, or others")
    func names() throws {
        let plain = try StageOutputTable()
        #expect(
            plain.isDefault && plain.quoted.sql == #""stage_output""# && plain.name(of: .createdAt).text == "created_at"
        )
        let other = try StageOutputTable(
            name: "Video.out put",
            columns: "timeline_id=timeline, stage = stage=name,id=ID"
        )
        #expect(!other.isDefault && other.quoted.sql == #""Video"."out put""# && other.description == "Video.out put")
        #expect(other.name(of: .timeline).text == "timeline" && other.name(of: .stage).text == "stage=name")
        #expect(other.name(of: .id).text == "ID" && other.name(of: .job).text == "job_id")
        // Names may change places.
        #expect(try StageOutputTable(columns: "job_id=stage,stage=job_id").name(of: .job).text == "stage")
    }

    @Test(
        "has no names that cannot be",
        arguments: [
            ("", "", StageOutputTableError.malformedName("")), ("a.", "", .malformedName("")),
            ("a.b.c", "", .malformedTable("a.b.c")), ("t", "stage", .malformedPair("stage")),
            ("t", "stage=", .malformedName("")),
            ("t", "stages=x", .unknownColumn("stages", known: StageOutputColumn.allCases.map(\.rawValue))),
            ("t", "stage=a,stage=b", .repeatedColumn("stage")), ("t", "stage=x,job_id=x", .repeatedName("x")),
            ("t", "stage=job_id", .repeatedName("job_id")), ("t", "stage=x,", .malformedPair("")),
        ]
    )
    func faults(name: String, columns: String, error: StageOutputTableError) {
        #expect(throws: error) { try StageOutputTable(name: name, columns: columns) }
    }
}
