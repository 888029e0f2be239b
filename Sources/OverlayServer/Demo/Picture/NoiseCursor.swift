/// Value noise read along a path: keeps the corners of the last lattice cell, because most steps stay in it.
struct NoiseCursor {
    private let noise: LatticeNoise
    private var column = Int32.min
    private var row = Int32.min
    private var top = SIMD2<Float>.zero
    private var bottom = SIMD2<Float>.zero

    init(_ noise: LatticeNoise) {
        self.noise = noise
    }

    /// The same number as `LatticeNoise.smooth(_:_:)`.
    @inline(__always)
    mutating func smooth(_ u: Float, _ v: Float) -> Float {
        let column = floorToInt32(u)
        let row = floorToInt32(v)
        if column != self.column || row != self.row { enter(column, row) }
        let across = smoothstep(u - Float(column))
        let down = smoothstep(v - Float(row))
        return mix(mix(top.x, top.y, across), mix(bottom.x, bottom.y, across), down)
    }

    private mutating func enter(_ column: Int32, _ row: Int32) {
        self.column = column
        self.row = row
        top = SIMD2(noise.value(column, row), noise.value(column &+ 1, row))
        bottom = SIMD2(noise.value(column, row &+ 1), noise.value(column &+ 1, row &+ 1))
    }
}
