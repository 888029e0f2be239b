import Testing

@testable import Render

/// A scene's bytes name the overlay, so whatever changes a picture must change them.
struct CanonicalBytesTests {
    private static let red = StraightRGBA8(hex: 0xFF0000)
    private static let rect = PixelRect(x: 1, y: 2, width: 3, height: 4)
    /// A change to each of a rectangle's four sides.
    private static let otherRects = [
        PixelRect(minX: 0.5, minY: 2, maxX: 4, maxY: 6), PixelRect(minX: 1, minY: 2.5, maxX: 4, maxY: 6),
        PixelRect(minX: 1, minY: 2, maxX: 4.5, maxY: 6), PixelRect(minX: 1, minY: 2, maxX: 4, maxY: 6.5),
    ]
    /// A change to each of red's four channels.
    private static let otherColors = [
        StraightRGBA8(hex: 0xFE0000), StraightRGBA8(hex: 0xFF0100), StraightRGBA8(hex: 0xFF0001),
        StraightRGBA8(red: 255, green: 0, blue: 0, alpha: 254),
    ]
    private static let points = [PixelPoint(x: 1, y: 2), PixelPoint(x: 3, y: 4), PixelPoint(x: 5, y: 7)]
    /// Another coordinate, order and number of points.
    private static let otherPoints = [
        [PixelPoint(x: 1, y: 2), PixelPoint(x: 3, y: 4), PixelPoint(x: 5, y: 8)],
        [PixelPoint(x: 0, y: 2), PixelPoint(x: 3, y: 4), PixelPoint(x: 5, y: 7)],
        [PixelPoint(x: 3, y: 4), PixelPoint(x: 1, y: 2), PixelPoint(x: 5, y: 7)],
        [PixelPoint(x: 1, y: 2), PixelPoint(x: 3, y: 4)],
    ]

    /// Layers of one kind; each differs from every other in what it draws.
    static let variants: [String: [any Layer]] = [
        "boxes": boxes, "labels": labels, "masks": masks, "polygons": polygons, "polylines": polylines,
        "keypoints": keypoints, "shorterLabels": shorterLabels,
        "problems": problems, "redactions": redactions, "insets": insets, "panels": panels,
    ]

    private static func boxLayer(
        _ rects: [PixelRect] = [rect],
        _ color: StraightRGBA8 = red,
        _ shape: BoxLayer.Shape = .plain,
        thickness: Double = 2,
        isDashed: Bool = false,
        hasSecondMark: Bool = false,
        opacity: Double = 0.4
    ) -> BoxLayer {
        let boxes = rects.map { BoxLayer.Box(rect: $0, color: color, isDashed: isDashed, hasSecondMark: hasSecondMark) }
        return BoxLayer(boxes: boxes, shape: shape, thickness: thickness, opacity: opacity)
    }

    /// The same corners, of a box that is not upright.
    private static var turnedBox: BoxLayer {
        let corners = BoxLayer.Box(rect: rect, color: red).corners
        return BoxLayer(boxes: [BoxLayer.Box(corners: corners, color: red)], shape: .plain, thickness: 2)
    }

    private static var boxes: [any Layer] {
        [boxLayer([]), boxLayer([rect, rect]), boxLayer(thickness: 2.5)]
            + [boxLayer(isDashed: true), boxLayer(opacity: 0.5), turnedBox, boxLayer(hasSecondMark: true)]
            + otherRects.map { boxLayer([$0]) }
            + otherColors.map { boxLayer([rect], $0) }
            + BoxLayer.Shape.allCases.map { boxLayer([rect], red, $0) }
    }

    private static func labelLayer(
        _ texts: [String] = ["ab"],
        _ anchor: PixelRect = rect,
        _ color: StraightRGBA8 = red,
        fontSize: Double = 12,
        outset: Double = 1
    ) -> LabelLayer {
        let labels = texts.map { LabelLayer.Label(text: $0, anchor: anchor, color: color) }
        return LabelLayer(labels: labels, fontSize: fontSize, outset: outset)
    }

    /// "é" in its two spellings is among them: fonts may draw them differently.
    private static var labels: [any Layer] {
        [labelLayer(), labelLayer([]), labelLayer(fontSize: 13), labelLayer(outset: 2)]
            + [["b"], ["é"], ["e\u{301}"], ["a", "b"], ["ab", ""], ["", "ab"], [""]].map { labelLayer($0) }
            + otherRects.map { labelLayer(["ab"], $0) } + otherColors.map { labelLayer(["ab"], rect, $0) }
    }

    private static func maskLayer(
        _ width: Int = 4,
        _ height: Int = 6,
        runs: [UInt32] = [4, 8, 12],
        _ color: StraightRGBA8 = red,
        opacity: Double = 0.4
    ) -> MaskLayer {
        let coverage = PixelSize(width: width, height: height).flatMap { RunLengthCoverage(size: $0, runs: runs) }
        return MaskLayer(masks: coverage.map { [MaskLayer.Mask(coverage: $0, color: color)] } ?? [], opacity: opacity)
    }

