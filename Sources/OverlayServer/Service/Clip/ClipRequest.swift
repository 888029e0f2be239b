import Store

/// What a clip comes in.
package enum ClipContainer: String, CaseIterable, Sendable {
    /// H.264 in fragments, which ffmpeg makes.
    case mp4
    /// An animated PNG, for which nothing else is needed. It is large: each frame is a PNG.
    case apng

    /// Of one clip.
    package var frameLimit: Int { self == .mp4 ? 10_000 : 300 }
    /// The most that width and height may be, in pixels.
    package var longestSide: Int { self == .mp4 ? 3840 : 1280 }
    /// How wide clips are at most of which nobody says so, in pixels.
    var standardWidth: Int { self == .mp4 ? longestSide : 640 }

    package var contentType: String { self == .mp4 ? "video/mp4" : "image/apng" }

    /// What names of files and keys end with. Programs that know no animation show the first frame of a `.png`.
    package var fileEnding: String { self == .mp4 ? ".mp4" : ".png" }
}

/// What a caller may say of a clip beside its frames and their style.
package struct ClipOptions: Hashable, Sendable {
    /// `nil`: the best that can be made and is taken.
    package let container: ClipContainer?
    /// Frames a second; `nil`: as the frames' own times have it.
    package let fps: Double?
    /// In pixels; `nil`: the frames' own, as far as the container goes.
    package let width: Int?

    static let rates = 0.1...120.0
    private static let leastWidth = 16

    package init() { (container, fps, width) = (nil, nil, nil) }

    /// Takes its fields out of `values`: those of a query, or of a command line.
    package init(taking values: inout [String: [String]]) throws(RequestError) {
        let names = ClipContainer.allCases.map(\.rawValue).joined(separator: " or ")
        container = try values.take("container", "It takes \(names).") { ClipContainer(rawValue: $0) }
        let rates = Self.rates
        fps = try values.take("fps", "It takes a number from \(rates.lowerBound) to \(rates.upperBound).") { text in
            Double(text).flatMap { rates.contains($0) ? $0 : nil }
        }
        let widths = Self.leastWidth...(container ?? .mp4).longestSide
        let allowed = "an even number from \(widths.lowerBound) to \(widths.upperBound)"
        width = try values.take("width", "It takes \(allowed).") { text in
            Int(text).flatMap { widths.contains($0) && $0.isMultiple(of: 2) ? $0 : nil }
        }
    }
}

extension [String: [String]] {
    /// Takes one value out, which `read` gives `nil` for where it is not allowed.
    fileprivate mutating func take<Field>(
        _ name: String,
        _ allowed: String,
        _ read: (String) -> Field?
    ) throws(RequestError) -> Field? {
        guard let texts = removeValue(forKey: name) else { return nil }
        guard texts.count == 1, let value = read(texts[0]) else {
            throw .malformed(field: name, reason: "\"\(texts.joined(separator: ","))\" is not allowed. \(allowed)")
        }
        return value
    }
}

/// The overlays of many frames as a film that somebody asked for; a value of it is always one that can be made.
package struct ClipRequest: Hashable, Sendable {
    package let stage: StageAddress
    /// In the order in which they are shown, at least one.
    package let frames: [Int]
    package let style: Style
    package let container: ClipContainer
    let fps: Double?
    let width: Int?

    package init(
        stage: StageAddress,
        frames: [Int],
        style: Style,
        container: ClipContainer,
        options: ClipOptions
    ) throws(RequestError) {
        guard frames.count <= container.frameLimit else { throw .tooLong(container) }
        if container == .mp4, style.format == .transparent {
            let reason = "H.264 knows no transparency; container=apng does."
            throw .malformed(field: "format", reason: reason)
        }
        if let width = options.width, width > container.longestSide {
            throw .malformed(field: "width", reason: "\(container) goes up to \(container.longestSide) pixels.")
        }
        (self.stage, self.frames, self.style, self.container) = (stage, frames, style, container)
        (fps, width) = (options.fps, options.width)
    }

    /// As above, of the frames that a caller has named.
    package init(
        stage: StageAddress,
        frames: FrameSelection,
        style: Style,
        container: ClipContainer,
        options: ClipOptions
    ) throws(RequestError) {
        let numbers: [Int]
        do { numbers = try frames.frames(limit: container.frameLimit) } catch { throw .tooLong(container) }
        try self.init(stage: stage, frames: numbers, style: style, container: container, options: options)
    }
}

extension RequestError {
    fileprivate static func tooLong(_ container: ClipContainer) -> RequestError {
        let rest = container == .apng ? " An mp4 may have \(ClipContainer.mp4.frameLimit), where ffmpeg is." : ""
        let reason = "A clip in \(container) may have \(container.frameLimit) frames.\(rest)"
        return .malformed(field: "frames", reason: reason)
    }
}
