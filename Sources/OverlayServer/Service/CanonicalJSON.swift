package import Foundation

/// JSON in UTF-8 with its keys in order, so that equal values give equal bytes.
package enum CanonicalJSON {
    package static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }
}
