import Foundation
import Hummingbird

/// What a client takes, from its `Accept` header (RFC 9110, 12.5.1); everything where there is none.
struct MediaRanges {
    /// Such as `image/*`, and how much it is wanted, 0…1.
    private let ranges: [(type: String, quality: Double)]

    init(_ header: String?) {
        guard let header else {
            ranges = [("*/*", 1)]
            return
        }
        ranges = header.split(separator: ",").map { part in
            let parts = part.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            return (parts.first ?? "", min(max(quality ?? 1, 0), 1))
        }
    }

    /// How much the client wants that type, 0…1; the most specific range that it names counts.
    func quality(of type: String) -> Double {
        let group = "\(type.prefix { $0 != "/" })/*"
        for wanted in [type, group, "*/*"] {
            if let range = ranges.first(where: { $0.type == wanted }) { return range.quality }
        }
        return 0
    }

    /// The same of a header of content codings, where `*` stands for all.
    func quality(ofCoding coding: String) -> Double {
        for wanted in [coding, "*"] {
            if let range = ranges.first(where: { $0.type == wanted }) { return range.quality }
        }
        return 0
    }
}

/// What calls that have a choice answer in.
enum MediaType: String, CaseIterable {
    case json = "application/json"
    /// A JSON value a line.
    case ndjson = "application/x-ndjson"
    case csv = "text/csv"
    case png = "image/png"
    case jpeg = "image/jpeg"

    /// The value of `Content-Type`.
    var header: String { self == .csv ? "text/csv; charset=utf-8; header=present" : rawValue }
}

extension Request {
    /// Which of `types` the client wants most, the first where it does not care. Throws where it takes none.
    func mediaType(of types: [MediaType]) throws -> MediaType {
        let chosen = try contentType(of: types.map(\.rawValue))
        return types.first { $0.rawValue == chosen } ?? types[0]
    }

    /// The same of types by name.
    func contentType(of types: [String]) throws -> String {
        let accepted = MediaRanges(headers[.accept])
        var (chosen, best) = (types[0], 0.0)
        for type in types where accepted.quality(of: type) > best {
            (chosen, best) = (type, accepted.quality(of: type))
        }
        guard best > 0 else {
            let detail =
                "This call answers with one of \(types.joined(separator: ", ")); the Accept header allows none."
            throw Problem(status: 406, title: "Not acceptable", detail: detail, field: "Accept")
        }
        return chosen
    }
}
