/// The smallest upright box around a detection that has none of its own.
extension Detection {
    /// What a detection's bounds are of.
    package enum BoundsSource: String, CaseIterable, Sendable {
        case mask, polygon, quad, polyline, keypoints
    }

    /// Around the first of its parts that has any extent, in frame pixels; `nil` where none has.
    package func bounds(in frame: FrameSize) -> (box: DetectionBox, of: BoundsSource)? {
        for source in BoundsSource.allCases {
            if let box = bounds(of: source, frame) { return (box, source) }
        }
        return nil
    }

    private func bounds(of source: BoundsSource, _ frame: FrameSize) -> DetectionBox? {
        switch source {
        case .mask: mask?.bounds(in: frame)
        case .polygon: DetectionBox(around: polygon + polygonParts.joined())
        case .quad: DetectionBox(around: quad)
        case .polyline: DetectionBox(around: polyline)
        case .keypoints: DetectionBox(around: keypoints.compactMap { $0?.point })
        }
    }
}

extension DetectionBox {
    /// `nil` where the points span no area.
    fileprivate init?(around points: [DetectionPoint]) {
        guard let minX = points.map(\.x).min(), let maxX = points.map(\.x).max(), let minY = points.map(\.y).min(),
            let maxY = points.map(\.y).max()
        else { return nil }
        self.init(minX: minX, minY: minY, maxX: maxX, maxY: maxY)
    }
}

extension RunLengthMask {
    /// Around its pixels, as it is stretched to a frame; `nil` where it has none.
    fileprivate func bounds(in frame: FrameSize) -> DetectionBox? {
        var (columns, rows) = ((least: Int.max, greatest: Int.min), (least: Int.max, greatest: Int.min))
        var position = 0
        for (index, run) in runs.enumerated() {
            let (start, end) = (position, position + Int(run))
            position = end
            guard !index.isMultiple(of: 2), start < end else { continue }
            let (first, last) = (start / height, (end - 1) / height)
            columns = (min(columns.least, first), max(columns.greatest, last))
            let isWithinColumn = first == last
            rows.least = min(rows.least, isWithinColumn ? start % height : 0)
            rows.greatest = max(rows.greatest, isWithinColumn ? (end - 1) % height : height - 1)
        }
        guard columns.least <= columns.greatest else { return nil }
        let scale = (x: Double(frame.width) / Double(width), y: Double(frame.height) / Double(height))
        return DetectionBox(
            minX: Double(columns.least) * scale.x,
            minY: Double(rows.least) * scale.y,
            maxX: Double(columns.greatest + 1) * scale.x,
            maxY: Double(rows.greatest + 1) * scale.y
        )
    }
}
