import Testing

@testable import Detections

@Suite("Coordinates of a picture into which the frame was put")
struct FitTests {
    private func boxes(_ coordinates: String, _ detections: String, frame: String = "") throws -> [[Double]] {
        try result(coordinates, detections, frame: frame).detections.compactMap { box in
            box.box?.corners.map { ($0 * 1000).rounded() / 1000 }
        }
    }

    private func result(_ coordinates: String, _ detections: String, frame: String = "") throws -> FrameDetections {
        let text =
            "{\"coordinates\": \(coordinates), \"frames\": [{\"frame\": 0, \(frame)\"detections\": [\(detections)]}]}"
        return try StageOutput(text).decoded(width: 1920, height: 1080)
    }

    @Test(
        "by letterbox, crop or stretch are taken to the frame",
        arguments: [
            (#""fit": "letterbox""#, [0, 91, 416, 234], [0, 0, 1920, 1080]),
            (#""fit": "letterbox", "align": "top_left""#, [0, 0, 416, 234], [0, 0, 1920, 1080]),
            (#""fit": "stretch""#, [104, 104, 208, 208], [480, 270, 1440, 810]),
            (#""fit": "crop""#, [0, 0, 416, 416], [420, 0, 1500, 1080]),
            (#""fit": "crop", "align": "top_left""#, [0, 0, 416, 416], [0, 0, 1080, 1080]),
            (#""fit": "letterbox", "space": "normalized""#, [0, 0.21875, 1, 0.5625], [0, 0, 1920, 1080]),
            (#""fit": "letterbox", "space": "percent""#, [50, 50, 50, 28.125], [960, 540, 1920, 1080]),
        ]
    )
    func fits(_ members: String, box: [Double], corners: [Double]) throws {
        let boxes = try boxes("{\"width\": 416, \"height\": 416, \(members)}", "{\"bbox\": \(box)}")
        #expect(boxes == [corners])
    }

    @Test("and of a picture that is higher than the frame")
    func portrait() throws {
        let box = #"{"bbox": [0, 0, 100, 400]}"#
        #expect(try boxes(#"{"width": 100, "height": 400, "fit": "letterbox"}"#, box) == [[0, -3300, 1920, 4380]])
        #expect(try boxes(#"{"width": 100, "height": 400, "fit": "crop"}"#, box) == [[825, 0, 1095, 1080]])
    }

    @Test("may be a region of the frame: of the output, of a frame, of one detection")
    func regions() throws {
        let box = #""bbox": [20, 20, 160, 240]"#
        let corners: [Double] = [320, 200, 480, 440]
        #expect(try boxes(#"{"region": [300, 180, 400, 300]}"#, "{\(box)}") == [corners])
        #expect(try boxes("{}", "{\(box)}", frame: #""region": [300, 180, 400, 300], "#) == [corners])
        #expect(
            try boxes("{}", "{\(box), \"region\": [300, 180, 400, 300]}, {\(box)}") == [corners, [20, 20, 180, 260]]
        )
        let scaled = #"{"width": 800, "height": 600}"#
        let half = #"{"region": [300, 180, 400, 300], "bbox": [40, 40, 320, 480]}"#
        #expect(try boxes(scaled, half) == [corners])
        let letterboxed = #"{"width": 100, "height": 100, "fit": "letterbox", "region": [200, 100, 800, 400]}"#
        #expect(try boxes(letterboxed, #"{"bbox": [0, 25, 100, 50]}"#) == [[200, 100, 1000, 500]])
    }

    @Test("holds for points as well as for boxes")
    func points() throws {
        let detection =
            #"{"polygon": [[0, 91], [416, 91], [416, 325]], "keypoints": [[208, 208, 0.5]], "polyline": [[0, 91], [208, 208]]}"#
        let found = try result(#"{"width": 416, "height": 416, "fit": "letterbox"}"#, detection).detections[0]
        let rounded = { (point: DetectionPoint) in [point.x.rounded(), point.y.rounded()] }
        #expect(found.polygon.map(rounded) == [[0, 0], [1920, 0], [1920, 1080]])
        #expect(found.polyline.map(rounded) == [[0, 0], [960, 540]])
        #expect(found.keypoints.compactMap { $0.map { rounded($0.point) } } == [[960, 540]])
        #expect(found.boxStretch == 1)
    }

    @Test("holds for masks, which then are of the frame's size")
    func masks() throws {
        // A picture of 4 by 4 whose middle rows are the frame: rows 1 and 2 of columns 1 and 3 are inside, and row 0 of column 0.
        let mask = #"{"mask": {"size": [4, 4], "counts": [0, 1, 4, 2, 6, 2, 1]}}"#
        let text =
            "{\"coordinates\": {\"width\": 8, \"height\": 8, \"fit\": \"letterbox\"}, \"frames\": [{\"frame\": 0, \"detections\": [\(mask)]}]}"
        let found = try StageOutput(text).decoded(width: 4, height: 2).detections[0]
        #expect(found.mask?.height == 2 && found.mask?.width == 4 && found.mask?.runs == [2, 2, 2, 2])
        let part = #"{"region": [1, 0, 2, 2], "mask": {"size": [2, 2], "counts": [1, 2, 1]}}"#
        let placed = try StageOutput(CanonicalText.output(detections: part)).decoded(width: 4, height: 2).detections[0]
        #expect(placed.mask?.runs == [3, 2, 3])
        let away = #"{"region": [4, 0, 2, 2], "mask": {"size": [2, 2], "counts": [1, 2, 1]}}"#
        let lost = try StageOutput(CanonicalText.output(detections: away)).decoded(width: 4, height: 2)
        #expect(lost.detections.isEmpty && lost.skipped.map(\.code) == [.outsideFrame])
    }

    @Test("that is malformed is named, and what it would place is left out")
    func malformed() throws {
        #expect(throws: StageOutputError.self) {
            try StageOutput(#"{"coordinates": {"region": [1, 2, 3]}, "frames": []}"#)
        }
        #expect(throws: StageOutputError.self) { try StageOutput(#"{"coordinates": {"fit": "pad"}, "frames": []}"#) }
        let frame = try StageOutput(
            #"{"frames": [{"frame": 0, "region": [0, 0, 0, 4], "detections": []}, {"frame": 1}]}"#
        )
        #expect(frame.frames.map(\.number) == [1] && frame.skipped.map(\.path) == ["$.frames[0].region"])
        let detection = try result(
            "{}",
            #"{"bbox": [1, 1, 5, 5], "region": "left"}, {"bbox": [1, 1, 5, 5], "region": null}"#
        )
        #expect(detection.detections.count == 1)
        #expect(detection.skipped.map(\.path) == ["$.frames[0].detections[0].region"])
    }

    @Test("is doubted where another fit would bring all boxes inside, which is named")
    func doubts() throws {
        let boxes = #"{"bbox": [10, 10, 20, 20]}, {"bbox": [380, 390, 30, 20]}"#
        let warnings = try result(#"{"width": 416, "height": 416, "fit": "letterbox"}"#, boxes).warnings
        #expect(warnings.map(\.code) == [.fitDoubtful])
        #expect(warnings[0].declare == #"{"coordinates": {"fit": "stretch"}}"#)
        let inside = #"{"bbox": [10, 100, 20, 20]}"#
        #expect(try result(#"{"width": 416, "height": 416, "fit": "letterbox"}"#, inside).warnings.isEmpty)
        let top = #"{"bbox": [0, 0, 400, 230]}"#
        let aligned = try result(#"{"width": 416, "height": 416, "fit": "letterbox", "align": "center"}"#, top).warnings
        #expect(aligned.map(\.declare) == [#"{"coordinates": {"fit": "stretch"}}"#])
    }

    @Test("is warned of where nothing is declared and the shapes differ")
    func undeclared() throws {
        let box = #"{"bbox": [10, 100, 20, 20]}"#
        #expect(try result(#"{"width": 416, "height": 416}"#, box).warnings.map(\.code) == [.shapeDiffers])
        #expect(try result(#"{"width": 416, "height": 416, "fit": "stretch"}"#, box).warnings.isEmpty)
        #expect(try result(#"{"width": 10, "height": 10, "region": [5, 5, 50, 50]}"#, box).warnings.isEmpty)
    }
}

@Suite("Confidences of a row")
struct ConfidenceTests {
    private func output(_ values: String...) throws -> StageOutput {
        let frames = values.enumerated().map { index, value in
            "{\"frame\": \(index), \"detections\": [{\"bbox\": [1, 1, 5, 5], \"confidence\": \(value)}]}"
        }
        return try StageOutput("{\"frames\": [\(frames.joined(separator: ","))]}")
    }

    @Test("are per cent, all of them, where any of them can be nothing else")
    func percent() throws {
        let output = try output("0.6", "61", "1", "100", "\"42\"")
        #expect(output.warnings.map(\.code) == [.confidencesPerCent])
        #expect(try (0..<5).map { try output.decoded($0).detections[0].confidence } == [0.006, 0.61, 0.01, 1, 0.42])
        let coco = try StageOutput(
            #"[{"image_id": 0, "bbox": [1, 1, 5, 5], "score": 70}, {"image_id": 1, "bbox": [1, 1, 5, 5], "score": 1}]"#
        )
        #expect(try coco.decoded(1).detections[0].confidence == 0.01)
    }

    @Test("are fractions otherwise, also where rounding has made them a little more than 1")
    func fractions() throws {
        let output = try output("0.6", "1.5", "null")
        #expect(output.warnings.isEmpty)
        #expect(try output.decoded(1).detections[0].confidence == 1.5)
        #expect(try output.decoded(1).warnings.map(\.code) == [.confidenceOutOfRange])
    }

    @Test("below 0 or above 100 are skipped and named", arguments: ["-0.1", "100.5", "255", "1e9"])
    func outOfRange(value: String) throws {
        let found = try output("0.5", value).decoded(1)
        #expect(found.detections.map(\.confidence) == [nil])
        #expect(found.skipped.map(\.path) == ["$.frames[1].detections[0].confidence"])
        #expect(
            found.skipped[0].reason.hasSuffix(
                "expected a number from 0 to 1, or a per cent up to 100: drawn without it"
            )
        )
    }
}
