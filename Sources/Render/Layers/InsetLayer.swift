/// Small things once more, enlarged: each beside itself, where it covers neither another inset nor a small thing, with a line to where it is.
package struct InsetLayer: Layer {
    package static let name = "insets"

    package struct Inset: Sendable {
        /// What is enlarged.
        package let rect: PixelRect
        package let color: StraightRGBA8

        package init(rect: PixelRect, color: StraightRGBA8) { (self.rect, self.color) = (rect, color) }

        /// What is seen around it, as a part of its longer side.
        private static let surroundings = 0.15

        /// What is shown of the frame.
        fileprivate var part: PixelRect { rect.expanded(by: max(rect.width, rect.height) * Self.surroundings) }
    }

    /// Those that are small enough, the smallest first.
    private let insets: [Inset]
    /// Of the border, in pixels.
    private let thickness: Double

    /// Of `things` on a frame those that are small enough are enlarged, the twelve smallest.
    package init(_ things: [Inset], frame: PixelSize, thickness: Double) {
        let side = Double(frame.shortSide) * Self.share / Self.leastZoom
        let small = things.enumerated().filter { _, thing in
            max(thing.part.width, thing.part.height) <= side && frame.contains(thing.part.center)
        }
        let sorted = small.sorted { ($0.element.part.area, $0.offset) < ($1.element.part.area, $1.offset) }
        insets = sorted.prefix(Self.mostInsets).map(\.element)
        self.thickness = thickness
    }

    package var count: Int { insets.count }
    package var readsFrame: Bool { true }

    /// Of an inset's longer side, as a part of the frame's shorter one.
    private static let share = 0.24
    private static let leastZoom = 2.0
    private static let mostZoom = 6.0
    private static let mostInsets = 12
    private static let edge = StraightRGBA8.black.withOpacity(0.6)

    /// A part of the frame, and where it is shown enlarged.
    private struct Enlargement {
        let inset: Inset
        let place: LabelPlacement.Place
    }

    private func enlargements(in frame: PixelSize) -> [Enlargement] {
        let target = Double(frame.shortSide) * Self.share
        let requests = insets.map { LabelPlacement.Request(anchor: $0.rect.expanded(by: thickness), inset: 0) }
        let border = thickness * 2
        let placement = LabelPlacement(requests, frame: frame) { number, length in
            guard length == 0 else { return nil }
            let part = insets[number].part
            let zoom = min(target / max(part.width, part.height), Self.mostZoom)
            return LabelPlacement.Size(
                width: (part.width * zoom).rounded() + border.rounded(),
                height: (part.height * zoom).rounded() + border.rounded()
            )
        }
        return zip(insets, placement.places).compactMap { inset, place in
            place.map { Enlargement(inset: inset, place: $0) }
        }
    }

    package func reserved(in frame: PixelSize, text: TextEngine) -> [PixelRect] {
        enlargements(in: frame).map(\.place.rect)
    }

    package func draw(on canvas: inout Canvas, in context: DrawingContext) {
        guard let frame = context.frame else { return }
        for enlargement in enlargements(in: canvas.size) {
            let (place, color) = (enlargement.place, enlargement.inset.color)
            if let leader = place.leader {
                let path = Path(points: [leader.start, leader.end], isClosed: false)
                canvas.stroke(path, Stroke(width: thickness + 2), with: Self.edge)
                canvas.stroke(path, Stroke(width: thickness), with: color)
            }
            let border = (thickness * 2).rounded() / 2
            draw(enlargement.inset.part, of: frame, in: place.rect.expanded(by: -border), on: &canvas)
            canvas.stroke(place.rect.expanded(by: -thickness / 2), width: thickness, with: color)
            canvas.stroke(enlargement.inset.rect, width: max(thickness / 2, 1), with: color)
        }
    }

    /// Bilinear; what lies outside of the frame is black.
    private func draw(_ part: PixelRect, of frame: Bitmap, in place: PixelRect, on canvas: inout Canvas) {
        let (columns, rows) = (
            Int(place.minX.rounded())..<Int(place.maxX.rounded()), Int(place.minY.rounded())..<Int(place.maxY.rounded())
        )
        guard !columns.isEmpty, !rows.isEmpty else { return }
        let scale = (x: part.width / Double(columns.count), y: part.height / Double(rows.count))
        for y in rows {
            let sourceY = part.minY + (Double(y - rows.lowerBound) + 0.5) * scale.y - 0.5
            let pixels = columns.flatMap { x in
                frame.sample(x: part.minX + (Double(x - columns.lowerBound) + 0.5) * scale.x - 0.5, y: sourceY)
            }
            canvas.draw(pixels.span, x: columns.lowerBound, y: y)
        }
    }

    package func describe(to description: inout SceneDescription) {
        description.append(thickness)
        description.append(insets.count)
        for inset in insets {
            description.append(inset.rect)
            description.append(inset.color)
        }
    }
}

extension PixelSize {
    fileprivate func contains(_ point: PixelPoint) -> Bool {
        0..<Double(width) ~= point.x && 0..<Double(height) ~= point.y
    }
}

extension Bitmap {
    /// Between the middles of the four pixels around a point, which is counted from the middle of the first pixel; opaque.
    fileprivate func sample(x: Double, y: Double) -> [UInt8] {
        let (column, row) = (x.rounded(.down), y.rounded(.down))
        let (right, lower) = (x - column, y - row)
        let colors = [(0.0, 0.0), (1, 0), (0, 1), (1, 1)].map { pixel(x: column + $0.0, y: row + $0.1) }
        let upper = colors[0] * (1 - right) + colors[1] * right
        let mixed = upper * (1 - lower) + (colors[2] * (1 - right) + colors[3] * right) * lower
        return [UInt8(mixed.x.rounded()), UInt8(mixed.y.rounded()), UInt8(mixed.z.rounded()), 255]
    }

    private func pixel(x: Double, y: Double) -> SIMD3<Double> {
        guard 0..<Double(size.width) ~= x, 0..<Double(size.height) ~= y else { return .zero }
        let start = Int(y) * bytesPerRow + Int(x) * 4
        return SIMD3(Double(bytes[start]), Double(bytes[start + 1]), Double(bytes[start + 2]))
    }
}
