import OverlayService

/// Which program this is.
enum Version {
    static let number = "0.9.0"

    /// The program's version, the renderer's that overlays' names contain, and how it was built.
    static var text: String {
        "overlay-server \(number), renderer \(OverlayKey.rendererVersion), \(build) build for \(processor)"
    }

    private static var build: String {
        #if DEBUG
        "debug"
        #else
        "release"
        #endif
    }

    private static var processor: String {
        #if arch(x86_64)
        "x86-64"
        #elseif arch(arm64)
        "arm64"
        #else
        "another processor"
        #endif
    }
}