    private static var masks: [any Layer] {
        [
            maskLayer(), maskLayer(6, 4), maskLayer(runs: [4, 9, 11]), maskLayer(runs: [0, 24]), maskLayer(runs: [24]),
            maskLayer(opacity: 0.5), maskLayer(runs: []),
        ] + otherColors.map { maskLayer(runs: [4, 8, 12], $0) }
    }

    private static func polygonLayer(
        _ points: [PixelPoint] = points,
        _ color: StraightRGBA8 = red,
        isFilled: Bool = true,
        thickness: Double = 2,
        opacity: Double = 0.4
    ) -> PolygonLayer {
        let polygon = PolygonLayer.Polygon(points: points, color: color, isFilled: isFilled)
        return PolygonLayer(polygons: [polygon], thickness: thickness, opacity: opacity)
    }

    private static var polygons: [any Layer] {
        [
            polygonLayer(), polygonLayer(isFilled: false), polygonLayer(thickness: 3), polygonLayer(opacity: 0.5),
            PolygonLayer(polygons: [], thickness: 2, opacity: 0.4),
        ] + otherPoints.map { polygonLayer($0) } + otherColors.map { polygonLayer(points, $0) }
    }

    private static func polylineLayer(
        _ points: [PixelPoint] = points,
        _ color: StraightRGBA8 = red,
        thickness: Double = 2
    ) -> PolylineLayer {
        PolylineLayer(polylines: [PolylineLayer.Polyline(points: points, color: color)], thickness: thickness)
    }

    private static var polylines: [any Layer] {
        [polylineLayer(), polylineLayer(thickness: 3), PolylineLayer(polylines: [], thickness: 2)]
            + otherPoints.map { polylineLayer($0) } + otherColors.map { polylineLayer(points, $0) }
    }

    private static var redactions: [any Layer] {
        func area(_ change: (inout RedactionLayer.Area) -> Void) -> RedactionLayer.Area {
            var area = RedactionLayer.Area()
            change(&area)
            return area
        }
        let outline = area { $0.outlines = [Path(rect: rect)] }
        let coverage = PixelSize(width: 4, height: 6).flatMap { RunLengthCoverage(size: $0, runs: [4, 8, 12]) }
        let mask = area { $0.masks = [coverage].compactMap(\.self) }
        return [
            RedactionLayer(areas: [outline], kind: .blur, padding: 4),
            RedactionLayer(areas: [outline], kind: .pixelate, padding: 4),
            RedactionLayer(areas: [outline], kind: .blur, padding: 5),
            RedactionLayer(areas: [mask], kind: .blur, padding: 4),
            RedactionLayer(areas: [.wholeFrame], kind: .blur, padding: 4),
            RedactionLayer(areas: [], kind: .blur, padding: 4),
            RedactionLayer(areas: [outline, outline], kind: .blur, padding: 4),
            DimLayer(areas: [outline], strength: 0.5),
            DimLayer(areas: [outline], strength: 0.6), DimLayer(areas: [], strength: 0.5),
        ]
            + otherRects.map { rect in
                RedactionLayer(areas: [area { $0.outlines = [Path(rect: rect)] }], kind: .blur, padding: 4)
            }
    }

    private static var insets: [any Layer] {
        let frame = PixelSize(width: 100, height: 100)
        func layer(_ rect: PixelRect = rect, _ color: StraightRGBA8 = red, thickness: Double = 2) -> [InsetLayer] {
            frame.map { [InsetLayer([InsetLayer.Inset(rect: rect, color: color)], frame: $0, thickness: thickness)] }
                ?? []
        }
        return layer() + layer(thickness: 3) + otherRects.flatMap { layer($0) }
            + otherColors.flatMap { layer(rect, $0) }
    }

    private static var problems: [any Layer] {
        let layers = [
            ProblemLayer(outside: [], text: "", fontSize: 12), ProblemLayer(outside: [], text: "a", fontSize: 12),
        ]
        return layers + [ProblemLayer(outside: points, text: "a", fontSize: 13)]
            + otherPoints.map { ProblemLayer(outside: $0, text: "a", fontSize: 12) }
    }

    private static var panels: [any Layer] {
        func layer(
            _ rows: [Panel.Row],
            _ corner: Panel.Corner = .topLeft,
            _ fontSize: Double = 12
        ) -> HUDLayer { HUDLayer(Panel(rows: rows, corner: corner, fontSize: fontSize)) }
        let samples: [Panel.Sample?] = [
            nil, .color(red), .color(otherColors[0]), .scale(low: "0", high: "1", start: 0),
            .scale(low: "1", high: "1", start: 0),
            .scale(low: "0", high: "2", start: 0), .scale(low: "0", high: "1", start: 0.5),
        ]
        return [layer([]), layer([Panel.Row("a"), Panel.Row("b")]), layer([Panel.Row("ab")])]
            + samples.map { layer([Panel.Row("a", sample: $0)]) }
            + [layer([Panel.Row("a")], .topRight), layer([Panel.Row("a")], .topLeft, 13)]
    }

