/// What boxes of four numbers mean where the output does not say so.
extension StageOutput {
    /// How far a box may leave a frame, as a part of its sides, before that is strange.
    private static let tolerance = 0.05

    /// `result`, or what `decode` makes of the frame where boxes are two corners: where they leave the frame as x, y, width, height, and none does
    /// as corners. A warning says so.
    func cornersInstead(
        of result: FrameDetections,
        in frame: FrameSize,
        _ decode: (CoordinateSpace) -> FrameDetections
    ) -> FrameDetections {
        guard !coordinates.isBoxDeclared, Self.leaves(result, frame) else { return result }
        var space = coordinates
        space.boxLayout = .xyxy
        var guess = decode(space)
        guard guess.detections.count >= result.detections.count, guess.skipped.count <= result.skipped.count,
            !Self.leaves(guess, frame)
        else { return result }
        let detail = "Boxes are taken as two corners, since as x, y, width, height some would leave the frame."
        guess.warnings.append(
            Warning(.formatGuessed, detail, path: "$.coordinates.box", declare: #"{"coordinates": {"box": "xyxy"}}"#)
        )
        return guess
    }

    private static func leaves(_ result: FrameDetections, _ frame: FrameSize) -> Bool {
        let (width, height) = (Double(frame.width) * (1 + tolerance), Double(frame.height) * (1 + tolerance))
        return result.detections.contains { detection in
            detection.box.map { $0.maxX > width || $0.maxY > height } ?? false
        }
    }
}
