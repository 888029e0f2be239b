/// Rectangles on a frame, found by where they are.
struct RectGrid {
    /// In pixels; labels are a little longer.
    private static let cellSide = 64.0

    private let columns: Int
    private let rows: Int
    private var rects: [PixelRect] = []
    private var isRemoved: [Bool] = []
    /// For each cell its last entry; -1 where there is none.
    private var last: [Int32]
    private var entries: [(rect: Int32, previous: Int32)] = []

    init(frame: PixelSize) {
        columns = Int((Double(frame.width) / Self.cellSide).rounded(.up))
        rows = Int((Double(frame.height) / Self.cellSide).rounded(.up))
        last = [Int32](repeating: -1, count: columns * rows)
    }

    /// Adds what of `rect` is on the frame; returns its number.
    @discardableResult
    mutating func insert(_ rect: PixelRect) -> Int {
        let number = rects.count
        rects.append(rect)
        isRemoved.append(false)
        let (across, down) = cells(of: rect)
        for row in down {
            for column in across {
                entries.append((Int32(number), last[row * columns + column]))
                last[row * columns + column] = Int32(entries.count - 1)
            }
        }
        return number
    }

    mutating func remove(_ number: Int) { isRemoved[number] = true }

    /// Calls `body` once for each rectangle that has a part of its area in `rect`, with its number, until that says no more.
    func forEach(in rect: PixelRect, _ body: (Int, PixelRect) -> Bool) {
        let (across, down) = cells(of: rect)
        for row in down {
            for column in across {
                var entry = last[row * columns + column]
                while entry >= 0 {
                    let (number, previous) = entries[Int(entry)]
                    entry = previous
                    let other = rects[Int(number)]
                    guard !isRemoved[Int(number)], rect.overlaps(other) else { continue }
                    // In the first of the cells that both are in.
                    let start = (max(rect.minX, other.minX), max(rect.minY, other.minY))
                    guard clampedColumn(start.0) == column, clampedRow(start.1) == row else { continue }
                    guard body(Int(number), other) else { return }
                }
            }
        }
    }

    func isFree(_ rect: PixelRect) -> Bool {
        var isFree = true
        forEach(in: rect) { _, _ in
            isFree = false
            return false
        }
        return isFree
    }

    private func cells(of rect: PixelRect) -> (across: ClosedRange<Int>, down: ClosedRange<Int>) {
        (
            clampedColumn(rect.minX)...max(clampedColumn(rect.maxX), clampedColumn(rect.minX)),
            clampedRow(rect.minY)...max(clampedRow(rect.maxY), clampedRow(rect.minY))
        )
    }

    private func clampedColumn(_ x: Double) -> Int { Int(max(min(x / Self.cellSide, Double(columns - 1)), 0)) }
    private func clampedRow(_ y: Double) -> Int { Int(max(min(y / Self.cellSide, Double(rows - 1)), 0)) }
}

extension PixelRect {
    /// Whether both have a part of their areas in common.
    func overlaps(_ other: PixelRect) -> Bool {
        minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
    }

    /// The smallest rectangle that both are in.
    func union(_ other: PixelRect) -> PixelRect {
        PixelRect(
            minX: min(minX, other.minX),
            minY: min(minY, other.minY),
            maxX: max(maxX, other.maxX),
            maxY: max(maxY, other.maxY)
        )
    }

    /// In square pixels.
    var area: Double { isEmpty ? 0 : width * height }
}
