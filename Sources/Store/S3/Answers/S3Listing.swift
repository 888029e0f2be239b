import Foundation

/// One answer to ListObjectsV2.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
struct S3Listing {
    /// An object as the store names it; not every name is an `ObjectKey`.
    struct Entry: Hashable {
        var key = ""
        var size: Int?
        /// Without quotes.
        var etag: String?
        var lastModified: Date?
    }

    private(set) var entries: [Entry] = []
    private(set) var isTruncated = false
    /// What leads on to the next page; `nil` where the store names nothing.
    private(set) var nextToken: String?

    /// `nil` unless `bytes` are a listing.
    init?(_ bytes: [UInt8]) {
        var entry = Entry()
        var isURLEncoded = false
        var isListing = false
        let isWellFormed = XMLReader.read(bytes) { path, text in
            switch path {
            case "ListBucketResult": isListing = true
            case "ListBucketResult/EncodingType": isURLEncoded = text == "url"
            case "ListBucketResult/IsTruncated": isTruncated = text == "true"
            case "ListBucketResult/NextContinuationToken": nextToken = text.isEmpty ? nil : text
            case "ListBucketResult/Contents/Key": entry.key = text
            case "ListBucketResult/Contents/Size": entry.size = Int(text).flatMap { $0 < 0 ? nil : $0 }
            case "ListBucketResult/Contents/ETag": entry.etag = text.filter { $0 != "\"" }
            case "ListBucketResult/Contents/LastModified": entry.lastModified = Self.second(text)
            case "ListBucketResult/Contents":
                entries.append(entry)
                entry = Entry()
            default: break
            }
        }
        guard isWellFormed, isListing else { return nil }
        // The encoding is named after the keys by some stores.
        if isURLEncoded { entries = entries.map(Self.decoded) }
    }

    /// To the second, as the answer to a HEAD names it.
    private static func second(_ text: String) -> Date? {
        ISOTime.date(text).map { Date(timeIntervalSince1970: $0.timeIntervalSince1970.rounded(.down)) }
    }

    private static func decoded(_ entry: Entry) -> Entry {
        var entry = entry
        let spaced = entry.key.replacing("+", with: " ")
        entry.key = spaced.removingPercentEncoding ?? entry.key
        return entry
    }
}
