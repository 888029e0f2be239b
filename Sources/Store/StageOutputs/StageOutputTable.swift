import Foundation

/// What the columns of a table hold, by the names that they have where nobody says otherwise.
package protocol TableColumn: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// The table's own name.
    static var tableName: String { get }
}

package enum StageOutputColumn: String, TableColumn {
    case id
    case timeline = "timeline_id"
    case job = "job_id"
    case stage
    case output
    case createdAt = "created_at"

    package static let tableName = "stage_output"
}

/// Of these `job` and `parent` are read, and `createdAt` where the table has it.
package enum CheckpointColumn: String, TableColumn {
    case id
    case timeline = "timeline_id"
    case job = "job_id"
    case parent = "parent_job_id"
    case stage
    case createdAt = "created_at"

    package static let tableName = "checkpoint"
}

package typealias StageOutputTable = NamedTable<StageOutputColumn>
/// Which job was run from where another was, as MPR's replays are.
package typealias CheckpointTable = NamedTable<CheckpointColumn>

/// The names of a table in a Postgres database and of its columns.
package struct NamedTable<Column: TableColumn>: Hashable, Sendable, CustomStringConvertible {
    package static var defaultName: String { Column.tableName }

    let schema: SQLIdentifier?
    let table: SQLIdentifier
    /// Whether it is the table that this program may make.
    let isDefault: Bool
    private let names: [Column: SQLIdentifier]

    /// `name` is `table` or `schema.table`, `columns` a list such as `timeline_id=timeline,stage=stage_name`.
    ///
    /// All names are taken as they are written, so upper case counts; blanks around them do not.
    package init(name: String = Column.tableName, columns: String = "") throws(StageOutputTableError) {
        let parts = try name.split(separator: ".", omittingEmptySubsequences: false)
            .map { part throws(StageOutputTableError) in try Self.identifier(part) }
        guard let table = parts.last, parts.count <= 2 else { throw .malformedTable(name) }
        self.table = table
        schema = parts.count == 2 ? parts[0] : nil
        isDefault = name == Self.defaultName && columns.isEmpty
        names = try Self.names(columns)
        for column in Column.allCases
        where Column.allCases.filter({ self.name(of: $0) == self.name(of: column) }).count > 1 {
            throw .repeatedName(self.name(of: column).text)
        }
    }

    /// The same table in `schema`, where its own name says none.
    func within(_ schema: String?) -> NamedTable {
        guard self.schema == nil, let schema, schema != "public", let name = try? Self.identifier(schema[...]) else {
            return self
        }
        return NamedTable(schema: name, table: table, isDefault: false, names: names)
    }

    private init(schema: SQLIdentifier, table: SQLIdentifier, isDefault: Bool, names: [Column: SQLIdentifier]) {
        (self.schema, self.table, self.isDefault, self.names) = (schema, table, isDefault, names)
    }

    package var description: String { (schema.map { "\($0)." } ?? "") + "\(table)" }

    /// The table, quoted.
    var quoted: Query { schema.map { "\($0).\(table)" } ?? "\(table)" }

    func name(of column: Column) -> SQLIdentifier { names[column] ?? SQLIdentifier(known: column.rawValue) }

    private static func names(_ text: String) throws(StageOutputTableError) -> [Column: SQLIdentifier] {
        guard !text.isEmpty else { return [:] }
        var names: [Column: SQLIdentifier] = [:]
        for pair in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else { throw .malformedPair(String(pair)) }
            let left = sides[0].trimmingCharacters(in: .whitespaces)
            guard let column = Column(rawValue: left) else {
                throw .unknownColumn(left, known: Column.allCases.map(\.rawValue))
            }
            guard names[column] == nil else { throw .repeatedColumn(left) }
            names[column] = try identifier(sides[1])
        }
        return names
    }

    private static func identifier(_ text: Substring) throws(StageOutputTableError) -> SQLIdentifier {
        let name = text.trimmingCharacters(in: .whitespaces)
        guard let identifier = SQLIdentifier(name) else { throw .malformedName(name) }
        return identifier
    }
}

/// What is wrong with the configured name of a table, or with those of its columns.
package enum StageOutputTableError: Error, Hashable, CustomStringConvertible {
    case malformedTable(String)
    case malformedName(String)
    case malformedPair(String)
    case unknownColumn(String, known: [String])
    case repeatedColumn(String)
    case repeatedName(String)

    package var description: String {
        switch self {
        case .malformedTable(let text): "\"\(text)\" is neither TABLE nor SCHEMA.TABLE"
        case .malformedName(let text):
            "\"\(text)\" is no name of a table or column: 1 to \(SQLIdentifier.byteLimit) bytes are needed"
        case .malformedPair(let text): "\"\(text)\" is not COLUMN=NAME"
        case .unknownColumn(let text, let known):
            "there is no column \"\(text)\" to name; there are \(known.joined(separator: ", "))"
        case .repeatedColumn(let text): "the column \(text) is named twice"
        case .repeatedName(let text): "two columns have the name \"\(text)\""
        }
    }
}
