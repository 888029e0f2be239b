/// How far a font reaches from the baseline at some size; all in px, all positive.
package struct FontMetrics: Hashable, Sendable {
    /// From the baseline up to the top of a line.
    package let ascent: Double
    /// From the baseline down to the bottom of a line.
    package let descent: Double
    /// From the baseline up to the top of "H" as it is drawn.
    package let capHeight: Double
}
