/// The covered area of the 16 pixels of one row of a tile, 0…1 each.
typealias RowArea = SIMD16<Float>

extension RowArea {
    /// The pixels' columns, from 0 to 15.
    private static let columns = RowArea(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

    /// How much of each of 16 unit cells, the first of which begins at 0, lies between `low` and `high`.
    static func overlaps(from low: Double, to high: Double) -> RowArea {
        // Only what lies within the 16 cells counts, where Float is exact enough.
        let low = RowArea(repeating: Float(Swift.min(Swift.max(low, -1), 17)))
        let high = RowArea(repeating: Float(Swift.min(Swift.max(high, -1), 17)))
        let starts = columns.replacing(with: low, where: low .> columns)
        let columnEnds = columns + 1
        let ends = columnEnds.replacing(with: high, where: high .< columnEnds)
        let overlaps = ends - starts
        return overlaps.replacing(with: RowArea.zero, where: overlaps .< 0)
    }

    /// Each area cut to 0…1, as coverage 0…255 rounded to nearest (halves to even).
    ///
    /// Added to 2²³, a number below 2²³ stands rounded in the lowest bits of the sum.
    var coverage: TileRow {
        var area = replacing(with: 0, where: self .< 0)
        area = area.replacing(with: 1, where: area .> 1)
        let shifted = area * 255 + 8_388_608
        // Lane by lane, because the generic conversion is not inlined.
        func byte(_ x: Int) -> UInt8 { UInt8(truncatingIfNeeded: shifted[x].bitPattern) }
        return TileRow(
            SIMD16<UInt8>(
                lowHalf: SIMD8(byte(0), byte(1), byte(2), byte(3), byte(4), byte(5), byte(6), byte(7)),
                highHalf: SIMD8(byte(8), byte(9), byte(10), byte(11), byte(12), byte(13), byte(14), byte(15))
            )
        )
    }
}
