import ArgumentParser
import Foundation
import OverlayService
import Store

/// Makes a timeline's frames again from its video, where the cache of them was lost.
struct FramesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frames",
        abstract:
            "Make a timeline's frames from its source video with ffmpeg, and say how they differ from those that are there.",
        discussion: """
            Frames that are there stay as they are. `overlay-server objects list in` names the videos.

            EXAMPLES
              overlay-server frames --timeline T --source videos/match.mp4 --fps 3
              overlay-server frames --timeline T --source videos/match.mp4 --output extract_frames.json
            """
    )

    @Option(help: "The timeline.")
    var timeline: String
    @Option(help: "The video's key in the bucket of source videos.")
    var source: String
    @Option(help: "How many frames a second at most. Default: all.")
    var fps: Double?
    @Option(help: "A file for the list of frames and their times, as extract_frames writes it.")
    var output: String?

    func validate() throws {
        if let fps, !(fps > 0 && fps <= 1000) { throw ValidationError("--fps is more than 0, and 1000 at most.") }
    }

    func run() async throws {
        let timeline = try TimelineID(timeline)
        let source = try ObjectKey(source)
        guard let ffmpeg = try? FFmpeg(path: ProcessInfo.processInfo.environment["PATH"] ?? "") else {
            throw CommandFailure(message: "There is no ffmpeg on the PATH.", exitCode: CommandFailure.usage)
        }
        let services = try await Services()
        let folder = FileManager.default.temporaryDirectory.appending(path: "mpr-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let video = try await services.stores.media.downloadToTemp(source, from: .in)
        defer { try? FileManager.default.removeItem(atPath: video) }
        let frames = try await ffmpeg.frames(of: video, in: folder, fps: fps)
        let restored = try await RestoredFrames(frames, of: timeline, services: services)
        for line in restored.lines { print(line) }
        if let output { try restored.list.write(to: URL(filePath: output)) }
    }
}

/// What has become of a timeline's frames that were made again.
struct RestoredFrames {
    private let timeline: TimelineID
    private var made: [(number: Int, timestamp: Double?)] = []
    private var created = 0
    private var equal = 0
    private var others: [Int] = []
    private var otherTimes: [Int] = []
    private var lacking: [Int] = []

    /// Puts `frames` where the timeline's list of frames has them, else where new ones lie; those that are there stay.
    init(_ frames: [FFmpeg.Frame], of timeline: TimelineID, services: Services) async throws {
        self.timeline = timeline
        let list = try await services.job.catalog.list(of: timeline)
        let entries = try await services.job.catalog.frames(of: timeline)
        let known = Dictionary(entries.map { ($0.number, $0) }) { first, _ in first }
        for (number, frame) in frames.enumerated() {
            let bytes = [UInt8](try Data(contentsOf: frame.file))
            let key =
                try (try? known[number]?.frame.get())?.key
                ?? services.configuration.frameKeyTemplate.key(
                    of: number + list.numberBase.value,
                    in: timeline,
                    format: .jpeg
                )
            switch try await services.objects.put(key, bytes, contentType: "image/jpeg", mode: .createOnly) {
            case .created: created += 1
            case .existed:
                let object = try await services.objects.get(key, limit: services.configuration.imageLimits.maxBytes)
                if object.bytes == bytes { equal += 1 } else { others.append(number) }
            }
            made.append((number, frame.timestamp))
            if let named = known[number]?.timestamp, let time = frame.timestamp, abs(named - time) > Self.tolerance {
                otherTimes.append(number)
            }
            try FileManager.default.removeItem(at: frame.file)
        }
        lacking = entries.map(\.number).filter { $0 >= frames.count }
    }

    /// In seconds.
    private static let tolerance = 0.0015

    var lines: [String] {
        var lines = [
            "Timeline \(timeline): \(made.count) frames made of the video; \(created) put, \(equal) there already and equal."
        ]
        func add(_ numbers: [Int], _ text: String) {
            if !numbers.isEmpty { lines.append("  frames \(FrameSelection.text(numbers)): \(text)") }
        }
        add(others, "there already, with another picture; they stay as they are")
        add(otherTimes, "extract_frames gives them another time than the video does")
        add(lacking, "the timeline has them, the video does not give them (another --fps?)")
        return lines
    }

    /// As `extract_frames` writes it.
    var list: Data {
        get throws {
            struct Entry: Encodable {
                let frame: Int
                let timestamp: Double?
            }
            return try CanonicalJSON.encode(["frames": made.map { Entry(frame: $0.number, timestamp: $0.timestamp) }])
        }
    }
}
