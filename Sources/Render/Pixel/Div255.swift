/// round(product / 255), exactly, for every product of two bytes (0…65 025).
///
/// Formula: t = product + 128; (t + (t >> 8)) >> 8. The test checks every input.
@inline(always)
package func div255(_ product: UInt16) -> UInt8 {
    let biased = product &+ 128
    return UInt8(truncatingIfNeeded: (biased &+ (biased >> 8)) >> 8)
}
