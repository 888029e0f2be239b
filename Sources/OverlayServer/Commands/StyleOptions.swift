import ArgumentParser
import OverlayService

/// The style's fields as command line options; what they allow is said in `Style.fields`.
struct StyleOptions: ParsableArguments {
    @Option(help: "jpeg, png, or transparent: the overlay alone. Default: the frame's format.")
    var format: String?
    @Option(help: "1 to 100, for JPEG pictures.")
    var quality: String?
    @Option(help: "masks,polygons,boxes,polylines,labels. Default: all that the detections give.")
    var layers: String?
    @Option(help: "Hide detections below this, 0 to 1.")
    var minConfidence: String?
    @Option(help: "Show these class names or ids alone.")
    var classes: String?
    @Option(help: "Show these track ids alone.")
    var tracks: String?
    @Option(help: "class, track, index or confidence. Default: track where there is one, else class.")
    var colorBy: String?
    @Option(help: "plain, rounded or corners.")
    var boxShape: String?
    @Option(help: "Of lines, in pixels.")
    var thickness: String?
    @Option(help: "Of labels, in pixels.")
    var fontSize: String?
    @Option(help: "Of masks and polygons, 0 to 1.")
    var opacity: String?
    @Option(help: "hide, or ghost: show what the stage dropped, with its reason.")
    var dropped: String?

    var isGiven: Bool { !given.isEmpty }

    func style() throws(RequestError) -> Style {
        try Style(given.mapValues { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) })
    }

    private var given: [String: String] {
        [
            "format": format, "quality": quality, "layers": layers, "min_confidence": minConfidence,
            "classes": classes, "tracks": tracks, "color_by": colorBy, "box_shape": boxShape,
            "thickness": thickness, "font_size": fontSize, "opacity": opacity, "dropped": dropped,
        ].compactMapValues(\.self)
    }
}
