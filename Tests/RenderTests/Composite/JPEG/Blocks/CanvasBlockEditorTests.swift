import TestSupport
import Testing

@testable import Render

struct CanvasBlockEditorTests {
    @Test("a canvas on which nothing is drawn touches no block and changes none", arguments: Sampling.allCases)
    func emptyCanvas(sampling: Sampling) throws {
        var random = SplitMix64(seed: 1)
        let size = try #require(PixelSize(width: 61, height: 47))
        let table = random.quantization()
        var editor = try #require(
            CanvasBlockEditor(Canvas(size: size), components: sampling.components(quantization: table))
        )
        sampling.forEachBlock(in: size) { component, column, row in
            #expect(!editor.touches(component, column, row))
            let block = random.block(quantization: table, amplitude: 400)
            var edited = block
            editor.edit(&edited, component, column, row)
            #expect(edited.numbers == block.numbers)
        }
    }

    @Test("an opaque color all over leaves the DC coefficient of that color alone", arguments: Sampling.allCases)
    func opaqueColor(sampling: Sampling) throws {
        var random = SplitMix64(seed: 2)
        let table = random.quantization()
        let size = try #require(PixelSize(width: 61, height: 47))
        let color = StraightRGBA8(red: 200, green: 30, blue: 90)
        var canvas = Canvas(size: size)
        canvas.fill(PixelRect(x: 0, y: 0, width: 64, height: 48), with: color)
        var editor = try #require(CanvasBlockEditor(canvas, components: sampling.components(quantization: table)))
        let luma = 0.299 * 200 + 0.587 * 30 + 0.114 * 90
        let samples = [luma - 128, (90 - luma) / 1.772, (200 - luma) / 1.402]
        let expected = samples.map { ($0 * 8 / Double(table[0])).rounded() }
        sampling.forEachBlock(in: size) { component, column, row in
            var block = random.block(quantization: table, amplitude: 400)
            editor.edit(&block, component, column, row)
            #expect(block.numbers == [Int(expected[component])] + [Int](repeating: 0, count: 63))
        }
    }

    @Test(
        "each coefficient is that of the pixels' blending, quantised: off by half a step and 0.01 at most",
        arguments: Sampling.allCases,
        10..<16 as Range<UInt64>
    )
    func agreesWithPixels(sampling: Sampling, seed: UInt64) throws {
        try expectAgreement(sampling, seed: seed, amplitude: 400, roundsToBytes: false, bound: 0.01)
    }

    @Test(
        "where samples stay in range, rounding pixels to bytes makes a difference of 4 at most beyond half a step",
        arguments: Sampling.allCases,
        20..<23 as Range<UInt64>
    )
    func agreesWithBytes(sampling: Sampling, seed: UInt64) throws {
        try expectAgreement(sampling, seed: seed, amplitude: 60, roundsToBytes: true, bound: 4)
    }

    private func expectAgreement(
        _ sampling: Sampling,
        seed: UInt64,
        amplitude: Int,
        roundsToBytes: Bool,
        bound: Double
    ) throws {
        var random = SplitMix64(seed: seed)
        let table = random.quantization()
        let canvas = try Canvas.random(seed: seed)
        var editor = try #require(CanvasBlockEditor(canvas, components: sampling.components(quantization: table)))
        let blending = PixelBlending(
            canvas: canvas,
            sampling: sampling,
            quantization: table,
            roundsToBytes: roundsToBytes
        )
        var touched = 0
        sampling.forEachBlock(in: canvas.size) { component, column, row in
            let block = random.block(quantization: table, amplitude: amplitude)
            var edited = block
            editor.edit(&edited, component, column, row)
            guard editor.touches(component, column, row) else { return #expect(edited.numbers == block.numbers) }
            touched += 1
            let expected = blending.coefficients(block, component, column, row)
            let worst = (0..<64).map { index in
                let step = Double(table[index])
                return abs(Double(edited.values[index]) * step - expected[index]) - step / 2
            }.max()
            #expect(worst ?? 0 <= bound, "component \(component), column \(column), row \(row), seed \(seed)")
        }
        #expect(touched > 0)
    }

    @Test("a block is touched where a quarter row that is drawn on lies in the frame", arguments: Sampling.allCases)
    func touches(sampling: Sampling) throws {
        for seed in 30..<36 as Range<UInt64> {
            let canvas = try Canvas.random(seed: seed)
            let components = sampling.components(quantization: InlineArray(repeating: 1))
            let editor = try #require(CanvasBlockEditor(canvas, components: components))
            sampling.forEachBlock(in: canvas.size) { component, column, row in
                let scale = sampling.scale(of: component)
                let xs = column * 8 * scale.horizontal..<(column + 1) * 8 * scale.horizontal
                let ys = row * 8 * scale.vertical..<(row + 1) * 8 * scale.vertical
                let isDrawn = ys.contains { y in xs.contains { x in canvas.isDrawn(x: x, y: y) } }
                #expect(editor.touches(component, column, row) == isDrawn, "\(component) \(column) \(row) \(seed)")
            }
            #expect(!editor.touches(0, 14, 0) && !editor.touches(0, 0, 10) && !editor.touches(0, -1, 0))
        }
    }

    @Test(
        "coefficients and steps beyond all sense give coefficients that can be coded",
        arguments: [0, 1, 65_535] as [UInt16]
    )
    func hostileBlocks(step: UInt16) throws {
        var random = SplitMix64(seed: 40)
        let canvas = try Canvas.random(seed: 40)
        let components = Sampling.grey.components(quantization: InlineArray(repeating: step))
        var editor = try #require(CanvasBlockEditor(canvas, components: components))
        Sampling.grey.forEachBlock(in: canvas.size) { component, column, row in
            var block = CoefficientBlock()
            for index in 0..<64 { block.values[index] = Bool.random(using: &random) ? .min : .max }
            editor.edit(&block, component, column, row)
            guard editor.touches(component, column, row) else { return }
            #expect(block.numbers.allSatisfy { -1024...1023 ~= $0 })
        }
    }

    @Test(
        "sampling factors that do not divide the largest by 1, 2 or 4 are refused",
        arguments: [(3, 1), (3, 2), (0, 1)]
    )
    func oddFactors(factors: (Int, Int)) throws {
        let size = try #require(PixelSize(width: 8, height: 8))
        let components = [factors.0, factors.1, factors.1].map { factor in
            JPEGComponent(
                id: 1,
                horizontalSampling: factor,
                verticalSampling: 1,
                blocksAcross: 1,
                blocksDown: 1,
                quantizationTable: 0
            )
        }
        #expect(CanvasBlockEditor(Canvas(size: size), components: components) == nil)
        #expect(CanvasBlockEditor(Canvas(size: size), components: Array(components.prefix(2))) == nil)
    }
}

extension Canvas {
    /// Whether the pixel is in the frame, and in a quarter row that is drawn on.
    fileprivate func isDrawn(x: Int, y: Int) -> Bool {
        guard x < size.width, y < size.height else { return false }
        return switch tile(column: x / tileSide, row: y / tileSide) {
        case .empty: false
        case .solid: true
        case .pixels(let slot):
            drawnQuarters(ofSlot: slot).contains(RowQuarter(x: x % tileSide, y: y % tileSide))
        }
    }
}
