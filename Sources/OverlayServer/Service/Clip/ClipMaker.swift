import Detections
import Logging
import Render
import Store

/// Makes clips: the overlays of a range of frames, one after the other, as a film.
///
/// Overlays are drawn a few ahead, and no more than whoever takes the film has room for; nothing is stored.
package struct ClipMaker: Sendable {
    private let job: OverlayJob
    /// `nil` where there is none, and so no mp4.
    private let ffmpeg: FFmpeg?
    /// Each clip holds memory and, as mp4, a processor that overlays then lack.
    private let turns: AdmissionLimit
    private let logger = Logger(label: "clip")

    /// How many pictures wait to be taken, at most in number and in bytes.
    private static let mostAhead = 8
    private static let bytesAhead = 64 << 20

    /// `concurrency`: how many clips are made at once.
    package init(job: OverlayJob, ffmpeg: FFmpeg?, concurrency: Int) {
        (self.job, self.ffmpeg) = (job, ffmpeg)
        turns = AdmissionLimit(limit: concurrency)
    }

    /// The best that can be made here.
    package var standardContainer: ClipContainer { ffmpeg == nil ? .apng : .mp4 }

    package var clipCount: Int { turns.partyCount }

    /// Lets a caller in until the value is given up. Throws `Overload` where too many clips, or callers, are under way.
    package func admit(_ party: Party) throws(Overload) -> [Admission] {
        [try turns.admit(party), try job.limits.admission.admit(party)]
    }

    /// All that is known of a clip before its first frame is drawn. Throws what is wrong with it as a whole: also why the first
    /// frame cannot be had, where none can.
    package func plan(_ request: ClipRequest) async throws -> ClipPlan {
        if request.container == .mp4, ffmpeg == nil { throw FFmpegError.absent }
        // A name that is wrong for all frames is told before any is looked at.
        _ = try await job.stages.stage(request.stage)
        _ = try await job.aligned.reference(of: request.stage, request.style)
        let size = try await firstSize(of: request)
        return ClipPlan(request: request, firstSize: size, fps: try await rate(of: request))
    }

    /// Makes the clip, and gives it to `send` piece by piece, which holds it up by not returning and ends it by throwing. Gives
    /// the frames of which there was no picture, so that a card stands in their place.
    package func make(
        _ plan: ClipPlan,
        for party: Party,
        send: @escaping @Sendable ([UInt8]) async throws -> Void
    ) async throws -> [Int] {
        switch plan.request.container {
        case .mp4: try await film(plan, for: party, send)
        case .apng: try await animation(plan, for: party, send)
        }
    }

    private func animation(
        _ plan: ClipPlan,
        for party: Party,
        _ send: @Sendable ([UInt8]) async throws -> Void
    ) async throws -> [Int] {
        var animation = AnimatedPNG(frameCount: plan.request.frames.count, fps: plan.fps, comment: plan.provenance)
        let lost = try await pictures(of: plan, for: party) {
            try ImageCodec.encodePNG($0)
        } receive: { png in
            try await send(animation.frame(png))
        }
        try await send(AnimatedPNG.end)
        return lost
    }

    private func film(
        _ plan: ClipPlan,
        for party: Party,
        _ send: @escaping @Sendable ([UInt8]) async throws -> Void
    ) async throws -> [Int] {
        guard let ffmpeg else { throw FFmpegError.absent }
        let process = try ffmpeg.start(
            Film.arguments(size: plan.size, fps: plan.fps, comment: plan.provenance)
        )
        defer { process.stop() }
        do {
            return try await withTaskCancellationHandler {
                let lost = try await withThrowingTaskGroup(of: [Int].self) { group in
                    group.addTask {
                        try await process.stoppedByError {
                            while let piece = try await process.read() { try await send(piece) }
                        }
                        return []
                    }
                    group.addTask {
                        try await process.stoppedByError {
                            let lost = try await pictures(of: plan, for: party) {
                                $0.bytes
                            } receive: { pixels in
                                try await process.write(pixels)
                            }
                            process.endInput()
                            return lost
                        }
                    }
                    return try await group.reduce(into: []) { $0 += $1 }
                }
                try await process.finish()
                return lost
            } onCancel: {
                process.stop()
            }
        } catch is BrokenStream {
            try Task.checkCancellation()
            try await process.finish()
            throw FFmpegError.failed(status: 0, lastLine: "it has not taken all pictures")
        }
    }

    /// Draws the frames, some at once, and gives `receive` what `code` makes of each, in their order. Ends where anything else
    /// fails than a frame.
    private func pictures(
        of plan: ClipPlan,
        for party: Party,
        coded code: @escaping @Sendable (Bitmap) throws -> [UInt8],
        receive: ([UInt8]) async throws -> Void
    ) async throws -> [Int] {
        var lost: [Int] = []
        let ahead = Self.bytesAhead / (plan.canvas.size.pixelCount * 4)
        try await plan.request.frames.forEachConcurrently(width: min(max(ahead, 2), Self.mostAhead)) {
            number -> Result<ClipPicture, any Error> in
            do {
                return .success(try await picture(of: number, in: plan, for: party, coded: code))
            } catch {
                return .failure(error)
            }
        } receive: { result in
            let picture = try result.get()
            if picture.isCard { lost.append(picture.number) }
            try await receive(picture.bytes)
        }
        return lost
    }

    private func picture(
        of number: Int,
        in plan: ClipPlan,
        for party: Party,
        coded code: @escaping @Sendable (Bitmap) throws -> [UInt8]
    ) async throws -> ClipPicture {
        let (request, canvas) = (plan.request, plan.canvas)
        let wanted = OverlayRequest(stage: request.stage, frame: number, style: request.style)
        do {
            let bytes = try await job.pixels(of: wanted, for: party) { try code(canvas.fitted($0)) }
            return ClipPicture(number: number, bytes: bytes)
        } catch {
            guard let words = Self.words(for: error) else { throw error }
            log(error, number)
            let card = job.painter.card("frame \(number): \(words)", size: canvas.size)
            return ClipPicture(number: number, bytes: try code(canvas.fitted(card)), isCard: true)
        }
    }

    /// What a card says of a frame that there is no picture of; `nil` where more than the frame is at fault.
    private static func words(for error: any Error) -> String? {
        switch error {
        case FrameError.missing, RequestError.unknownFrame: "missing"
        case is FrameError: "cannot be read"
        default: nil
        }
    }

    /// Says why a card stands for a frame: that it is damaged to everybody, that it is not there to whoever looks closely.
    private func log(_ error: any Error, _ number: Int) {
        let isDamaged = Failure(reporting: error).kind == .frameUnreadable
        let metadata: Logger.Metadata = ["frame": "\(number)", "error": "\(String(reflecting: error))"]
        logger.log(level: isDamaged ? .warning : .debug, "a card stands for a frame", metadata: metadata)
    }

    /// The size of the first frame that there is, as viewers show it.
    private func firstSize(of request: ClipRequest) async throws -> PixelSize {
        var failure: any Error = RequestError.malformed(field: "frames", reason: "There are none.")
        for (index, number) in request.frames.enumerated() {
            do {
                let frame = try await job.catalog.frame(number, of: request.stage.timeline)
                return try await job.frames.measured(frame).header.shownSize
            } catch  where Self.words(for: error) != nil {
                if index == 0 { failure = error }
            }
        }
        throw failure
    }

    /// In frames a second: as asked for, else as the frames' own times have it in the median.
    func rate(of request: ClipRequest) async throws -> Double {
        if let fps = request.fps { return fps }
        let output = try await job.aligned.stage(request.stage)
        let list = try await job.catalog.list(of: request.stage.timeline)
        return ClipPlan.rate(ofTimes: request.frames.map { list[$0]?.timestamp ?? output.frame($0)?.frame.timestamp })
    }
}

/// One frame of a clip, coded.
private struct ClipPicture {
    let number: Int
    let bytes: [UInt8]
    /// Whether it says that there is no picture of the frame.
    var isCard = false
}

extension FFmpegProcess {
    /// Does `work`; where that ends with an error, so does the process, and all that waits for it.
    fileprivate func stoppedByError<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch {
            stop()
            throw error
        }
    }
}
