import ArgumentParser
import OverlayService

/// The style's fields as options of the command line, made of `Style.fields`: an option for each, with its help.
struct StyleOptions: ParsableArguments {
    /// What was given, by the field's name.
    private let given: [String: [String]]

    init() { given = [:] }

    var isGiven: Bool { !given.isEmpty }

    func style() throws(RequestError) -> Style {
        try Style(
            given.mapValues { texts in
                texts.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
            }
        )
    }
}

/// The argument parser asks a type's mirror which options it has, and then decodes each by its name.
extension StyleOptions: CustomReflectable {
    var customMirror: Mirror {
        Mirror(
            self,
            children: Style.fields.map { ($0.name, $0.isFlag ? Self.flag($0) as Any : Self.option($0) as Any) }
        )
    }

    private static func flag(_ field: StyleField) -> Flag<Bool?> {
        let help = "\(field.purpose.first?.uppercased() ?? "")\(field.purpose.dropFirst())."
        let name = NameSpecification.customLong(field.name.replacing("_", with: "-"))
        return Flag(wrappedValue: nil, name: name, inversion: .prefixedNo, help: ArgumentHelp(stringLiteral: help))
    }

    private static func option(_ field: StyleField) -> Option<[String]> {
        let name = field.name.replacing("_", with: "-")
        let help = "\(field.purpose.first?.uppercased() ?? "")\(field.purpose.dropFirst()): \(field.allowed)."
        return Option(wrappedValue: [], name: .customLong(name), help: "\(help) Default: \(field.standard).")
    }

    private struct FieldName: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: FieldName.self)
        var given: [String: [String]] = [:]
        for field in Style.fields where field.isFlag {
            let flag = try container.decode(Flag<Bool?>.self, forKey: FieldName(stringValue: field.name))
            if let value = flag.wrappedValue { given[field.name] = [String(value)] }
        }
        for field in Style.fields where !field.isFlag {
            let option = try container.decode(Option<[String]>.self, forKey: FieldName(stringValue: field.name))
            if !option.wrappedValue.isEmpty { given[field.name] = option.wrappedValue }
        }
        self.given = given
    }
}
