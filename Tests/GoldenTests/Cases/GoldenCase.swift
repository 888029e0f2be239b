import Render
import Testing

/// The cases of one suite of goldens; a case's raw value is its golden's name.
protocol GoldenCase: CaseIterable, CustomTestStringConvertible, RawRepresentable<String>, Sendable {
    static var suite: String { get }

    /// What the golden shows.
    func picture() throws -> Bitmap
}

extension GoldenCase {
    var testDescription: String { rawValue }

    /// The names of all goldens of the suite.
    static var names: [String] { allCases.map { "\(suite)/\($0.rawValue).png" } }

    /// A scene of `layers`, for a frame of `width` by `height` pixels.
    func scene(_ width: Int, _ height: Int, _ layers: any Layer...) throws -> Scene {
        try scene(width, height, layers)
    }

    func scene(_ width: Int, _ height: Int, _ layers: [any Layer]) throws -> Scene {
        Scene(size: try #require(PixelSize(width: width, height: height)), layers: layers)
    }
}

extension Scene {
    /// The scene alone, as the `transparent` format shows it.
    func transparentPicture() throws -> Bitmap {
        TransparentCanvas.bitmap(of: draw(text: try GoldenFonts.engine()))
    }

    /// The scene over a frame.
    func picture(on frame: Bitmap) throws -> Bitmap {
        var picture = frame
        BitmapCompositor.composite(draw(text: try GoldenFonts.engine(), over: frame), onto: &picture)
        return picture
    }
}

extension [PixelPoint] {
    init(_ points: (Double, Double)...) { self = points.map(PixelPoint.init) }
}
