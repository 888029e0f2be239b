import Testing

@testable import Render

@Suite struct BidirectionalTextTests {
    @Test(arguments: [
        ("abc 1", [0, 0, 0, 0, 0]),
        ("אב 12", [1, 1, 1, 2, 2]),
        ("a אב", [0, 0, 1, 1]),
        ("1 א", [2, 1, 1]),
        ("123", [0, 0, 0]),
        ("א ", [1, 1]),
        ("a א ", [0, 0, 1, 0]),
        ("", []),
    ]) func levelsFollowTheFirstStrongCharacter(text: String, levels: [Int]) {
        #expect(BidirectionalText.levels(of: text.unicodeScalars.map(\.value)) == levels)
    }

    @Test(arguments: [
        ([], []),
        ([0, 0, 0], [0, 1, 2]),
        ([1, 1, 1], [2, 1, 0]),
        ([0, 1, 0], [0, 1, 2]),
        ([0, 1, 1, 0], [0, 2, 1, 3]),
        ([1, 2, 1], [2, 1, 0]),
        ([1, 2, 2, 1], [3, 1, 2, 0]),
        ([0, 1, 2, 1, 0, 1], [0, 3, 2, 1, 4, 5]),
    ]) func stretchesAreTurnedFromTheHighestLevelDown(levels: [Int], order: [Int]) {
        #expect(BidirectionalText.visualOrder(of: levels) == order)
    }
}
