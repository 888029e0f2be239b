import Foundation
import HTTPTypes
import Hummingbird

/// Serves the viewer, whose files are part of the program.
struct ViewerHandler: Sendable {
    private let assets: [String: Asset]
    /// Where the files are read anew for each call, for work on them; `nil` for those in the program.
    private let folder: String?

    init(folder: String?) {
        self.folder = folder
        assets = Dictionary(uniqueKeysWithValues: Asset.viewer.map { ($0.name, $0) })
    }

    func page(_ request: Request, context: some RequestContext) async throws -> Response {
        try response(to: request, file: "index.html")
    }

    /// `/viewer/v1/…` are the same files as `/viewer/…`, for pages that rely on this version of what the elements take and tell.
    func file(_ request: Request, context: some RequestContext) async throws -> Response {
        let path = request.uri.path.dropFirst("/viewer/".count)
        return try response(to: request, file: String(path.trimmingPrefix("v1/")))
    }

    private func response(to request: Request, file name: String) throws -> Response {
        guard let asset = folder.map({ Self.read(name, in: $0) }) ?? assets[name] else { throw HTTPError(.notFound) }
        let types = ["html": "text/html", "css": "text/css", "js": "text/javascript"]
        let type = types[name.split(separator: ".").last.map(String.init) ?? ""] ?? "application/octet-stream"
        return asset.response(to: request, contentType: "\(type); charset=utf-8")
    }

    /// No path leads out of the folder.
    private static func read(_ name: String, in folder: String) -> Asset? {
        guard !name.split(separator: "/", omittingEmptySubsequences: false).contains("..") else { return nil }
        let bytes = try? Data(contentsOf: URL(filePath: folder).appending(path: name))
        return bytes.map { Asset(name: name, bytes: [UInt8]($0)) }
    }
}
