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

    /// The page, which names all its scripts at once: else browsers learn of them one import after the other.
    func page(_ request: Request, context: some RequestContext) async throws -> Response {
        guard let page = asset("index.html") else { throw HTTPError(.notFound) }
        let links = assets.keys.filter { $0.hasSuffix(".js") }.sorted()
            .map { "<link rel=\"modulepreload\" href=\"/viewer/\($0)\">" }
        let text = String(decoding: page.bytes, as: UTF8.self)
            .replacing("<!-- modulepreload -->", with: links.joined(separator: "\n    "))
        let linked = Asset(name: page.name, bytes: Array(text.utf8))
        return linked.response(to: request, contentType: Self.contentType(of: page.name))
    }

    /// `/viewer/v1/…` are the same files as `/viewer/…`, for pages that rely on this version of what the elements take and tell.
    func file(_ request: Request, context: some RequestContext) async throws -> Response {
        let name = String(request.uri.path.dropFirst("/viewer/".count).trimmingPrefix("v1/"))
        guard let asset = asset(name) else { throw HTTPError(.notFound) }
        return asset.response(to: request, contentType: Self.contentType(of: name))
    }

    private func asset(_ name: String) -> Asset? {
        folder.map { Self.read(name, in: $0) } ?? assets[name]
    }

    private static func contentType(of name: String) -> String {
        let types = ["html": "text/html", "css": "text/css", "js": "text/javascript"]
        let type = types[name.split(separator: ".").last.map(String.init) ?? ""] ?? "application/octet-stream"
        return "\(type); charset=utf-8"
    }

    /// No path leads out of the folder.
    private static func read(_ name: String, in folder: String) -> Asset? {
        guard !name.split(separator: "/", omittingEmptySubsequences: false).contains("..") else { return nil }
        let bytes = try? Data(contentsOf: URL(filePath: folder).appending(path: name))
        return bytes.map { Asset(name: name, bytes: [UInt8]($0)) }
    }
}
