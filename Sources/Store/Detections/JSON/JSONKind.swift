/// The kinds of JSON values.
package enum JSONKind: Hashable, Sendable {
    case object, array, string, number, boolean, null

    /// With its article, for messages: "an object".
    package var described: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .boolean: "true or false"
        case .null: "null"
        }
    }
}
