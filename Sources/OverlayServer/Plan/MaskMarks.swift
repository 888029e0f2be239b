import Render
import Store

/// The masks of a frame's marks, largest first, so that small ones lie on top.
struct MaskMarks {
    let masks: [MaskLayer.Mask]
    /// Masks that have a shape that no frame has.
    let skipped: [SkippedPart]

    init(_ marks: [Mark]) {
        var masks: [(area: Int, mask: MaskLayer.Mask)] = []
        var skipped: [SkippedPart] = []
        for mark in marks {
            guard let mask = mark.detection.mask else { continue }
            guard let coverage = mark.coverage else {
                let reason = "a side of the mask, \(mask.width)×\(mask.height), is longer than 65535 pixels"
                skipped.append(SkippedPart(path: mark.detection.path + ".mask", reason: reason))
                continue
            }
            masks.append((mask.area, MaskLayer.Mask(coverage: coverage, color: mark.color)))
        }
        self.masks = masks.enumerated().sorted { ($1.element.area, $0.offset) < ($0.element.area, $1.offset) }
            .map(\.element.mask)
        self.skipped = skipped
    }
}

extension RunLengthMask {
    /// In pixels of the mask.
    fileprivate var area: Int {
        stride(from: 1, to: runs.count, by: 2).reduce(0) { $0 + Int(runs[$1]) }
    }
}
