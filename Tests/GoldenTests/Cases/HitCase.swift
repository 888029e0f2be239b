import Render
import Testing

@testable import Detections
@testable import OverlayService

/// Goldens of hit maps, with a color of the palette for each number.
enum HitCase: String, GoldenCase {
    static let suite = "hits"

    /// One of every kind, twice as wide as the map.
    case kinds

    func picture() throws -> Bitmap {
        let frame = try #require(FrameSize(width: 320, height: 200))
        let json = #"{"frames": [{"frame": 0, "detections": [\#(Self.detections)]}]}"#
        let found = try #require(try StageOutput(json: Array(json.utf8)).detections(of: 0, in: frame))
        try #require(found.skipped.isEmpty)
        let (size, map) = (PixelSize(width: 320, height: 200), PixelSize(width: 160, height: 100))
        let whole = try #require(size)
        let regions = found.detections.map { HitRegion($0, in: whole) }
        let hits = HitMap(regions, on: whole, size: try #require(map))
        return Bitmap(width: 160, height: 100) { x, y in
            let number = Int(hits.numbers[y * 160 + x])
            return number == 0 ? .black : Palette.color(index: number - 1)
        }
    }

    private static let detections = """
        {"bbox": [10, 10, 180, 170]},
        {"bbox": [40, 30, 60, 40]},
        {"bbox": [130, 40, 80, 24], "angle": 25},
        {"polygon": [[30, 100], [100, 90], [90, 160], [60, 120], [40, 165]]},
        {"polygon": [[110, 100], [180, 100], [180, 170], [110, 170]],
         "polygon_holes": [[[130, 120], [160, 120], [160, 150], [130, 150]]]},
        {"quad": [[220, 10], [310, 24], [306, 50], [216, 36]]},
        {"keypoints": [[240, 80], [290, 90], [270, 130], [235, 120]]},
        {"polyline": [[210, 150], [250, 180], [300, 150], [310, 190]]},
        {"mask": {"size": [10, 16], "counts": [115, 3, 6, 5, 6, 3, 22]}},
        {"bbox": [60, 45, 1, 1]},
        {"label": "of the whole frame"}
        """
}
