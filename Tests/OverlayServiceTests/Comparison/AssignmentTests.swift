import TestSupport
import Testing

@testable import OverlayService

@Suite("An assignment")
struct AssignmentTests {
    /// What the pairs and the rows that are left alone cost together.
    private func cost(_ columns: [Int?], _ candidates: [Assignment.Candidate], aloneCost: Double) -> Double {
        columns.enumerated().reduce(0) { sum, pair in
            let candidate = candidates.first { $0.row == pair.offset && $0.column == pair.element }
            return sum + (candidate?.cost ?? aloneCost)
        }
    }

    /// The least cost of all assignments, each tried.
    private func leastCost(_ rows: Int, _ candidates: [Assignment.Candidate], aloneCost: Double) -> Double {
        func least(from row: Int, without taken: Set<Int>) -> Double {
            guard row < rows else { return 0 }
            var best = aloneCost + least(from: row + 1, without: taken)
            for candidate in candidates where candidate.row == row && !taken.contains(candidate.column) {
                best = min(best, candidate.cost + least(from: row + 1, without: taken.union([candidate.column])))
            }
            return best
        }
        return least(from: 0, without: [])
    }

    @Test("costs as little as the best of all", arguments: [1.0, 0.4, 1000], [UInt64(1), 2, 3])
    func optimal(aloneCost: Double, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<300 {
            let (rows, columns) = (Int.random(in: 0...6, using: &random), Int.random(in: 0...6, using: &random))
            var candidates: [Assignment.Candidate] = []
            for row in 0..<rows {
                for column in 0..<columns where Bool.random(using: &random) {
                    // Of few values, so that many are equal.
                    let cost = Double(Int.random(in: 0...8, using: &random)) / 8
                    candidates.append(Assignment.Candidate(row: row, column: column, cost: cost))
                }
            }
            let found = Assignment(rows: rows, columns: columns, candidates, aloneCost: aloneCost).columns
            let taken = found.compactMap(\.self)
            #expect(Set(taken).count == taken.count)
            let least = leastCost(rows, candidates, aloneCost: aloneCost)
            #expect(abs(cost(found, candidates, aloneCost: aloneCost) - least) < 1e-9)
        }
    }

    @Test("takes a row's column away where another needs it more, and leaves the row alone")
    func displaced() {
        let candidates = [
            Assignment.Candidate(row: 0, column: 0, cost: 0.4), Assignment.Candidate(row: 1, column: 0, cost: 0.1),
        ]
        #expect(Assignment(rows: 2, columns: 1, candidates, aloneCost: 1).columns == [nil, 0])
    }

    @Test("does not depend on the order of the candidates")
    func order() {
        var random = SplitMix64(seed: 5)
        var candidates = (0..<40).flatMap { row in
            (0..<40).map { Assignment.Candidate(row: row, column: $0, cost: Double((row + $0) % 3) / 4) }
        }
        let first = Assignment(rows: 40, columns: 40, candidates, aloneCost: 1).columns
        candidates.shuffle(using: &random)
        #expect(Assignment(rows: 40, columns: 40, candidates, aloneCost: 1).columns == first)
    }
}
