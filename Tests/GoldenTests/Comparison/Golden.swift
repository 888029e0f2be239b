import Foundation
import Render
import Testing

@testable import OverlayService

/// A stored picture of what a drawing looks like: `<folder>/<suite>/<name>.png`.
struct Golden {
    /// The project's goldens.
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "golden")

    /// Whether goldens are to be rewritten instead of compared.
    static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"

    private static let limits = ImageLimits(maxBytes: 1 << 20, maxPixels: 1 << 20)

    let suite: String
    let name: String
    private let file: URL

    init(suite: String, name: String, folder: URL = Golden.folder) {
        self.suite = suite
        self.name = name
        file = folder.appending(path: "\(suite)/\(name).png")
    }

    /// Fails the test unless the golden is there and `picture` has exactly its pixels.
    func expect(_ picture: Bitmap, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let verdict = try verdict(on: picture, isUpdating: Self.isUpdating)
        guard verdict != .same else { return }
        try attach(picture, as: "actual", sourceLocation)
        if case .different(let difference) = verdict {
            try attach(difference.threeUp, as: "expected-difference-actual", sourceLocation)
        }
        Issue.record("golden/\(suite)/\(name).png \(verdict)", sourceLocation: sourceLocation)
    }

    /// Compares `picture` with the golden; when `isUpdating`, makes it the golden unless it has the same pixels.
    func verdict(on picture: Bitmap, isUpdating: Bool) throws -> GoldenVerdict {
        let verdict = try comparison(with: picture)
        guard isUpdating, verdict != .same else { return verdict }
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(ImageCodec.encodePNG(picture)).write(to: file, options: .atomic)
        return .rewritten
    }

    private func comparison(with picture: Bitmap) throws -> GoldenVerdict {
        guard FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) else { return .missing }
        let golden = try ImageCodec.decode([UInt8](Data(contentsOf: file)), limits: Self.limits)
        return PictureDifference(expected: golden, actual: picture).map(GoldenVerdict.different) ?? .same
    }

    private func attach(_ picture: Bitmap, as what: String, _ sourceLocation: SourceLocation) throws {
        let bytes = try ImageCodec.encodePNG(picture)
        Attachment.record(bytes, named: "\(suite)-\(name)-\(what).png", sourceLocation: sourceLocation)
    }
}
