import Testing

@testable import Detections
@testable import Store

@Suite("Angles and masks")
struct TurnedAndMaskedTests {
    private func decoded(coordinates: String = "{}", _ detections: String...) throws -> FrameDetections {
        let text =
            "{\"coordinates\": \(coordinates), \"frames\": [{\"frame\": 0, \"detections\": [\(detections.joined(separator: ","))]}]}"
        return try StageOutput(text).decoded(width: 1920, height: 1080)
    }

    private let turned = [0.31, -1.2, 2.75].map { "{\"bbox\": [300, 200, 160, 240], \"angle\": \($0)}" }

    @Test("that look like radians are degrees with a warning, and radians where that is declared")
    func radians() throws {
        let result = try decoded(turned[0], turned[1], turned[2])
        #expect(result.detections.map(\.angle) == [0.31, -1.2, 2.75])
        #expect(result.warnings.map(\.code) == [.unitDoubtful])
        #expect(result.warnings[0].declare == #"{"coordinates": {"angle": "radians"}}"#)
        let declared = try decoded(coordinates: #"{"angle": "radians"}"#, turned[0], turned[1], turned[2])
        #expect(declared.detections.map { ($0.angle ?? 0).rounded() } == [18, -69, 158])
        #expect(declared.warnings.isEmpty)
        let whole = #"{"bbox": [300, 200, 160, 240], "angle": 2}"#
        #expect(try decoded(turned[0], turned[1], whole).warnings.isEmpty, "two, and a whole number")
    }

    @Test("are of the output's picture, which the frame stretches")
    func stretch() throws {
        let box = #"{"bbox": [300, 350, 200, 100], "angle": 30}"#
        let result = try decoded(coordinates: #"{"width": 800, "height": 800}"#, box)
        #expect(abs((result.detections.first?.boxStretch ?? 0) - 1920.0 / 1080) < 1e-12)
        #expect(try decoded(box).detections.first?.boxStretch == 1)
    }

    @Test("of another shape than the frame's are warnings, and those with swapped sides are asked about")
    func maskShapes() throws {
        let swapped = #"{"mask": {"size": [1920, 1080], "counts": [1000000, 500, 1420, 500, 1071180]}}"#
        let result = try decoded(swapped)
        #expect(result.warnings.map(\.code) == [.shapeDiffers])
        #expect(
            result.warnings[0].detail.hasSuffix(
                "1920 high and 1080 wide: are its sides swapped (size is [height, width])?"
            )
        )
        #expect(try decoded(#"{"mask": {"size": [540, 960], "counts": [100, 500, 517800]}}"#).warnings.isEmpty)
    }

    @Test("without a pixel are skipped and named")
    func emptyMask() throws {
        let empty = #""mask": {"size": [1080, 1920], "counts": [2073600]}"#
        let result = try decoded("{\(empty), \"bbox\": [320, 200, 160, 240]}", "{\(empty)}")
        #expect(result.detections.map { $0.mask == nil } == [true])
        #expect(
            result.skipped.map(\.reason) == ["has no pixel: drawn without it", "has no pixel"]
        )
    }
}
