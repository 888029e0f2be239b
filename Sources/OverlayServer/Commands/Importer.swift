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

    /// Every picture of the folder at `path`; returns how many there are.
    func importFrames(from path: String) async throws -> Int {
        let files = try numberedFiles(in: path)
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

    func importOutput(from path: String, as address: StageAddress) async throws -> StageOutput {
        let json = try read(URL(filePath: path))
        let output: StageOutput
        do {
            output = try StageOutput(json: json)
        } catch {
            throw CommandFailure(message: "\(path): \(error).", exitCode: CommandFailure.usage)
        }
        try await insert(output.json, as: address)
        return output
    }

    /// Inserts a row whose id is made of its content, so that the same output is there once; once more where another one
    /// has come since, so that what is imported last is in force.
    func insert(_ json: [UInt8], as address: StageAddress) async throws {
        let id = Self.rowID(of: json, address)
        guard try await !insert(json, as: address, id) else { return }
        let rows = try await stores.stageOutputs
            .rows(timeline: address.timeline, job: address.job, stage: address.stage).rows.map(\.id)
        let isInForce = { (newest: StageOutputID) in
            newest == id || rows.contains { Self.rowID(of: json, address, after: $0) == newest }
        }
        guard let newest = rows.last, !isInForce(newest) else { return }
        _ = try await insert(json, as: address, Self.rowID(of: json, address, after: newest))
    }

    /// False where a row of that id is there already.
    private func insert(_ json: [UInt8], as address: StageAddress, _ id: StageOutputID) async throws -> Bool {
        let row = NewStageOutput(
            timeline: address.timeline,
            job: address.job,
            stage: address.stage,
            json: json,
            createdAt: Date(),
            id: id
        )
        do {
            try await stores.makeWriter().insert(row)
            return true
        } catch StageOutputStoreError.duplicateRow {
            return false
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

    private func numberedFiles(in path: String) throws -> [Int: URL] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw CommandFailure(message: "\(path) is not a folder that can be read.", exitCode: CommandFailure.usage)
        }
        var files: [Int: URL] = [:]
        for name in names.sorted() {
            let file = URL(filePath: path).appending(path: name)
            guard ImageFormat(fileEnding: file.pathExtension) != nil else { continue }
            guard let number = FrameFileName.number(in: file.deletingPathExtension().lastPathComponent) else {
                throw CommandFailure(
                    message: "\(name) has no frame number in its name.",
                    exitCode: CommandFailure.usage
                )
            }
            if let other = files[number] {
                let message = "\(other.lastPathComponent) and \(name) are both frame \(number)."
                throw CommandFailure(message: message, exitCode: CommandFailure.usage)
            }
            files[number] = file
        }
        guard !files.isEmpty else {
            throw CommandFailure(message: "\(path) has no .jpg, .jpeg or .png files.", exitCode: CommandFailure.usage)
        }
        return files
    }

    private func read(_ file: URL) throws -> [UInt8] {
        guard let data = try? Data(contentsOf: file) else {
            throw CommandFailure(message: "\(file.path()) cannot be read.", exitCode: CommandFailure.usage)
        }
        return [UInt8](data)
    }
}

/// Reads frame numbers out of file names such as `frame_000012.jpg`.
enum FrameFileName {
    /// The last run of digits in `name`; `nil` where there is none or it is too long for a frame number.
    static func number(in name: String) -> Int? {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let runs = name.utf8.split { !digits.contains($0) }
        return runs.last.flatMap { Int(String(decoding: $0, as: UTF8.self)) }.flatMap {
            $0 <= Int(Int32.max) ? $0 : nil
        }
    }
}
