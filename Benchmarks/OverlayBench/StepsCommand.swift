import ArgumentParser
import Foundation
import OverlayService
import Render

/// Measures the steps of an overlay on this machine; `scripts/bench` runs it beside OpenCV.
struct StepsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steps",
        abstract: "Time the steps of an overlay; prints the least of many runs in milliseconds, as JSON."
    )

    @Argument(help: "A JPEG frame.")
    var frame: String
    @Option(help: "How often each step runs.")
    var runs = 40
    @Option(help: "Measure this step alone; may be given several times.")
    var only: [String] = []

    /// The measured work, the same as in `Benchmarks/opencv_bench.py`.
    private static let boxCount = 20
    private static let quality = 90

    func run() throws {
        let jpeg = try [UInt8](Data(contentsOf: URL(filePath: frame)))
        let limits = ImageLimits(maxBytes: 64 << 20, maxPixels: 100_000_000)
        let header = try ImageCodec.header(of: jpeg, limits: limits)
        let text = try TextEngine(fonts: FontFiles(paths: []).sources)
        let boxes = Self.boxes(in: header.size)
        let mask = try Self.mask(in: header.size)
        let crowd = Self.crowd(of: 300, in: header.size)
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
            "encode": {
                _ = try? ImageCodec.encodeJPEG(bitmap, quality: Self.quality, sampling: header.outputSampling)
            },
            "jpeg_to_jpeg": { _ = try? painter.paint(boxes, on: FrameContent(jpeg), header: header, style: Style()) },
            "jpeg_indexed": { _ = try? painter.paint(boxes, on: indexed, header: header, style: Style()) },
            "jpeg_empty": { _ = try? painter.paint(nothing, on: indexed, header: header, style: Style()) },
            "jpeg_over_pixels": { _ = try? painter.paint(boxes, on: FrameContent(jpeg), header: header, style: coded) },
            "transparent": { draw(boxes) { _ = try? ImageCodec.encodePNG(TransparentCanvas.rows(of: $0)) } },
            "png": { _ = try? ImageCodec.encodePNG(bitmap) },
            "decode_eighth": { _ = try? ImageCodec.decode(jpeg, limits: limits, minWidth: 160) },
            "thumbnail": {
                let small = try? ImageCodec.decode(jpeg, limits: limits, minWidth: 160).reduced(toWidth: 160)
                if let small { _ = try? ImageCodec.encodeJPEG(small, quality: 80, sampling: .halfBoth) }
            },
        ]
        let results = steps.filter { only.isEmpty || only.contains($0.key) }.mapValues(least)
        print(String(decoding: try JSONEncoder().encode(results), as: UTF8.self))
    }

    /// In milliseconds.
    private func least(_ work: () -> Void) -> Double {
        let clock = ContinuousClock()
        return (0..<runs).map { _ in clock.measure(work) / .milliseconds(1) }.min() ?? 0
    }

    private static func boxes(in size: PixelSize) -> Scene {
        let (width, height) = (Double(size.width), Double(size.height))
        let rects = (0..<boxCount).map { index in
            PixelRect(
                x: width * (0.02 + 0.19 * Double(index % 5)),
                y: height * (0.05 + 0.24 * Double(index / 5)),
                width: width * 0.06,
                height: height * 0.18
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
                        LabelLayer.Label(text: "person 0.\(87 - $0)", anchor: rects[$0], color: colors[$0])
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
        let labels = things(count, in: size).enumerated().map { number, anchor in
            LabelLayer.Label(
                text: "person 0.87 #\(number)",
                shorter: ["person #\(number)", "#\(number)"],
                anchor: anchor,
                color: Palette.color(index: number)
            )
        }
        return Scene(size: size, layers: [LabelLayer(labels: labels, fontSize: 20, outset: 1)])
    }

    /// A half-transparent ellipse of 600×800 pixels.
    private static func mask(in size: PixelSize) throws -> Scene {
        let inside = (0..<size.width).flatMap { x in
            (0..<size.height).map { y in
                let across = (Double(x) + 0.5 - Double(size.width) / 2) / 300
                let down = (Double(y) + 0.5 - Double(size.height) / 2) / 400
                return across * across + down * down < 1
            }
        }
        var runs: [UInt32] = [0]
        var value = false
        for isInside in inside {
            if isInside != value { runs.append(0) }
            value = isInside
            runs[runs.count - 1] += 1
        }
        guard let coverage = RunLengthCoverage(size: size, runs: runs) else {
            throw ValidationError("The frame is empty.")
        }
        let masks = [MaskLayer.Mask(coverage: coverage, color: Palette.color(index: 0))]
        return Scene(size: size, layers: [MaskLayer(masks: masks, opacity: 0.5)])
    }
}
