extension FixedWidthInteger {
    /// `value` without its fraction; the nearest number that there is where it lies beyond, 0 where it is no number.
    ///
    /// The one way from a `Double` to an integer in drawing: any other ends the process for some input.
    @inline(always)
    package init(clamping value: Double) {
        if value > Double(Self.min), value < Double(Self.max) {
            self = Self(value)
        } else {
            self = value.isNaN ? 0 : value < 0 ? Self.min : Self.max
        }
    }
}
