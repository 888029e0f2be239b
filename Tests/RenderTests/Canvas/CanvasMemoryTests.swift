import Testing

@testable import Render

struct CanvasMemoryTests {
    @Test("shapes that cover each other take no more memory than what is seen of them")
    func covered() throws {
        var canvas = Canvas(size: try #require(PixelSize(width: 320, height: 320)))
        var once = 0
        for round in 0..<200 {
            for offset in [0.25, 0] {
                let rect = PixelRect(x: 16 + offset, y: 16 + offset, width: 256, height: 256)
                canvas.fill(Path(rect: rect), with: StraightRGBA8(hex: UInt32(round)))
            }
            if round == 0 { once = canvas.storageCapacity }
        }
        #expect(canvas.storageCapacity == once)
        let tile = canvas.tile(column: 5, row: 5)
        #expect(canvas.pixel(of: tile, x: 3, y: 3) == StraightRGBA8(hex: 199).premultiplied)
    }
}
