import Render
import Store

/// Names an overlay by everything that decides its bytes, so that the same picture has one key, whoever asks for it.
package enum OverlayKey {
    /// Part of every name; to be raised with every change that gives other pixels or bytes.
    package static let rendererVersion = "5"

    /// Where the overlays of one stage lie.
    static func prefix(of stage: StageAddress, under prefix: String) -> String {
        let names = [stage.timeline.text, stage.job.text, stage.stage.text].map(segment)
        return "\(prefix)\(names.joined(separator: "/"))/"
    }

    /// Where the overlays of all stages of a timeline lie.
    static func prefix(of timeline: TimelineID, under prefix: String) -> String {
        "\(prefix)\(segment(timeline.text))/"
    }

    /// A name in a key, in which no two are the same: what no key may have is percent-encoded, and the sign of that too.
    private static func segment(_ name: String) -> String {
        let isOfDots = name == "." || name == ".."
        return String(
            decoding: name.utf8.flatMap { byte -> [UInt8] in
                switch byte {
                case UInt8(ascii: "%"), UInt8(ascii: "\\"), UInt8(ascii: "/"), 0..<0x20, 0x7f,
                    UInt8(ascii: ".") where isOfDots:
                    Array("%\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))".utf8)
                default: [byte]
                }
            },
            as: UTF8.self
        )
    }

    /// `fonts` identifies those that the scene's texts are drawn with.
    static func of(
        _ request: OverlayRequest,
        scene: Scene,
        identity: FrameCache.Identity,
        format: Style.Format,
        fonts: [String],
        under prefix: String
    ) throws -> ObjectKey {
        var description = SceneDescription()
        for text in [rendererVersion, format.rawValue, identity.key.text, identity.etag] { description.append(text) }
        description.append(fonts.count)
        for font in fonts { description.append(font) }
        description.append(identity.byteCount)
        if format == .jpeg { description.append(request.style.quality ?? 0) }
        let digest = SHA256Digest(of: description.bytes + scene.canonicalBytes).hex.prefix(32)
        let number = FrameKeyForm.padded(request.frame)
        return try ObjectKey(
            "\(Self.prefix(of: request.stage, under: prefix))\(number)-\(digest)\(format.file.fileEnding)"
        )
    }
}
