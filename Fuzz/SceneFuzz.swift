import Foundation

/// Feeds libFuzzer's bytes to the way from a stage output's JSON and a style to a drawn canvas; nothing on it does I/O.
///
/// The first eight bytes choose the frame's size and the style, the rest is the JSON. `scripts/fuzz` compiles it together
/// with the files it tests, as one module.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzScene(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard bytes.count > 8,
        let size = PixelSize(width: side(bytes[0], bytes[1]), height: side(bytes[2], bytes[3]))
    else { return 0 }
    guard let output = try? StageOutput(json: Array(bytes[8...]), formats: DetectionFormat.all + [.list]),
        let style = style(bytes[4..<8])
    else { return 0 }
    let source = MergedStageOutput.Source(StageOutputRow.Identity(id: StageOutputID("fuzz"), revision: ""))
    let stage = MergedStageOutput(parts: [MergedStageOutput.Part(source, output)])
    for frame in output.frames.prefix(2) {
        guard let frameSize = FrameSize(width: size.width, height: size.height),
            let found = output.detections(of: frame.number, in: frameSize, limit: 64)
        else { continue }
        // What is read of other frames is not limited in detections.
        let isSmall = output.frames.allSatisfy { $0.detectionCount <= 64 } && output.frames.count <= 64
        let context = isSmall ? surroundings(frame.number, found, stage, style, size) : SceneContext()
        let scene = ScenePlan(found, style: style, size: size, context: context).scene
        precondition(!scene.canonicalBytes.isEmpty)
        precondition(!text.fontIdentities(of: scene.texts).isEmpty)
        look(at: scene.draw(text: text, over: scene.readsFrame ? Bitmap(size: size, color: .white) : nil))
    }
    return 0
}

private func surroundings(
    _ number: Int,
    _ found: FrameDetections,
    _ stage: MergedStageOutput,
    _ style: Style,
    _ size: PixelSize
) -> SceneContext {
    var context = FrameSurroundings().context(of: number, found, in: stage, style, size) { _ in nil }
    context.colors = OutputColors(stage)
    if style.reference(of: address) != nil, let frameSize = FrameSize(width: size.width, height: size.height) {
        let other = stage.frames.last.flatMap { stage.detections(of: $0.frame.number, in: frameSize)?.detections }
        let reference = Array((other ?? found).detections.prefix(64))
        context.comparison = FrameComparison(found.detections, with: reference, on: frameSize, style.comparisonRule)
    }
    return context
}

private let address: StageAddress = {
    guard let timeline = try? TimelineID("t"), let job = try? JobID("j"), let stage = try? StageName("s") else {
        preconditionFailure("These are names.")
    }
    return StageAddress(timeline: timeline, job: job, stage: stage)
}()

private let text: TextEngine = {
    let path = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
    let font = FontSource(name: path) { try [UInt8](Data(contentsOf: URL(filePath: path))) }
    guard let engine = try? TextEngine(fonts: [font]) else { preconditionFailure("needs \(path)") }
    return engine
}()

/// 1…512, small ones more often.
private func side(_ low: UInt8, _ high: UInt8) -> Int {
    (Int(low) | Int(high & 1) << 8) % (high & 2 == 0 ? 64 : 512) + 1
}

private let boxShapes = ["plain", "rounded", "corners", "filled", "circle", "ellipse", "triangle", "dot"]

private func style(_ bytes: ArraySlice<UInt8>) -> Style? {
    let choices = Array(bytes)
    var values: [String: [String]] = [:]
    if choices[0] & 1 != 0 { values["font_size"] = [["1", "4", "12.5", "256"][Int(choices[0] >> 1) & 3]] }
    if choices[0] & 8 != 0 { values["thickness"] = [["0.5", "1", "3.3", "64"][Int(choices[0] >> 4) & 3]] }
    if choices[1] & 1 != 0 { values["box_shape"] = [boxShapes[Int(choices[1] >> 1 & 7)]] }
    if choices[1] & 16 != 0 { values["dropped"] = [choices[1] & 32 != 0 ? "ghost" : "only"] }
    let colors = ["class", "track", "index", "confidence"]
    if choices[2] & 1 != 0 { values["color_by"] = [colors[Int(choices[2] >> 1) & 3]] }
    if choices[3] & 1 != 0 { values["opacity"] = [["0", "0.3", "1"][Int(choices[3] >> 1) % 3]] }
    for (bit, field) in ["hud", "legend", "halo", "confidence_bars", "ocr"].enumerated()
    where choices[2] >> (bit + 3) & 1 != 0 {
        values[field] = ["true"]
    }
    switch choices[3] >> 4 {
    case 1...4: values["effect"] = [["blur", "pixelate", "dim"][Int(choices[3] >> 4) % 3]]
    case 5: values["insets"] = ["true"]
    case 6: values["arrows"] = ["true"]
    case 7: values["trail_seconds"] = ["2"]
    case 8: values["heat_map"] = ["all"]
    case 10...12: values["compare_job"] = ["other"]
    case 9: values["label"] = ["{label}\\n{attributes.a} {{{confidence:.0%}"]
    default: break
    }
    return try? Style(values)
}

/// Reads every pixel; none has a color above its alpha.
private func look(at canvas: Canvas) {
    for position in canvas.drawnTiles {
        let tile = canvas.tile(column: position.column, row: position.row)
        for y in 0..<tileSide {
            for x in 0..<tileSide {
                let pixel = canvas.pixel(of: tile, x: x, y: y)
                precondition(max(pixel.red, pixel.green, pixel.blue) <= pixel.alpha)
            }
        }
    }
}
