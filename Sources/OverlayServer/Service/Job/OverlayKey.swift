import Render
import Store

/// Names an overlay by everything that decides its bytes, so that the same picture has one key, whoever asks for it.
package enum OverlayKey {
    /// Part of every name; to be raised with every change that gives other pixels or bytes.
    package static let rendererVersion = "3"

    /// Where the overlays of one stage lie.
    static func prefix(of stage: StageAddress, under prefix: String) -> String {
        let names = [stage.timeline.text, stage.job.text, stage.stage.text].map(segment)
        return "\(prefix)\(names.joined(separator: "/"))/"
    }

    /// A name in a key, which may have no backslash.
    private static func segment(_ name: String) -> String {
        name.replacing("%", with: "%25").replacing("\\", with: "%5C")
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
