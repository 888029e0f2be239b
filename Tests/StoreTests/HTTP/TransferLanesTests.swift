import Testing

@testable import Store

@Suite("The lanes to servers")
struct TransferLanesTests {
    private func id(_ number: UInt64) -> TransferID { TransferID(number: number) }

    @Test("let so many go at once, and then one for each that ends, in order")
    func order() {
        var lanes = TransferLanes(width: 2)
        let entered = (0..<5).map { lanes.enter(id($0), to: "a") }
        #expect(entered == [true, true, false, false, false])
        let next = (0..<5).map { _ in lanes.leave("a") }
        #expect(next == [id(2), id(3), id(4), nil, nil])
        let enteredAgain = (5..<8).map { lanes.enter(id($0), to: "a") }
        #expect(enteredAgain == [true, true, false])
    }

    @Test("are each server's own")
    func separate() {
        var lanes = TransferLanes(width: 1)
        let entered = zip(["a", "b", "a"], 0...).map { lanes.enter(id($1), to: $0) }
        #expect(entered == [true, true, false])
        let next = ["b", "a"].map { lanes.leave($0) }
        #expect(next == [nil, id(2)])
    }

    @Test("forget who withdraws")
    func withdrawal() {
        var lanes = TransferLanes(width: 1)
        let entered = (0..<3).map { lanes.enter(id($0), to: "a") }
        #expect(entered == [true, false, false])
        lanes.withdraw(id(1), from: "a")
        lanes.withdraw(id(9), from: "b")
        let next = (0..<3).map { _ in lanes.leave("a") }
        #expect(next == [id(2), nil, nil])
    }
}
