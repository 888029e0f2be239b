import Detections
import Render
import Store

/// Where things stood on a range of an output's frames: how many of them near each part of the frame, the most that there are near any on all frames being the end
/// of the scale.
package struct HeatGrid: Sendable {
    /// Row by row, 255 for the end of the scale.
    let cells: [UInt8]
    let columnCount: Int
    /// Of a cell, in frame pixels.
    let side: Int
    /// The end of the scale: things that stood at one place.
    let peak: Int

    /// Cells along the frame's shorter side.
    private static let resolution = 60
    /// How far a thing reaches, in cells: weights fall to the side as 3, 2, 1.
    private static let reach = 2

    /// Of the detections that `style` shows, on the frames that it says; `nil` where the work is cancelled.
    init?(of output: MergedStageOutput, _ style: Style, _ size: PixelSize) {
        side = max(size.shortSide / Self.resolution, 4)
        columnCount = (size.width + side - 1) / side
        let rowCount = (size.height + side - 1) / side
        var (all, chosen) = (
            [Int](repeating: 0, count: columnCount * rowCount), [Int](repeating: 0, count: columnCount * rowCount)
        )
        let filter = DetectionFilter(style)
        for number in output.frames.map(\.frame.number) {
            guard !Task.isCancelled else { return nil }
            let isChosen = style.heatFrames?.contains(number) ?? true
            guard let found = output.detections(of: number, in: FrameSize(size))?.detections else { continue }
            for detection in found.detections where filter.field(hiding: detection) == nil {
                guard let bounds = Mark(detection: detection, color: .white).bounds(in: size) else { continue }
                let cell = (
                    column: Int(clamping: (bounds.center.x / Double(side)).rounded(.down)),
                    row: Int(clamping: (bounds.maxY / Double(side)).rounded(.down))
                )
                for row in Self.cells(around: cell.row).clamped(to: 0..<rowCount) {
                    for column in Self.cells(around: cell.column).clamped(to: 0..<columnCount) {
                        let weight =
                            (Self.reach + 1 - abs(row - cell.row)) * (Self.reach + 1 - abs(column - cell.column))
                        all[row * columnCount + column] += weight
                        if isChosen { chosen[row * columnCount + column] += weight }
                    }
                }
            }
        }
        let most = max(all.max() ?? 0, 1)
        cells = chosen.map { UInt8(($0 * 255 + most / 2) / most) }
        peak = (most + (Self.reach + 1) * (Self.reach + 1) / 2) / ((Self.reach + 1) * (Self.reach + 1))
    }

    private static func cells(around cell: Int) -> Range<Int> { cell - reach..<cell + reach + 1 }

    /// Roughly what it takes in memory, in bytes.
    var byteCount: Int { 64 + cells.count }
}

extension LayerMaterial {
    private static let heatOpacity = 0.75

    var heat: HeatLayer {
        guard let heat = context.heat else { return HeatLayer(cells: [], columnCount: 1, side: 1, opacity: 0) }
        return HeatLayer(cells: heat.cells, columnCount: heat.columnCount, side: heat.side, opacity: Self.heatOpacity)
    }
}
