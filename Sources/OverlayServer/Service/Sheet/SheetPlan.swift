import Detections
import Render
import Store

/// A sheet of which all is known but its pictures.
struct SheetPlan: Sendable {
    /// What stands in a tile.
    struct Place: Sendable {
        let number: Int
        /// On how many frames before it the track was away.
        var gap = 0
    }

    let request: SheetRequest
    let stage: MergedStageOutput
    /// What it is held against; `nil` where it is shown for itself.
    let reference: MergedStageOutput?
    let list: FrameList
    let places: [Place]
    let layout: SheetLayout
    /// What it is of, and of how much.
    let title: String
    let detail: String
    /// Of the frame that was looked at for its size; 0 where none could be read.
    let framePixelCount: Int

    /// How many frames are asked for their size.
    private static let attempts = 4
    /// Where none can be read.
    private static let usualShape = 16.0 / 9

    /// Throws the `RequestError` that says what of the request cannot be had.
    init(_ request: SheetRequest, _ job: OverlayJob) async throws {
        let address = request.stage
        (self.request, stage) = (request, try await job.aligned.stage(address))
        reference = try await job.aligned.reference(of: address, request.style)
        list = try await job.catalog.list(of: address.timeline)
        let names = "\(address.timeline) · \(address.job) · \(address.stage)"
        let shape: Double
        switch request.content {
        case .frames(let numbers):
            (places, title, detail) = (numbers.map { Place(number: $0) }, names, Self.count(numbers.count))
            let size = await Self.firstHeader(of: numbers, list, job)?.shownSize
            shape = size.map { Double($0.width) / Double($0.height) } ?? Self.usualShape
            framePixelCount = size?.pixelCount ?? 0
        case .track(let id, let limit):
            let size = try await job.findings.frameSize(of: address.timeline).0
            let found = try await job.digests.track(id, of: stage, size: size, field: "track")
            let frames = Set(found.map(\.frame)).sorted()
            let tiles = TrackTiles(frames, among: stage.frames.map(\.frame.number), limit: limit)
            places = tiles.tiles.map { Place(number: $0.number, gap: $0.gap) }
            title = [names, "track \(id)", found.first?.detection.label].compactMap(\.self).joined(separator: " · ")
            let all = Self.count(tiles.count)
            detail = tiles.count == places.count ? all : "\(places.count) of \(all)"
            let frame = PixelSize(width: size.width, height: size.height)
            let isTurned = await Self.firstHeader(of: frames, list, job)?.isTurned ?? false
            let shapes = frame.map { frame in found.compactMap { TrackCrop($0.detection, on: frame)?.shape } } ?? []
            shape = TrackCrop.commonShape(isTurned ? shapes.map { 1 / $0 } : shapes)
            framePixelCount = size.width * size.height
        }
        layout = try SheetLayout(count: places.count, shape: shape, width: request.width, columns: request.columns)
    }

    private static func count(_ frames: Int) -> String { frames == 1 ? "1 frame" : "\(frames) frames" }

    /// Of the first of the frames that can be read.
    private static func firstHeader(of numbers: [Int], _ list: FrameList, _ job: OverlayJob) async -> ImageHeader? {
        for number in numbers.filter({ list[$0] != nil }).prefix(attempts) {
            guard case .success(let frame)? = list[number]?.frame else { continue }
            if let measured = try? await job.frames.measured(frame) { return measured.header }
        }
        return nil
    }

    /// What decides the sheet beside the frames and how they are drawn.
    var identityTexts: [String] {
        let rows = [stage, reference].compactMap(\.self).flatMap { output in
            output.identities.flatMap { [$0.id.text, $0.revision] } + [output.alignmentID]
        }
        let tiles = places.map { "\($0.number) \($0.gap)" }
        let form = ["\(layout.size)", "\(layout.columns)", request.format.rawValue, "\(request.quality)"]
        return rows + tiles + form + [request.style.query, "\(request.content)", title, detail]
    }

    func file(of sheet: Bitmap) throws -> [UInt8] {
        let comment = "overlay-server \(OverlayKey.rendererVersion): \(title), \(detail)"
        return switch request.format {
        case .png: try ImageCodec.encodePNG(sheet, comment: comment, metadata: .none)
        case .jpeg:
            try ImageCodec.encodeJPEG(sheet, quality: request.quality, sampling: .full, comment: comment)
        }
    }
}
