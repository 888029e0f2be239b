import Foundation
import Testing

@testable import Render

struct TurnTests {
    @Test("is that of sine and cosine, for every thousandth of a degree")
    func values() {
        var worst = 0.0
        for thousandth in -360_000...360_000 {
            let degrees = Double(thousandth) / 1000
            let turn = Turn(degrees: degrees)
            let radians = degrees * .pi / 180
            worst = max(worst, abs(turn.sine - sin(radians)), abs(turn.cosine - cos(radians)))
        }
        // Both are rounded, and the angle in radians is: three units of the last place of 1 to 2π.
        #expect(worst < 2e-15)
    }

    @Test("is the same in every bit on every machine, for every thousandth of a degree")
    func bits() {
        // FNV-1a over the bit patterns; the same with and without FMA, and at every level of optimisation.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for thousandth in -360_000...360_000 {
            let turn = Turn(degrees: Double(thousandth) / 1000)
            for bits in [turn.sine.bitPattern, turn.cosine.bitPattern] { hash = (hash ^ bits) &* 0x100_0000_01B3 }
        }
        #expect(hash == 0x402D_6A12_E103_A009)
    }

    @Test("is exact for quarters, however often it goes round")
    func quarters() {
        for rounds in [-1e6, -3, 0, 1, 1e6] {
            let turned = [0.0, 90, 180, 270].map { Turn(degrees: $0 + rounds * 360)(PixelPoint(x: 1, y: 0)) }
            #expect(turned.map(\.x) == [1, 0, -1, 0] && turned.map(\.y) == [0, 1, 0, -1])
        }
        for degrees in [1e308, -1e308, .leastNonzeroMagnitude] {
            let turn = Turn(degrees: degrees)
            #expect(abs(turn.sine * turn.sine + turn.cosine * turn.cosine - 1) < 1e-15)
        }
    }
}
