import Foundation

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
