/// How many frame pixels one sample of a component spans, across and down.
struct SampleScale: Hashable {
    let horizontal: Int
    let vertical: Int

    /// `nil` unless both are 1, 2 or 4.
    init?(horizontal: Int, vertical: Int) {
        guard [1, 2, 4].contains(horizontal), [1, 2, 4].contains(vertical) else { return nil }
        self.horizontal = horizontal
        self.vertical = vertical
    }

    /// The size of a block's area, in frame pixels.
    var blockWidth: Int { 8 &* horizontal }
    var blockHeight: Int { 8 &* vertical }
    var pixelCount: Int { horizontal &* vertical }
}

extension SampleScale {
    /// `nil` where the largest factors of `components` are not 1, 2 or 4 times those of `component`.
    init?(of component: JPEGComponent, among components: [JPEGComponent]) {
        let widest = components.map(\.horizontalSampling).max() ?? 1
        let highest = components.map(\.verticalSampling).max() ?? 1
        let (across, down) = (component.horizontalSampling, component.verticalSampling)
        guard across > 0, down > 0, widest.isMultiple(of: across), highest.isMultiple(of: down) else { return nil }
        self.init(horizontal: widest / across, vertical: highest / down)
    }
}
