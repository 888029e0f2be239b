import Detections
import Foundation
import OverlayService
import Store

/// Copies frames and stage outputs into the stores; doing it again changes nothing.
struct Importer: Sendable {
    let stores: Stores
    let template: FrameKeyTemplate
    let timeline: TimelineID

    init(stores: Stores, configuration: Configuration, timeline: TimelineID) {
        self.stores = stores
        template = configuration.frameKeyTemplate
        self.timeline = timeline
    }

    /// Every picture of the folder at `path`, whose names are of `pattern`; returns how many there are.
    func importFrames(from path: String, pattern: FrameFileNames.Pattern? = nil) async throws -> Int {
        let files = try FrameFolder(path).numberedFiles(pattern)
        for (number, file) in files.sorted(by: { $0.key < $1.key }) {
            let bytes = try read(file)
            // A frame that is corrupt is stored as it is: a debugger wants to see what the detector was given.
            let format = ImageFormat(fileEnding: file.pathExtension) ?? .jpeg
            try await put(bytes, number: number, format: format)
        }
        return files.count
    }

    func put(_ bytes: [UInt8], number: Int, format: ImageFormat) async throws {
        let key = try template.key(of: number, in: timeline, format: format)
        _ = try await stores.media.store(.out).put(key, bytes, contentType: format.contentType, mode: .overwrite)
    }

    /// The output, and what of its text the table does not take and has otherwise.
    func importOutput(
        from path: String,
        as address: StageAddress,
        format: String? = nil
    ) async throws -> (output: StageOutput, replaced: [JSONReplacement]) {
        let json = try read(URL(filePath: path))
        let output: StageOutput
        do {
            output = try StageOutput(json: json, declared: format)
        } catch {
            throw CommandFailure(message: "\(path): \(error).", exitCode: CommandFailure.usage)
        }
        // What is declared here would not be known there.
        let replaced = try await insert(output.rowText(isDeclared: format != nil), as: address)
        return (output, replaced)
    }

    /// Inserts a row whose id is made of its content, so that the same output is there once; once more where another one
    /// has come since, so that what is imported last is in force.
    @discardableResult
    func insert(_ json: [UInt8], as address: StageAddress) async throws -> [JSONReplacement] {
        let id = Self.rowID(of: json, address)
        if let replaced = try await insert(json, as: address, id) { return replaced }
        let rows = try await stores.stageOutputs
            .rows(timeline: address.timeline, job: address.job, stage: address.stage).rows.map(\.id)
        let isInForce = { (newest: StageOutputID) in
            newest == id || rows.contains { Self.rowID(of: json, address, after: $0) == newest }
        }
        guard let newest = rows.last, !isInForce(newest) else { return [] }
        return try await insert(json, as: address, Self.rowID(of: json, address, after: newest)) ?? []
    }

    /// `nil` where a row of that id is there already.
    private func insert(
        _ json: [UInt8],
        as address: StageAddress,
        _ id: StageOutputID
    ) async throws -> [JSONReplacement]? {
        let row = NewStageOutput(
            timeline: address.timeline,
            job: address.job,
            stage: address.stage,
            json: json,
            createdAt: Date(),
            id: id
        )
        do {
            return try await stores.makeWriter().insert(row)
        } catch StageOutputStoreError.duplicateRow {
            return nil
        }
    }

    /// A UUID of version 8 (RFC 9562) made of the row's content, and of the row that it replaces.
    private static func rowID(
        of json: [UInt8],
        _ address: StageAddress,
        after earlier: StageOutputID? = nil
    ) -> StageOutputID {
        let place = "\(address.timeline)/\(address.job)/\(address.stage)/\(earlier.map { "\($0)/" } ?? "")"
        var digits = Array(SHA256Digest(of: Array(place.utf8) + json).hex.prefix(32))
        digits[12] = "8"
        digits[16] = "8"
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
        return StageOutputID(groups.joined(separator: "-"))
    }

    private func read(_ file: URL) throws -> [UInt8] {
        guard let data = try? Data(contentsOf: file) else {
            throw CommandFailure(message: "\(file.path()) cannot be read.", exitCode: CommandFailure.usage)
        }
        return [UInt8](data)
    }
}
