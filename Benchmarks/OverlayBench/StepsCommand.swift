import ArgumentParser
import Foundation
import OverlayService
import Render

/// Measures the steps of an overlay on this machine; `scripts/bench` runs it beside OpenCV.
struct StepsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steps",
        abstract: "Time the steps of an overlay; prints the least and the median of many runs in milliseconds, as JSON."
    )

    @Argument(help: "A JPEG frame.")
    var frame: String
    @Option(help: "How often each step runs.")
    var runs = 40
    @Option(help: "Measure this step alone; may be given several times.")
    var only: [String] = []

    @Option(help: "How many boxes with labels are drawn.")
    var boxes = 20

    private static let quality = 90

    func run() throws {
        let jpeg = try [UInt8](Data(contentsOf: URL(filePath: frame)))
        let limits = ImageLimits(maxBytes: 64 << 20, maxPixels: 100_000_000)
        let header = try ImageCodec.header(of: jpeg, limits: limits)
        let text = try TextEngine(fonts: FontFiles(paths: []).sources)
        let boxes = Self.boxes(boxes, in: header.size)
        let lines = Self.lines(in: header.size)
        let mask = try Self.mask(in: header.size)
        let masks = try Self.masks(in: header.size)
        let crowd = Self.crowd(of: 300, in: header.size)
        let scattered = Self.scattered(20, in: header.size)
        var bitmap = try ImageCodec.decode(jpeg, limits: limits)
        var coded = Style()
        coded.quality = Self.quality
        let indexed = FrameContent(jpeg)
        let nothing = Scene(size: header.size, layers: [])
        let painter = Painter(text: text, limits: limits)

        let canvases = CanvasPool()
        func draw(_ scene: Scene, _ use: (borrowing Canvas) -> Void) {
            canvases.withCanvas(size: scene.size) { canvas in
                scene.draw(on: &canvas, text: text)
                use(canvas)
            }
        }
        let steps: [String: () -> Void] = [
            "decode": { _ = try? ImageCodec.decode(jpeg, limits: limits) },
            "draw_boxes": { draw(boxes) { BitmapCompositor.composite($0, onto: &bitmap) } },
            "canvas_only": { draw(boxes) { _ in } },
            "labels_300": { draw(crowd) { _ in } },
            "labels_300_placed": { Self.place(300, in: header.size) },
            "draw_mask": { draw(mask) { BitmapCompositor.composite($0, onto: &bitmap) } },
            "draw_masks": { draw(masks) { BitmapCompositor.composite($0, onto: &bitmap) } },
            "draw_lines": { draw(lines) { BitmapCompositor.composite($0, onto: &bitmap) } },
            "jpeg_masks": { _ = try? painter.paint(masks, on: indexed, header: header, style: Style()) },
            "encode": {
                _ = try? ImageCodec.encodeJPEG(bitmap, quality: Self.quality, sampling: header.outputSampling)
            },
            "jpeg_to_jpeg": { _ = try? painter.paint(boxes, on: FrameContent(jpeg), header: header, style: Style()) },
            "jpeg_indexed": { _ = try? painter.paint(boxes, on: indexed, header: header, style: Style()) },
            "jpeg_empty": { _ = try? painter.paint(nothing, on: indexed, header: header, style: Style()) },
            "jpeg_over_pixels": { _ = try? painter.paint(boxes, on: FrameContent(jpeg), header: header, style: coded) },
            "transparent": { draw(boxes) { _ = try? ImageCodec.encodePNG(TransparentCanvas.rows(of: $0)) } },
            "transparent_scattered": {
                draw(scattered) { _ = try? ImageCodec.encodePNG(TransparentCanvas.rows(of: $0)) }
            },
            "png": { _ = try? ImageCodec.encodePNG(bitmap) },
            "decode_eighth": { _ = try? ImageCodec.decode(jpeg, limits: limits, minWidth: 160) },
            "thumbnail": {
                let small = try? ImageCodec.decode(jpeg, limits: limits, minWidth: 160).reduced(toWidth: 160)
                if let small { _ = try? ImageCodec.encodeJPEG(small, quality: 80, sampling: .halfBoth) }
            },
        ]
        let results = steps.filter { only.isEmpty || only.contains($0.key) }.mapValues(times)
        print(String(decoding: try JSONEncoder().encode(results), as: UTF8.self))
    }

    /// The least and the median, in milliseconds.
    private func times(_ work: () -> Void) -> [Double] {
        let clock = ContinuousClock()
        let times = (0..<max(runs, 1)).map { _ in clock.measure(work) / .milliseconds(1) }.sorted()
        return [times[0], times[times.count / 2]]
    }

    /// As in `Benchmarks/scene.py`.
    static func boxes(_ count: Int, in size: PixelSize) -> Scene {
        let (width, height) = (Double(size.width), Double(size.height))
        let columns = max(5, Int((Double(count) * 16 / 9).squareRoot().rounded()))
        let rows = max(4, (count + columns - 1) / columns)
        let rects = (0..<count).map { index in
            PixelRect(
                x: width * (0.02 + 0.95 * Double(index % columns) / Double(columns)),
                y: height * (0.05 + 0.95 * Double(index / columns) / Double(rows)),
                width: width * 0.3 / Double(columns),
                height: height * 0.72 / Double(rows)
            )
        }
        let colors = rects.indices.map(Palette.color(index:))
        return Scene(
            size: size,
            layers: [
                BoxLayer(
                    boxes: zip(rects, colors).map { BoxLayer.Box(rect: $0, color: $1) },
                    shape: .plain,
                    thickness: 2
                ),
                LabelLayer(
                    labels: rects.indices.map {
                        LabelLayer.Label(text: "person 0.\(87 - $0 % 80)", anchor: rects[$0], color: colors[$0])
                    },
                    fontSize: 16,
                    outset: 1
                ),
            ]
        )
    }

    /// So many things all over the frame.
    private static func things(_ count: Int, in size: PixelSize) -> [PixelRect] {
        (0..<count).map { number in
            let (x, y) = (number * 7919 % (size.width - 60), number * 104_729 % (size.height - 60))
            return PixelRect(x: Double(x), y: Double(y), width: 30, height: 60)
        }
    }

    private static func place(_ count: Int, in size: PixelSize) {
        let requests = things(count, in: size).map { LabelPlacement.Request(anchor: $0, inset: 2) }
        let sizes = [180.0, 130, 70].map { LabelPlacement.Size(width: $0, height: 31) }
        _ = LabelPlacement(requests, frame: size) { $1 < sizes.count ? sizes[$1] : nil }
    }

    /// Their labels, placed anew each time.
    private static func crowd(of count: Int, in size: PixelSize) -> Scene {
        Scene(size: size, layers: [labels(of: count, in: size)])
    }

    /// As in `Benchmarks/scene.py`.
    private static func scattered(_ count: Int, in size: PixelSize) -> Scene {
        let boxes = things(count, in: size).enumerated().map { number, rect in
            BoxLayer.Box(rect: rect, color: Palette.color(index: number))
        }
        let boxLayer = BoxLayer(boxes: boxes, shape: .plain, thickness: 2)
        return Scene(size: size, layers: [boxLayer, labels(of: count, in: size)])
    }

    private static func labels(of count: Int, in size: PixelSize) -> LabelLayer {
        let labels = things(count, in: size).enumerated().map { number, anchor in
            LabelLayer.Label(
                text: "person 0.87 #\(number)",
                shorter: ["person #\(number)", "#\(number)"],
                anchor: anchor,
                color: Palette.color(index: number)
            )
        }
        return LabelLayer(labels: labels, fontSize: 20, outset: 1)
    }

    /// A half-transparent ellipse of 600×800 pixels.
    private static func mask(in size: PixelSize) throws -> Scene {
        let whole = PixelRect(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
        return scene(of: [try ellipse(width: 600, height: 800, in: whole, size)], size)
    }

    /// 100 half-transparent ellipses of 90×180 pixels.
    private static func masks(in size: PixelSize) throws -> Scene {
        let coverages = try things(100, in: size).map { try ellipse(width: 90, height: 180, in: $0, size) }
        return scene(of: coverages, size)
    }

    private static func scene(of coverages: [RunLengthCoverage], _ size: PixelSize) -> Scene {
        let masks = coverages.enumerated().map { MaskLayer.Mask(coverage: $1, color: Palette.color(index: $0)) }
        return Scene(size: size, layers: [MaskLayer(masks: masks, opacity: 0.5)])
    }

    /// Around the middle of `place`.
    private static func ellipse(
        width: Double,
        height: Double,
        in place: PixelRect,
        _ size: PixelSize
    ) throws -> RunLengthCoverage {
        let (middleX, middleY) = ((place.minX + place.maxX) / 2, (place.minY + place.maxY) / 2)
        var runs: [UInt32] = [0]
        var value = false
        for x in 0..<size.width {
            for y in 0..<size.height {
                let across = (Double(x) + 0.5 - middleX) / (width / 2)
                let down = (Double(y) + 0.5 - middleY) / (height / 2)
                let isInside = across * across + down * down < 1
                if isInside != value { runs.append(0) }
                value = isInside
                runs[runs.count - 1] += 1
            }
        }
        guard let coverage = RunLengthCoverage(size: size, runs: runs) else {
            throw ValidationError("The frame is empty.")
        }
        return coverage
    }

    /// 20 waves of 50 points each.
    private static func lines(in size: PixelSize) -> Scene {
        let (width, height) = (Double(size.width), Double(size.height))
        let waves = (0..<20).map { line in
            let points = (0..<50).map { point in
                PixelPoint(
                    x: width * (0.02 + 0.96 * Double(point) / 49),
                    y: height * (0.05 + 0.045 * Double(line)) + 20 * sin(Double(point + line))
                )
            }
            return PolylineLayer.Polyline(points: points, color: Palette.color(index: line))
        }
        return Scene(size: size, layers: [PolylineLayer(polylines: waves, thickness: 2)])
    }
}
