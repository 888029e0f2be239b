/// Lays a canvas over the samples of a JPEG, for pictures that are coded anew anyway: no color is converted, and chroma is
/// neither spread over pixels nor gathered again. Samples that the canvas leaves empty keep their values.
package enum PlaneCompositor {
    /// Source-over of `canvas` on `planes`; both must have the same size.
    package static func composite(_ canvas: Canvas, onto planes: inout YCbCrPlanes) {
        precondition(canvas.size == planes.size)
        for scale in planes.chroma == .full ? [.full] : [.full, planes.chroma] {
            let kinds = ComponentKind.allCases.filter { planes.scale(of: $0) == scale }
            composite(canvas, onto: kinds, of: scale, in: &planes)
        }
    }

    private static func composite(
        _ canvas: Canvas,
        onto kinds: [ComponentKind],
        of scale: SampleScale,
        in planes: inout YCbCrPlanes
    ) {
        var source = CanvasBlockSource(canvas, scale: scale)
        let touched = source.touched
        let components = kinds.map { kind in
            (plane: planes.plane(kind), blender: SampleBlender(kind, pixelCount: scale.pixelCount))
        }
        guard let plane = components.first?.plane else { return }
        planes.withMutableSamples { samples in
            touched.forEach(columns: plane.blocksAcross, rows: plane.blocksDown) { column, row in
                source.load(canvas, column: column, row: row)
                guard source.sums.opacity != .transparent else { return }
                for component in components {
                    let offset = component.plane.offset(column: column, row: row)
                    component.blender.blend(
                        source.sums,
                        onto: &samples,
                        at: offset,
                        bytesPerRow: component.plane.bytesPerRow
                    )
                }
            }
        }
    }
}

/// Blends a canvas's pixels into the samples of one component, as `BlockBlender` does it into coefficients.
private struct SampleBlender {
    private let weights: ComponentWeights

    init(_ kind: ComponentKind, pixelCount: Int) { weights = ComponentWeights(kind, pixelCount: pixelCount) }

    /// Blends the pixels whose sums are given into the block of samples that begins at `offset`: new = old·(1 − α) + color.
    func blend(
        _ sums: borrowing BlockSums,
        onto samples: inout MutableSpan<UInt8>,
        at offset: Int,
        bytesPerRow: Int
    ) {
        let sums = sums.quads.span
        for quad in sums.indices where !sums[quad].isTransparent {
            let place = offset &+ (quad &>> 1) &* bytesPerRow &+ (quad & 1) &* 4
            let alpha = weights.opacity(sums[quad])
            // A level shift of 128 makes coefficients of samples, and is part of luma's color.
            let old = samples.load(SIMD4<UInt8>.self, at: place).floats - 128
            let new = (old - alpha * old + weights.color(sums[quad])).clamped(-128, 127)
            samples.store((new + 128).bytes, at: place)
        }
    }
}

extension SIMD4<UInt8> {
    @inline(always)
    fileprivate var floats: SIMD4<Float> {
        SIMD4<Float>(Float(self[0]), Float(self[1]), Float(self[2]), Float(self[3]))
    }
}

extension SIMD4<Float> {
    /// The nearest whole numbers of numbers from 0 to 255.
    @inline(always)
    fileprivate var bytes: SIMD4<UInt8> {
        let bits = self + Float.wholeNumberShift
        return SIMD4<UInt8>(
            UInt8(truncatingIfNeeded: bits[0].bitPattern),
            UInt8(truncatingIfNeeded: bits[1].bitPattern),
            UInt8(truncatingIfNeeded: bits[2].bitPattern),
            UInt8(truncatingIfNeeded: bits[3].bitPattern)
        )
    }
}
