extension Canvas {
    /// One pixel of `tile`, which is one of this canvas's; `x` and `y` are counted in the tile.
    package func pixel(of tile: Tile, x: Int, y: Int) -> PremultipliedRGBA8 {
        switch tile {
        case .empty: .transparent
        case .solid(let color): color
        case .pixels(let slot):
            pixel(ofSlot: slot, x: x, y: y)
        }
    }

    private func pixel(ofSlot slot: Int32, x: Int, y: Int) -> PremultipliedRGBA8 {
        let quarter = TileQuarter(x: x, y: y)
        guard drawnQuarters(ofSlot: slot).contains(quarter) else { return .transparent }
        return withPixels(ofSlot: slot) { PremultipliedRGBA8($0, at: quarter.firstByte + (x - quarter.x) * 4) }
    }
}
