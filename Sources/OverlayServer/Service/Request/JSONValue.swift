package import Foundation

/// Any JSON value.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    /// As it was written, up to 38 digits.
    case decimal(Decimal)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The value that `text` is; `nil` where there is none, or it is no JSON.
    package init?(text: String?) {
        guard let text, let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else { return nil }
        self = value
    }

    /// The value's text, or its elements' texts where it is an array; `nil` where one is neither text nor number.
    var texts: [String]? {
        guard case .array(let elements) = self else { return text.map { [$0] } }
        let texts = elements.compactMap(\.text)
        return texts.count == elements.count ? texts : nil
    }

    /// As a person reads it; `nil` for objects and nothing.
    var plainText: String? {
        switch self {
        case .bool(let bool): String(bool)
        case .array(let elements): elements.compactMap(\.plainText).joined(separator: ", ")
        default: text
        }
    }

    /// `nil` where it is none.
    var number: Double? {
        switch self {
        case .integer(let integer): Double(integer)
        case .decimal(let number): Double(truncating: number as NSDecimalNumber)
        case .number(let number): number
        case .null, .bool, .string, .array, .object: nil
        }
    }

    private var text: String? {
        switch self {
        case .string(let text): text
        case .integer(let integer): String(integer)
        case .decimal(let number): "\(number)"
        case .number(let number): String(number)
        case .null, .bool, .array, .object: nil
        }
    }
}

extension JSONValue: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let bool = try? container.decode(Bool.self) {
            self = .bool(bool)
        } else if let integer = try? container.decode(Int.self) {
            self = .integer(integer)
        } else if let number = try? container.decode(Decimal.self), number.isFinite {
            self = .decimal(number)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let elements = try? container.decode([JSONValue].self) {
            self = .array(elements)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let bool): try container.encode(bool)
        case .integer(let integer): try container.encode(integer)
        case .decimal(let number): try container.encode(number)
        case .number(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        case .array(let elements): try container.encode(elements)
        case .object(let fields): try container.encode(fields)
        }
    }
}
