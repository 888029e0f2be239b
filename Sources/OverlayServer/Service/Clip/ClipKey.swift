import Render
import Store

/// Names a clip by everything that decides what is seen in it, so that it is made once.
enum ClipKey {
    /// Part of every name; to be raised with every change that gives other films of the same overlays.
    private static let version = "1"

    /// `names` stand for the overlays in their order; what of the request decides more than those is counted in.
    static func of(_ request: ClipRequest, fps: Double, names: [String], under prefix: String) throws -> ObjectKey {
        var description = SceneDescription()
        for text in [version, OverlayKey.rendererVersion, request.container.rawValue] { description.append(text) }
        description.append(fps)
        description.append(request.width ?? 0)
        for (frame, name) in zip(request.frames, names) {
            description.append(frame)
            description.append(name)
        }
        let digest = SHA256Digest(of: description.bytes).hex.prefix(32)
        let folder = OverlayKey.prefix(of: request.stage, under: prefix)
        return try ObjectKey("\(folder)clip-\(digest)\(request.container.fileEnding)")
    }
}
