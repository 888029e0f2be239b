import ArgumentParser
import Demo
import Foundation
import OverlayService
import Render
import Store

/// Makes a synthetic timeline in the configured stores.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Make a synthetic timeline, frames and stage outputs, in the configured stores.",
        discussion: """
            EXAMPLE
              overlay-server demo --timeline demo --frames 120 --size 1920x1080
            """
    )

    @Option(help: "The timeline to make.")
    var timeline = "demo"
    @Option(help: "The job that its stage outputs are of.")
    var job = "demo-job"
    @Option(help: "How many frames, 1 to 10000.")
    var frames = 120

    @Option(help: "The frames' size in pixels, WIDTHxHEIGHT. Default: 1280x720.", transform: Self.parsedSize)
    var size: PixelSize?

    /// The quality of the frames' JPEGs: about that of a camera's.
    private static let quality = 90

    func validate() throws {
        guard 1...10_000 ~= frames else { throw ValidationError("--frames takes a whole number from 1 to 10000.") }
    }

    private static func parsedSize(_ text: String) throws -> PixelSize {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1], max(width, height) <= 8192,
            let size = PixelSize(width: width, height: height)
        else { throw ValidationError("--size takes WIDTHxHEIGHT, each 1 to 8192.") }
        return size
    }

    func run() async throws {
        let configuration = try Configuration.current()
        let timelineID = try TimelineID(timeline)
        let jobID = try JobID(job)
        let demo = DemoTimeline(frameCount: frames, size: size)
        let importer = Importer(stores: try await .configured(), configuration: configuration, timeline: timelineID)
        let results = await Array(0..<frames).mapConcurrently(width: configuration.renderConcurrency) {
            index in
            await Self.makeFrame(index, of: demo, importer: importer)
        }
        for result in results { try result.get() }
        let wrongJob = try JobID("\(job)-wrong")
        let worseJob = try JobID("\(job)-worse")
        let truthJob = try JobID("\(job)-truth")
        let outputs =
            (demo.stageOutputs() + demo.shapeOutputs()).map { (jobID, $0) } + demo.wrongOutputs().map { (wrongJob, $0) }
            + demo.worseOutputs().map { (worseJob, $0) } + demo.truthOutputs().map { (truthJob, $0) }
        for (job, output) in outputs {
            let address = StageAddress(timeline: timelineID, job: job, stage: try StageName(output.stage))
            try await importer.insert(output.json, as: address)
        }
        print("Timeline \(timeline), job \(job): \(frames) frames and their stage outputs.")
        print("Job \(wrongJob): outputs that are wrong on purpose, to see what that looks like.")
        print("Job \(worseJob): a worse detector and tracker; job \(truthJob): what is really there. To compare with.")
    }

    @concurrent
    private static func makeFrame(
        _ index: Int,
        of demo: DemoTimeline,
        importer: Importer
    ) async -> Result<Void, any Error> {
        do {
            let jpeg = try ImageCodec.encodeJPEG(demo.frame(index), quality: quality, sampling: .halfBoth)
            try await importer.put(jpeg, number: index, format: .jpeg)
            return .success(())
        } catch {
            return .failure(error)
        }
    }
}
