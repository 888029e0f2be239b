extension Duration {
    /// In whole milliseconds, not negative and at most 24 days.
    var clampedMillis: Int32 {
        let millis = self / .milliseconds(1)
        return Int32(min(max(millis, 0), Double(Int32.max - 1)))
    }
}
