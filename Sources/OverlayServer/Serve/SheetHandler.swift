import HTTPTypes
import Hummingbird
import OverlayService
import Store

/// Answers with a contact sheet: many frames with their overlays, or one track through time.
struct SheetHandler: Sendable {
    let sheets: ContactSheets

    func sheet(_ request: Request, context: CallContext) async throws -> Response {
        let wanted = try sheetRequest(request, context)
        let (name, file) = try await context.whileConnected {
            try await sheets.sheet(wanted) { request.isKnown($0) }
        }
        var headers: HTTPFields = [.eTag: "\"\(name)\"", .cacheControl: "private, no-cache", .vary: "Accept"]
        guard let file else { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = wanted.format.contentType
        return PictureResponse.make(file, headers: headers)
    }

    private func sheetRequest(_ request: Request, _ context: CallContext) throws -> SheetRequest {
        var query = try request.query()
        var given = SheetRequest.Given()
        given.frames = try query.removeValue(forKey: "frames").map { try FrameSelection($0.joined(separator: ",")) }
        given.track = try query.takeText("track")
        given.limit = try query.takeNumber("limit", in: 1...SheetRequest.tileLimit)
        given.columns = try query.takeNumber("columns", in: 1...SheetRequest.tileLimit)
        given.width = try query.takeNumber("width", in: SheetRequest.widths)
        let style = try Style(query)
        let types: [MediaType] = style.format.map { $0.file == .jpeg ? [.jpeg] : [.png] } ?? [.png, .jpeg]
        let format: ImageFormat = try request.mediaType(of: types) == .jpeg ? .jpeg : .png
        return try SheetRequest(given, of: context.stage(), style, format: format)
    }
}

extension [String: [String]] {
    /// Takes one text out of the query; `nil` where it is not given.
    fileprivate mutating func takeText(_ name: String) throws(RequestError) -> String? {
        guard let values = removeValue(forKey: name) else { return nil }
        guard values.count == 1 else {
            throw .malformed(field: name, reason: "It takes one; a comma in it is written %2C.")
        }
        return values[0]
    }
}
