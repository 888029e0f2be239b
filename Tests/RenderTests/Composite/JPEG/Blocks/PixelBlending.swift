@testable import Render

/// Blending by way of pixels: the block's samples spread over the frame's pixels, blended one by one in YCbCr, and
/// averaged and transformed again, in double precision.
struct PixelBlending {
    let canvas: Canvas
    let sampling: Sampling
    var quantization = InlineArray<64, UInt16>(repeating: 1)
    /// Whether samples and pixels are rounded to bytes on the way, as decoders and `BitmapCompositor` do.
    var roundsToBytes = false

    /// The coefficients, not yet quantised anew.
    func coefficients(_ block: CoefficientBlock, _ component: Int, _ column: Int, _ row: Int) -> [Double] {
        let samples = ReferenceTransform.inverse((0..<64).map { Double(block.values[$0]) * Double(quantization[$0]) })
        let scale = sampling.scale(of: component)
        let blended = samples.enumerated().map { index, sample in
            let left = (column * 8 + index % 8) * scale.horizontal
            let top = (row * 8 + index / 8) * scale.vertical
            return self.sample(sample + 128, under: pixels(left: left, top: top, component), component) - 128
        }
        return ReferenceTransform.forward(blended)
    }

    /// The pixels that a sample of the component spans, the first of which is given.
    func pixels(left: Int, top: Int, _ component: Int) -> [PremultipliedRGBA8] {
        let scale = sampling.scale(of: component)
        return (0..<scale.horizontal * scale.vertical).map {
            canvas.framePixel(x: left + $0 % scale.horizontal, y: top + $0 / scale.horizontal)
        }
    }

    func sample(_ sample: Double, under pixels: [PremultipliedRGBA8], _ component: Int) -> Double {
        guard pixels.contains(where: { $0.alpha > 0 }) else { return rounded(sample) }
        let old = rounded(min(max(sample, 0), 255))
        let sum = pixels.reduce(0) { sum, pixel in
            sum + rounded(old * (1 - Double(pixel.alpha) / 255) + color(of: pixel, component))
        }
        return sum / Double(pixels.count)
    }

    /// Y, Cb or Cr (ITU-T T.871, 7) of the straight color, times alpha.
    private func color(of pixel: PremultipliedRGBA8, _ component: Int) -> Double {
        let (red, green, blue) = (Double(pixel.red), Double(pixel.green), Double(pixel.blue))
        let offset = 128 * Double(pixel.alpha) / 255
        let luma = 0.299 * red + 0.587 * green + 0.114 * blue
        return [luma, (blue - luma) / 1.772 + offset, (red - luma) / 1.402 + offset][component]
    }

    private func rounded(_ value: Double) -> Double { roundsToBytes ? value.rounded() : value }
}
