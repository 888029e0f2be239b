import Testing

@testable import Detections
@testable import OverlayService
@testable import Render

@Suite("The layout of a sheet")
struct SheetLayoutTests {
    @Test("has every tile within the sheet, in rows, all gutters alike", arguments: [1, 2, 7, 24, 100, 400])
    func tiles(count: Int) throws {
        for (shape, width) in [(16.0 / 9, 1600), (0.6, 800), (1, 6400), (2.4, 640)] {
            let layout = try SheetLayout(count: count, shape: shape, width: width, columns: nil)
            #expect(layout.size.width == width)
            let places = (0..<count).map(layout.picture)
            for (index, place) in places.enumerated() {
                #expect(place.x >= layout.gutter && place.x + place.width <= width - layout.gutter)
                #expect(place.y + place.height < layout.size.height)
                guard index % layout.columns > 0 else { continue }
                let before = places[index - 1]
                #expect(before.y == place.y && place.x - before.x - before.width == layout.gutter)
            }
            #expect(abs(Double(layout.tile.width) / Double(layout.tile.height) - shape) < shape / 20)
        }
    }

    @Test("is roughly 4:3, without an orphan in the last row where that can be", arguments: [6, 16, 24, 48, 100])
    func shape(count: Int) throws {
        let layout = try SheetLayout(count: count, shape: 16.0 / 9, width: 1600, columns: nil)
        #expect(1...1.78 ~= Double(layout.size.width) / Double(layout.size.height))
        let rest = count % layout.columns
        #expect(rest == 0 || rest * 2 >= layout.columns, "\(count) in \(layout.columns) columns")
        #expect(try SheetLayout(count: count, shape: 1, width: 1600, columns: 3).columns == 3)
    }

    @Test("that cannot be names the field at fault")
    func faults() throws {
        func field(_ count: Int, _ width: Int, _ columns: Int?, shape: Double = 1.5) -> String? {
            do throws(RequestError) {
                _ = try SheetLayout(count: count, shape: shape, width: width, columns: columns)
                return nil
            } catch {
                return Failure(reporting: error).field
            }
        }
        #expect(field(400, 1600, 300) == "columns" && field(400, 8192, 1) == "columns")
        #expect(field(400, 160, nil, shape: 0.001) == "width" && field(400, 1600, 30) == nil)
    }
}

@Suite("The tiles of a track")
struct TrackTilesTests {
    private let frames = Array(0..<310)

    @Test("are all frames where they are few, else taken evenly with the first and the last")
    func sampling() {
        #expect(TrackTiles([4, 5, 9], among: frames, limit: 24).tiles.map(\.number) == [4, 5, 9])
        let sampled = TrackTiles(frames, among: frames, limit: 24)
        let numbers = sampled.tiles.map(\.number)
        #expect(sampled.count == 310 && numbers.count == 24 && numbers.first == 0 && numbers.last == 309)
        let steps = zip(numbers, numbers.dropFirst()).map { $1 - $0 }
        #expect(steps.allSatisfy { 13...14 ~= $0 })
        #expect(TrackTiles(frames, among: frames, limit: 1).tiles.map(\.number) == [154])
    }

    @Test("know on how many frames that the stage names the track was away before them, shown or not")
    func gaps() {
        let named = [0, 1, 2, 3, 4, 5, 6, 10, 20, 21]
        #expect(TrackTiles([0, 1, 4, 6, 20, 21], among: named, limit: 24).tiles.map(\.gap) == [0, 0, 2, 1, 1, 0])
        // The gaps before 4 and before 6 lie between the first two that are shown.
        let sampled = TrackTiles([0, 1, 4, 6, 20], among: named, limit: 2).tiles
        #expect(sampled.map(\.number) == [0, 20] && sampled.map(\.gap) == [0, 4])
    }

    @Test("show the box with some frame around it, moved into the frame, in the tile's shape")
    func crops() throws {
        let frame = try #require(PixelSize(width: 400, height: 300))
        func place(_ x: Double, _ y: Double, _ width: Double, _ height: Double, shape: Double = 1) throws -> PixelBlock
        {
            var detection = Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 0))
            detection.box = DetectionBox(minX: x, minY: y, maxX: x + width, maxY: y + height)
            return try #require(TrackCrop(detection, on: frame)).place(on: frame, shape: shape)
        }
        #expect(try place(100, 100, 20, 40) == PixelBlock(x: 78, y: 88, width: 64, height: 64))
        #expect(try place(0, 0, 20, 40) == PixelBlock(x: 0, y: 0, width: 64, height: 64))
        #expect(try place(380, 260, 20, 40) == PixelBlock(x: 336, y: 236, width: 64, height: 64))
        let wide = try place(100, 100, 20, 40, shape: 2)
        #expect(wide.width == 128 && wide.height == 64)
        let cut = try place(10, 10, 380, 280)
        #expect(cut == PixelBlock(x: 0, y: 0, width: 400, height: 300))
        #expect(TrackCrop(Detection(position: DetectionPosition(frameIndex: 0, detectionIndex: 0)), on: frame) == nil)
        #expect(TrackCrop.commonShape([0.1, 0.7, 9]) == 0.7 && TrackCrop.commonShape([9]) == 1.6)
    }
}

@Suite("A picture fitted into a tile")
struct FittingTests {
    private func picture(_ width: Int, _ height: Int) throws -> Bitmap {
        let size = try #require(PixelSize(width: width, height: height))
        let bytes = (0..<size.pixelCount).flatMap { pixel -> [UInt8] in
            [UInt8(pixel % width * 10), UInt8(pixel / width * 10), 0, 255]
        }
        return try #require(Bitmap(size: size, isOpaque: true, bytes: bytes))
    }

    @Test("is as large as it can be, whatever its shape")
    func sizes() throws {
        let room = try #require(PixelSize(width: 40, height: 30))
        for (width, height, fitted) in [(8, 6, (40, 30)), (20, 5, (40, 10)), (5, 20, (8, 32)), (20, 20, (30, 30))] {
            let size = try picture(width, height).fitted(into: room).size
            #expect(size.width == fitted.0 && size.height == fitted.1, "\(width)×\(height)")
        }
    }

    @Test("has its own levels at its corners and those between them in between")
    func levels() throws {
        let enlarged = try picture(4, 2).fitted(into: try #require(PixelSize(width: 16, height: 8)))
        #expect(enlarged[x: 0, y: 0].red == 0 && enlarged[x: 15, y: 7].red == 30 && enlarged[x: 15, y: 7].green == 10)
        let row = (0..<16).map { enlarged[x: $0, y: 3].red }
        #expect(row == row.sorted() && Set(row).count > 8)
    }

    @Test("may be a part of another")
    func parts() throws {
        let part = try picture(10, 10).part(PixelBlock(x: 3, y: 4, width: 5, height: 2))
        #expect(part.size == PixelSize(width: 5, height: 2))
        #expect(part[x: 0, y: 0].red == 30 && part[x: 4, y: 1].red == 70 && part[x: 4, y: 1].green == 50)
    }
}
