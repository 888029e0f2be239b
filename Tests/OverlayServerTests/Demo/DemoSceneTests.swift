import Render
import Testing

@testable import Demo
@testable import OverlayServer
@testable import OverlayService

@Suite("DemoScene")
struct DemoSceneTests {
    @Test(arguments: [0, 40, 100])
    func `A figure's box is where its pixels are`(frame: Int) throws {
        let size = try #require(PixelSize(width: 480, height: 270))
        let world = DemoWorld(frameCount: frame + 1, framesPerSecond: 10, seed: 7)
        let scene = DemoScene(world: world, frame: frame, size: size)
        let inside = PixelRect(x: 2, y: 2, width: 476, height: 266)
        for figure in scene.figures.compactMap({ $0 }) where figure.bounds.intersection(inside) == figure.bounds {
            let painted = try #require(paintedBox(figure, size: size))
            let box = figure.bounds
            let errors = [
                painted.minX - box.minX, painted.minY - box.minY, painted.maxX - box.maxX, painted.maxY - box.maxY,
            ]
            #expect(errors.allSatisfy { abs($0) <= 1.2 }, "frame \(frame): painted \(painted), box \(box)")
        }
    }

    private func paintedBox(_ figure: DemoSprite, size: PixelSize) -> PixelRect? {
        var canvas = DemoCanvas(size: size)
        for shape in figure.shapes { canvas.paint(shape) }
        let touched = canvas.pixels.indices.filter { canvas.pixels[$0].w > 0.04 }
        let columns = touched.map { $0 % size.width }
        let rows = touched.map { $0 / size.width }
        guard let left = columns.min(), let right = columns.max(), let top = rows.min(), let bottom = rows.max() else {
            return nil
        }
        return PixelRect(minX: Double(left), minY: Double(top), maxX: Double(right + 1), maxY: Double(bottom + 1))
    }

    @Test func `A projected point of the grass lies on the ground row of its pixel`() throws {
        let size = try #require(PixelSize(width: 1280, height: 720))
        let world = DemoWorld(frameCount: 1, framesPerSecond: 10, seed: 7)
        let camera = DemoCamera(moment: world.moments[0], size: size)
        for place in [PitchPoint(75, 20), PitchPoint(60, 50), PitchPoint(85, 64)] {
            let point = try #require(camera.project(WorldPoint(place, height: 0))).point
            let row = try #require(camera.groundRow(Int(point.y)))
            let found = row.place(column: Int(point.x))
            let reach = row.footprint(along: PitchPoint(1, 0)) + row.footprint(along: PitchPoint(0, 1))
            #expect((found - place).length <= reach, "\(place) is at \(point), whose pixel shows \(found)")
        }
    }

    @Test func `Nobody stands inside another and nobody runs faster than people do`() {
        let world = DemoWorld(frameCount: 150, framesPerSecond: 10, seed: 7)
        for moment in world.moments {
            let people = moment.motions.dropLast()
            #expect(people.allSatisfy { $0.speed < 9 })
            for (index, one) in people.enumerated() {
                #expect(people.dropFirst(index + 1).allSatisfy { (one.place - $0.place).length > 0.3 })
            }
        }
    }
}
