/// Blends a canvas's pixels into the coefficients of one component's blocks.
///
/// The transform is linear, so only what the canvas changes is transformed and quantised, and added to the coefficients
/// that are there: where nothing is drawn no rounding happens, and k + round(d / q) is what quantising the blended
/// samples anew would give, had they not been rounded to bytes in between.
final class BlockBlender: Sendable {
    private let quantization: QuantizationScale
    private let weights: ComponentWeights

    init(_ kind: ComponentKind, pixelCount: Int, quantization: InlineArray<64, UInt16>) {
        self.quantization = QuantizationScale(quantization)
        weights = ComponentWeights(kind, pixelCount: pixelCount)
    }

    /// Blends the pixels whose sums are given into the block that they lie over.
    func blend(_ sums: borrowing BlockSums, into block: inout CoefficientBlock) {
        var work = FloatBlock(repeating: 0)
        switch sums.opacity {
        case .transparent: return
        case .opaqueColor: return fill(&block, with: sums)
        case .opaque:
            // Nothing is left of what was there.
            block = CoefficientBlock()
            cover(&work, with: sums)
        case .partial:
            dequantize(block, into: &work)
            DiscreteCosineTransform.inverse(&work)
            makeChange(of: &work, by: sums)
        }
        DiscreteCosineTransform.forward(&work)
        add(&work, to: &block)
    }

    /// One color all over is all in the DC coefficient, which is eight times the sample, in steps of q.
    private func fill(_ block: inout CoefficientBlock, with sums: borrowing BlockSums) {
        block = CoefficientBlock()
        var coefficients = SIMD4<Float>.zero
        coefficients[0] = weights.color(sums.quads[0])[0] * 64
        var values = block.values.mutableSpan
        values.add((coefficients * quantization.requantization[0]).nearestWhole, to: 0)
    }

    // Blocks are borrowed and read through spans: read directly, an `InlineArray` is copied for each of its elements.

    private func dequantize(_ block: borrowing CoefficientBlock, into work: inout FloatBlock) {
        let steps = quantization.dequantization.span
        let coefficients = block.values.span
        for quad in steps.indices { work.quads[quad] = steps[quad] * coefficients.floats(quad: quad) }
    }

    private func cover(_ work: inout FloatBlock, with sums: borrowing BlockSums) {
        let sums = sums.quads.span
        let weights = weights
        for quad in sums.indices { work.quads[quad] = weights.color(sums[quad]) }
    }

    /// Makes samples, as the inverse transform gives them, what they change by: new = old·(1 − α) + color.
    ///
    /// Decoders cut samples to 0…255 before anything is blended with them, and so does this, but only where the canvas
    /// draws: other samples do not change, whether they are in that range or not.
    private func makeChange(of work: inout FloatBlock, by sums: borrowing BlockSums) {
        let sums = sums.quads.span
        let weights = weights
        for quad in sums.indices {
            let sample = work.quads[quad]
            let alpha = weights.opacity(sums[quad])
            let old = sample.clamped(-128, 127)
            let cut = (old - sample).replacing(with: 0, where: alpha .== 0)
            work.quads[quad] = weights.color(sums[quad]) - alpha * old + cut
        }
    }

    /// Adds the nearest whole numbers to the steps of `change`, and keeps the sums to what 8-bit samples can give.
    ///
    /// `change` stays as it is: it is passed so only in order not to be copied.
    private func add(_ change: inout FloatBlock, to block: inout CoefficientBlock) {
        let scale = quantization.requantization.span
        var coefficients = block.values.mutableSpan
        for quad in scale.indices { coefficients.add((change.quads[quad] * scale[quad]).nearestWhole, to: quad) }
    }
}
