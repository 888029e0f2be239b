import Foundation
import FoundationXML

/// Walks through an XML document and tells of each element that ends.
final class XMLReader: NSObject, XMLParserDelegate {
    private let receive: (_ path: String, _ text: String) -> Void
    /// The names from the root to here.
    private var path: [String] = []
    /// The text of each element in `path` so far.
    private var texts: [String] = []
    /// No answer of a store is nested more deeply.
    private static let depthLimit = 16

    private init(_ receive: @escaping (_ path: String, _ text: String) -> Void) { self.receive = receive }

    /// Calls `receive` for each element, inner ones first, with the names from the root to it joined by slashes and the text
    /// that stands in it. False where `bytes` are no well-formed XML; `receive` may have been called by then.
    static func read(_ bytes: [UInt8], _ receive: (_ path: String, _ text: String) -> Void) -> Bool {
        withoutActuallyEscaping(receive) { receive in
            let reader = XMLReader(receive)
            // Some stores send white space while they work, and then the XML's own beginning.
            let parser = XMLParser(data: Data(bytes.drop { $0 <= UInt8(ascii: " ") }))
            parser.delegate = reader
            return parser.parse()
        }
    }

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        path.append(name)
        texts.append("")
        if path.count > Self.depthLimit { parser.abortParsing() }
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        guard !texts.isEmpty else { return }
        texts[texts.count - 1] += text
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        guard let text = texts.popLast() else { return }
        receive(path.joined(separator: "/"), text)
        path.removeLast()
    }
}

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
