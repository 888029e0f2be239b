import Foundation
import FoundationXML

/// The texts of an XML document's elements by path, such as `Error/Code`; of several with one path the first.
struct XMLFields {
    private let texts: [String: String]

    /// Empty where `bytes` are no XML.
    init(_ bytes: [UInt8]) {
        var texts: [String: String] = [:]
        let isWellFormed = XMLReader.read(bytes) { path, text in
            if texts[path] == nil { texts[path] = text }
        }
        self.texts = isWellFormed ? texts : [:]
    }

    subscript(path: String) -> String? { texts[path] }
}