    private static func keypointLayer(
        _ points: [PixelPoint] = points,
        faint: Int? = nil,
        missing: Int? = nil,
        bones: [SIMD2<Int>] = [[0, 1]],
        color: StraightRGBA8 = red
    ) -> KeypointLayer {
        let joints = points.enumerated().map { index, point in
            index == missing ? nil : KeypointLayer.Joint(point: point, isFaint: index == faint)
        }
        return KeypointLayer(poses: [KeypointLayer.Pose(joints: joints, bones: bones, color: color)], thickness: 2)
    }

    private static var keypoints: [any Layer] {
        [
            keypointLayer(), keypointLayer(faint: 1), keypointLayer(missing: 1), keypointLayer(bones: []),
            keypointLayer(bones: [[1, 0]]), keypointLayer(bones: [[0, 1], [1, 2]]),
            KeypointLayer(poses: [], thickness: 2),
            KeypointLayer(poses: [], thickness: 3),
        ] + otherPoints.map { keypointLayer($0) } + otherColors.map { keypointLayer(color: $0) }
    }

    private static var shorterLabels: [any Layer] {
        [[], ["a"], ["a", "b"], ["ab"]].flatMap { shorter in
            [true, false].map { isFixed in
                let label = LabelLayer.Label(text: "ab", shorter: shorter, anchor: rect, color: red, isFixed: isFixed)
                return LabelLayer(labels: [label], fontSize: 12, outset: 1)
            }
        }
            + [LabelSide.right, .left].flatMap { side in
                [0, 1].map { length in
                    let label = LabelLayer.Label(text: "ab", anchor: rect, color: red, preferred: side)
                    return LabelLayer(labels: [label], fontSize: 12, outset: 1, firstLength: length)
                }
            }
    }

    private func bytes(_ layers: any Layer..., width: Int = 20, height: Int = 10) throws -> [UInt8] {
        Scene(size: try #require(PixelSize(width: width, height: height)), layers: layers).canonicalBytes
    }

    @Test("a change to any field of any layer changes the bytes", arguments: variants.keys.sorted())
    func fields(_ kind: String) throws {
        let all = try #require(Self.variants[kind]).map { try bytes($0) }
        for (index, bytes) in all.enumerated() {
            #expect(all.firstIndex(of: bytes) == index, "\(kind): variant \(index)")
        }
    }

    @Test("equal scenes have equal bytes", arguments: variants.keys.sorted())
    func equality(_ kind: String) throws {
        for layer in try #require(Self.variants[kind]) { #expect(try bytes(layer) == bytes(layer)) }
        #expect(try bytes(Self.boxLayer(), Self.labelLayer()) == bytes(Self.boxLayer(), Self.labelLayer()))
    }

    @Test("the frame's size, and the layers' number, order and kind change the bytes")
    func structure() throws {
        let (box, label) = (Self.boxLayer(), Self.labelLayer())
        let scenes = [
            try bytes(), try bytes(width: 21), try bytes(height: 11), try bytes(width: 10, height: 20), try bytes(box),
            try bytes(label), try bytes(box, label), try bytes(label, box), try bytes(box, box),
            try bytes(Self.boxLayer([Self.rect, Self.rect])), try bytes(Self.boxLayer([]), box),
            try bytes(Self.polylineLayer()), try bytes(Self.polygonLayer(isFilled: false)),
        ]
        #expect(Set(scenes).count == scenes.count)
    }

    @Test("layers of different kinds with the same fields have different bytes")
    func kinds() throws {
        let layers: [any Layer] = [
            PolygonLayer(polygons: [], thickness: 2, opacity: 1), LabelLayer(labels: [], fontSize: 2, outset: 1),
            PolylineLayer(polylines: [], thickness: 2), MaskLayer(masks: [], opacity: 2),
            KeypointLayer(poses: [], thickness: 2),
        ]
        #expect(Set(try layers.map { try bytes($0) }).count == layers.count)
    }

    @Test("a text cannot be taken for the fields after it")
    func textLengths() throws {
        // Fields whose bytes are all "A".
        let side = Double(bitPattern: 0x4141_4141_4141_4141)
        let anchor = PixelRect(minX: side, minY: side, maxX: side, maxY: side)
        let color = StraightRGBA8(red: 0x41, green: 0x41, blue: 0x41, alpha: 0x41)
        #expect(
            try bytes(Self.labelLayer(["A", ""], anchor, color)) != bytes(Self.labelLayer(["", "A"], anchor, color))
        )
    }
}
