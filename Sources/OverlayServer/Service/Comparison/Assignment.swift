/// Which rows and columns belong together, each to one at most, at the least cost in all.
///
/// Shortest augmenting paths with potentials, over the given pairs alone: R. Jonker and A. Volgenant, "A shortest augmenting path
/// algorithm for dense and sparse linear assignment problems", Computing 38 (1987). Of several that cost the same, the same pairs
/// give the same one.
struct Assignment {
    /// A row and a column that may be put together.
    struct Candidate {
        let row: Int
        let column: Int
        /// Of putting them together.
        let cost: Double
    }

    /// Of each row its column; `nil` where it has none.
    private(set) var columns: [Int?]

    private let candidates: [Candidate]
    /// Of each row where its candidates begin; one more for the end.
    private var starts: [Int]
    /// What a row without a column costs.
    private let aloneCost: Double
    private var rowPotentials: [Double]
    private var columnPotentials: [Double]
    /// Of each column the row that has it.
    private var rows: [Int?]
    // Of the search for one path:
    private var distances: [Double]
    /// The row from which a column was reached.
    private var parents: [Int]
    private var isSettled: [Bool]
    private var touched: [Int] = []
    private var queue = Queue()

    /// `aloneCost`: of a row that has no column. As high as a candidate's highest cost or higher, it leaves no row alone that need not be: the more
    /// it is, the more pairs there are.
    init(rows rowCount: Int, columns columnCount: Int, _ candidates: [Candidate], aloneCost: Double) {
        self.aloneCost = aloneCost
        starts = [Int](repeating: 0, count: rowCount + 1)
        for candidate in candidates { starts[candidate.row + 1] += 1 }
        for row in 0..<rowCount { starts[row + 1] += starts[row] }
        self.candidates = candidates.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
        columns = [Int?](repeating: nil, count: rowCount)
        rows = [Int?](repeating: nil, count: columnCount)
        rowPotentials = [Double](repeating: 0, count: rowCount)
        columnPotentials = [Double](repeating: 0, count: columnCount)
        distances = [Double](repeating: .infinity, count: columnCount)
        parents = [Int](repeating: 0, count: columnCount)
        isSettled = [Bool](repeating: false, count: columnCount)
        for row in 0..<rowCount { place(row) }
    }

    private func candidates(of row: Int) -> ArraySlice<Candidate> { candidates[starts[row]..<starts[row + 1]] }

    /// Where a shortest path ends.
    private enum End {
        /// At a column that nobody has.
        case column(Int)
        /// At a row that stays alone from now on.
        case row(Int)
    }

    /// Finds a column for one more row, or leaves the row alone for which that costs least.
    private mutating func place(_ start: Int) {
        let costs = candidates(of: start).map { $0.cost - columnPotentials[$0.column] }
        rowPotentials[start] = min(costs.min() ?? aloneCost, aloneCost)
        var (end, length) = (End.row(start), aloneCost - rowPotentials[start])
        reach(from: start, at: 0)
        while let (distance, column) = queue.popFirst(), distance < length {
            guard !isSettled[column] else { continue }
            isSettled[column] = true
            guard let row = rows[column] else {
                (end, length) = (.column(column), distance)
                break
            }
            reach(from: row, at: distance)
            let alone = distance + aloneCost - rowPotentials[row]
            if alone < length { (end, length) = (.row(row), alone) }
        }
        settlePotentials(start, length)
        augment(from: start, to: end)
        for column in touched { (distances[column], isSettled[column]) = (.infinity, false) }
        touched.removeAll(keepingCapacity: true)
        queue.removeAll()
    }

    private mutating func reach(from row: Int, at distance: Double) {
        for candidate in candidates(of: row) where !isSettled[candidate.column] {
            let column = candidate.column
            let length = distance + candidate.cost - rowPotentials[row] - columnPotentials[column]
            guard length < distances[column] else { continue }
            if distances[column] == .infinity { touched.append(column) }
            (distances[column], parents[column]) = (length, row)
            queue.insert(length, column)
        }
    }

    private mutating func settlePotentials(_ start: Int, _ length: Double) {
        rowPotentials[start] += length
        for column in touched where isSettled[column] && distances[column] < length {
            columnPotentials[column] -= length - distances[column]
            if let row = rows[column] { rowPotentials[row] += length - distances[column] }
        }
    }

    private mutating func augment(from start: Int, to end: End) {
        var free: Int?
        switch end {
        case .column(let column): free = column
        case .row(let row):
            guard row != start else { return }
            free = columns[row]
            columns[row] = nil
        }
        while let column = free {
            let row = parents[column]
            free = columns[row]
            (columns[row], rows[column]) = (column, row)
            if row == start { return }
        }
    }
}

extension Assignment {
    /// Columns by distance, the least first; of equal ones the first column.
    private struct Queue {
        private var heap: [(distance: Double, column: Int)] = []

        mutating func insert(_ distance: Double, _ column: Int) {
            heap.append((distance, column))
            var index = heap.count - 1
            while index > 0, heap[index] < heap[(index - 1) / 2] {
                heap.swapAt(index, (index - 1) / 2)
                index = (index - 1) / 2
            }
        }

        mutating func popFirst() -> (distance: Double, column: Int)? {
            guard let first = heap.first else { return nil }
            heap.swapAt(0, heap.count - 1)
            heap.removeLast()
            var index = 0
            while true {
                var least = index
                for child in [2 * index + 1, 2 * index + 2] where child < heap.count && heap[child] < heap[least] {
                    least = child
                }
                guard least != index else { return first }
                heap.swapAt(index, least)
                index = least
            }
        }

        mutating func removeAll() { heap.removeAll(keepingCapacity: true) }
    }
}
