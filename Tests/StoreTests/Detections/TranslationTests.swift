import Testing

@testable import Detections

@Suite("What other tools write")
struct TranslationTests {
    /// Of a frame of 1920×1080: a bus at x 320, y 200, 160 wide and 240 high, of confidence 0.61.
    private static let bus: [Double] = [320, 200, 480, 440]

    private static func found(
        _ text: String,
        on frame: Int = 0,
        declared: String? = nil
    ) throws -> (StageOutput, FrameDetections) {
        let output = try StageOutput(json: Array(text.utf8), formats: DetectionFormat.all + [.list], declared: declared)
        let size = try #require(FrameSize(width: 1920, height: 1080))
        let found = try #require(output.detections(of: frame, in: size))
        return (output, found)
    }

    @Test(
        "is recognised, and its box is where it belongs",
        arguments: [
            (
                "coco",
                #"{"images": [{"id": 9, "file_name": "f_000000.jpg"}, {"id": 7, "file_name": "f_000004.jpg"}], "annotations": [{"id": 1, "image_id": 9, "category_id": 5, "bbox": [320, 200, 160, 240], "score": 0.61}], "categories": [{"id": 5, "name": "bus"}]}"#
            ),
            (
                "supervision",
                #"[{"x_min": "320.0", "y_min": "200.0", "x_max": "480.0", "y_max": "440.0", "class_id": "5", "confidence": "0.61", "tracker_id": "", "class_name": "bus", "frame_index": 0}]"#
            ),
            (
                "supervision",
                "x_min,y_min,x_max,y_max,class_id,confidence,tracker_id,class_name,frame_number\r\n320.0,200.0,480.0,440.0,5,0.61,,\"bus\",0\r\n"
            ),
            (
                "ultralytics",
                #"[{"name": "bus", "class": 5, "confidence": 0.61, "box": {"x1": 320, "y1": 200, "x2": 480, "y2": 440}}]"#
            ),
            (
                "ultralytics",
                #"[[{"name": "bus", "class": 5, "confidence": 0.61, "box": {"x1": 320, "y1": 200, "x2": 480, "y2": 440}}], []]"#
            ),
            (
                "roboflow",
                #"{"predictions": [{"x": 400, "y": 320, "width": 160, "height": 240, "class": "bus", "class_id": 5, "confidence": 0.61}], "image": {"width": 1920, "height": 1080}}"#
            ),
            (
                "roboflow",
                #"{"predictions": [{"x": 200, "y": 160, "width": 80, "height": 120, "class": "bus", "class_id": 5, "confidence": 0.61}], "image": {"width": 960, "height": 540}}"#
            ),
            (
                "label_studio",
                #"[{"data": {"image": "/d/f_0.jpg"}, "predictions": [{"result": [{"type": "rectanglelabels", "score": 0.61, "original_width": 1920, "original_height": 1080, "value": {"x": 16.6666666667, "y": 18.5185185185, "width": 8.3333333333, "height": 22.2222222222, "rectanglelabels": ["bus"]}}]}]}]"#
            ),
            (
                "cvat",
                #"{"shapes": [{"type": "rectangle", "frame": 0, "label": "bus", "score": 0.61, "points": [320, 200, 480, 440]}]}"#
            ),
            (
                "rekognition",
                #"{"Labels": [{"Name": "bus", "Instances": [{"Confidence": 61, "BoundingBox": {"Left": 0.16666666667, "Top": 0.18518518518, "Width": 0.08333333333, "Height": 0.22222222222}}]}]}"#
            ),
            (
                "fiftyone",
                #"{"predictions": {"_cls": "Detections", "detections": [{"_cls": "Detection", "label": "bus", "confidence": 0.61, "bounding_box": [0.16666666667, 0.18518518518, 0.08333333333, 0.22222222222]}]}}"#
            ),
            (
                "azure",
                #"{"objectsResult": {"values": [{"boundingBox": {"x": 320, "y": 200, "w": 160, "h": 240}, "tags": [{"name": "car", "confidence": 0.2}, {"name": "bus", "confidence": 0.61}]}]}, "metadata": {"width": 1920, "height": 1080}}"#
            ),
            (
                "azure",
                #"{"objects": [{"rectangle": {"x": 320, "y": 200, "w": 160, "h": 240}, "object": "bus", "confidence": 0.61}]}"#
            ),
        ]
    )
    func boxes(format: String, text: String) throws {
        let (output, found) = try Self.found(text)
        #expect(output.formatName == format)
        let bus = try #require(found.detections.first)
        #expect(try #require(bus.box).corners.map { ($0 * 1000).rounded() / 1000 } == Self.bus)
        #expect(bus.label == "bus" && bus.confidence == 0.61 && found.detections.count == 1)
        #expect(found.skipped.isEmpty && output.skipped.isEmpty)
    }

    @Test("names no frame where it is of one picture, which a row must", arguments: ["yolo", "gemini", "ultralytics"])
    func onePicture(format: String) throws {
        let texts = [
            "yolo": "5 0.5 0.5 0.1 0.1\n0 0.1 0.1 0.1 0.1\n", "gemini": #"[{"box_2d": [1, 2, 3, 4], "label": "a"}]"#,
            "ultralytics": #"[{"name": "a", "class": 1, "box": {"x1": 1, "y1": 2, "x2": 30, "y2": 40}}]"#,
        ]
        let text = try #require(texts[format])
        #expect(try Self.found(text).0.formatName == format)
        #expect(throws: StageOutputError.self) { try StageOutput(text) }
    }

    @Test("by MOT counts frames and pixels from 1, and -1 is none")
    func mot() throws {
        let text = "1,1,321,201,160,240,0.61,-1,-1,-1\n1,-1,1,1,160,240,-1,-1,-1,-1\n2,1,331,201,160,240,0.6,-1,-1,-1\n"
        let (output, found) = try Self.found(text)
        #expect(output.formatName == "mot" && output.frames.map(\.number) == [0, 1])
        #expect(found.detections.map(\.box?.corners) == [Self.bus, [0, 0, 160, 240]])
        #expect(found.detections.map(\.trackID) == [.integer(1), nil])
        #expect(found.detections.map(\.confidence) == [0.61, nil])
        #expect(found.detections[1].path == "line 2")
        let (_, truth) = try Self.found("1,4,321,201,160,240,1,7,0.8\n1,5,1,1,9,9,0,1,0.1\n")
        #expect(truth.detections.map(\.classID) == [.integer(7), .integer(1)])
        #expect(truth.detections.map(\.status) == [.kept, .dropped])
    }

    @Test("by YOLO is boxes from their centres, turned boxes, and outlines")
    func yolo() throws {
        let text = """
            5 0.20833333 0.29629630 0.08333333 0.22222222 0.61 4
            0 0.1 0.1 0.2 0.1 0.2 0.2 0.1 0.2
            0 0.1 0.1 0.2 0.1 0.2 0.25
            """
        let (_, found) = try Self.found(text)
        #expect(found.detections[0].box?.corners.map { $0.rounded() } == Self.bus)
        #expect(found.detections[0].trackID == .integer(4) && found.detections[0].classID == .integer(5))
        #expect(found.detections[1].quad.count == 4 && found.detections[2].polygon.count == 3)
    }

    @Test("by Ultralytics may be normalized, which is a guess, turned, and have segments and key points")
    func ultralytics() throws {
        let text = """
            [{"name": "a", "class": 5, "confidence": 0.61, "box": {"x1": 0.5, "y1": 0.5, "x2": 0.75, "y2": 1, "x3": 0.5, "y3": 1, "x4": 0.25, "y4": 0.75},
              "segments": {"x": [0.1, 0.2, 0.3], "y": [0.1, 0.1, 0.4]}, "keypoints": {"x": [0.5, 0], "y": [0.5, 0], "visible": [0.9, 0]}}]
            """
        let (output, found) = try Self.found(text)
        #expect(output.warnings.map(\.code) == [.formatGuessed])
        #expect(found.detections[0].quad.first == DetectionPoint(x: 960, y: 540) && found.detections[0].box == nil)
        #expect(found.detections[0].polygon.count == 3)
        #expect(found.detections[0].keypoints.map { $0 == nil } == [false, true])
    }

    @Test("may stand in frames of the canonical shape, where their format is declared, and keeps its paths")
    func declared() throws {
        let ultralytics =
            #"{"name": "bus", "class": 5, "confidence": 0.61, "box": {"x1": 320, "y1": 200, "x2": 480, "y2": "x"}}"#
        let gemini =
            #"{"format": "gemini", "frames": [{"frame": 3, "timestamp": 1.5, "detections": [{"box_2d": [0, 0, 500, 500], "label": "a"}, {"box_2d": [5, 5, 5, 1]}]}]}"#
        let (output, found) = try Self.found(gemini, on: 3)
        #expect(found.detections.map(\.box?.corners) == [[0, 0, 960, 540]] && found.timestamp == 1.5)
        #expect(output.formatName == "gemini" && found.skipped.map(\.path) == ["$.frames[0].detections[1].bbox"])
        let frames = "{\"frames\": [{\"frame\": 0, \"detections\": [\(ultralytics)]}]}"
        #expect(try Self.found(frames, declared: "ultralytics").0.formatName == "ultralytics")
        let video =
            #"{"frames": {"1": {"p": {"_cls": "Detections", "detections": [{"_cls": "Detection", "label": "a", "bounding_box": [0, 0, 0.5, 0.5]}]}}}}"#
        #expect(try Self.found(video, declared: "fiftyone").1.detections.map(\.label) == ["a"])
        let half = #"{"frames": [{"frame": 0, "detections": [{"box_2d": [0, 0, 500, 500]}]}, {"frame": 1}]}"#
        #expect(try Self.found(half, on: 1, declared: "gemini").1.detections.isEmpty)
        #expect(throws: StageOutputError.self) { try Self.found("[]", declared: "other") }
        #expect(try Self.found(#"{"frames": [{"frame": 0}]}"#, declared: "canonical").0.formatName == "canonical")
    }

    @Test("by video services is matched by time")
    func times() throws {
        let google = """
            {"annotationResults": [{"objectAnnotations": [{"entity": {"description": "bus"}, "confidence": 0.61, "frames": [
              {"normalizedBoundingBox": {"right": 0.25, "bottom": 0.5}}, {"normalizedBoundingBox": {"left": 0.5, "right": 1, "bottom": 0.5}, "timeOffset": "1.5s"}]}]}]}
            """
        let output = try StageOutput(google)
        #expect(output.numbering.match == .timestamp && output.frames.map(\.timestamp) == [0, 1.5])
        let size = try #require(FrameSize(width: 1920, height: 1080))
        let boxes = output.frames.map { output.detections(of: $0.number, in: size)?.detections.first?.box?.corners }
        #expect(boxes == [[0, 0, 480, 540], [960, 0, 1920, 540]])
        let rekognition =
            #"{"VideoMetadata": {}, "Persons": [{"Timestamp": 500, "Person": {"Index": 2, "BoundingBox": {"Left": 0, "Top": 0, "Width": 0.5, "Height": 0.5}}}]}"#
        #expect(try StageOutput(rekognition).frames.map(\.timestamp) == [0.5])
    }

    @Test("by CVAT has tracks that go in a line between key frames, and masks in their box")
    func cvat() throws {
        let text = """
            {"shapes": [{"type": "mask", "frame": 0, "label_id": 1, "points": [1, 2, 1, 600, 200, 601, 201]}], "labels": [{"id": 1, "name": "bus"}],
             "tracks": [{"id": 3, "label_id": 1, "shapes": [{"type": "rectangle", "frame": 0, "points": [0, 0, 100, 100]},
              {"type": "rectangle", "frame": 4, "points": [40, 0, 140, 100], "outside": true}]}]}
            """
        let (output, found) = try Self.found(text)
        #expect(output.frames.map(\.number) == [0, 1, 2, 3] && found.detections.map(\.label) == ["bus", "bus"])
        let size = try #require(FrameSize(width: 1920, height: 1080))
        #expect(output.detections(of: 2, in: size)?.detections.first?.box?.corners == [20, 0, 120, 100])
        let sources = (0..<4).map { output.detections(of: $0, in: size)?.detections.last?.sourceFrame }
        #expect(sources == [nil, 0, 0, 0], "nobody looked at those between")
        let mask = try #require(found.detections[0].mask)
        // The upper right pixel and the lower left one of the box.
        #expect(mask.width == 1920 && mask.runs == [600 * 1080 + 201, 1, 1078, 1, 1320 * 1080 - 1281])
    }

    @Test("of text is corners and what was read")
    func text() throws {
        let easy = #"[[[[320, 200], [480, 200], [480, 240], [320, 240]], "BUS STOP", 0.61]]"#
        let (output, found) = try Self.found(easy)
        #expect(
            output.formatName == "easyocr" && found.detections[0].text == "BUS STOP"
                && found.detections[0].quad.count == 4
        )
        let rekognition =
            #"{"TextDetections": [{"Type": "LINE", "DetectedText": "EXIT", "Confidence": 90, "Geometry": {"Polygon": [{"X": 0, "Y": 0}, {"X": 0.5, "Y": 0}, {"X": 0.5, "Y": 0.5}, {"X": 0, "Y": 0.5}]}}, {"Type": "WORD", "DetectedText": "EXIT"}]}"#
        #expect(try Self.found(rekognition).1.detections.map(\.text) == ["EXIT"])
        let vision =
            #"{"responses": [{"textAnnotations": [{"description": "EXIT", "boundingPoly": {"vertices": [{}, {"x": 9}, {"x": 9, "y": 9}, {"y": 9}]}}]}]}"#
        #expect(try Self.found(vision).1.detections.map(\.text) == ["EXIT"])
    }

    @Test("in a Markdown fence or in a JSON string is read as what it holds")
    func wrapped() throws {
        let (output, found) = try Self.found(
            "Here:\n```json\n[{\"box_2d\": [0, 0, 500, 500], \"label\": \"a\"}]\n```\nDone."
        )
        #expect(output.formatName == "gemini" && found.detections.count == 1)
        let mot = "1,1,321,201,160,240,0.61,-1,-1,-1\n"
        let row = try StageOutput(mot).rowText(isDeclared: false)
        #expect(String(decoding: row, as: UTF8.self) == #""1,1,321,201,160,240,0.61,-1,-1,-1\u000a""#)
        #expect(try StageOutput(json: row).formatName == "mot")
        #expect(try StageOutput(json: StageOutput(mot).rowText(isDeclared: true)).formatName == "canonical")
    }

    @Test("by labelme and FiftyOne has lines and outlines")
    func outlines() throws {
        let labelme =
            #"{"imageWidth": 1920, "imageHeight": 1080, "shapes": [{"label": "bus", "points": [[480, 440], [320, 200]], "shape_type": "rectangle"}, {"label": "l", "points": [[0, 0], [50, 50]], "shape_type": "line"}, {"shape_type": "mask", "points": [[0, 0], [1, 1]]}]}"#
        let (output, found) = try Self.found(labelme)
        #expect(found.detections.map(\.box?.corners) == [Self.bus, nil] && found.detections[1].polyline.count == 2)
        #expect(output.skipped.map(\.path) == ["$.shapes[2]"])
        let polyline =
            #"{"samples": [{"filepath": "a/f1.jpg", "p": {"_cls": "Polylines", "polylines": [{"_cls": "Polyline", "label": "x", "points": [[[0, 0], [0.5, 0], [0.5, 0.5]]], "closed": true}]}}, {"filepath": "a/f2.jpg"}]}"#
        #expect(try Self.found(polyline, on: 1).1.detections.map(\.polygon.count) == [3])
    }

    @Test("that is none of these is refused with what is known", arguments: ["hello, world\nand more", "1;2", "#\n,"])
    func unknown(text: String) { #expect(throws: StageOutputError.self) { try StageOutput(text) } }

    @Test("line by line has the lines that cannot be read named")
    func badLines() throws {
        let csv = "x_min,y_min,x_max,y_max,class_id,frame_number\n1,2,30,40,5,0\n1,2\n1,2,30,40,5,x\n"
        let (output, found) = try Self.found(csv)
        #expect(found.detections.count == 1 && output.skipped.map(\.path) == ["line 3", "line 4"])
        let mot = "1,1,321,201,160,240,0.61,-1,-1,-1\n1,1,a\n"
        #expect(try Self.found(mot, declared: "mot").0.skipped.map(\.path) == ["line 2"])
    }
}

@Suite("Names and bounds")
struct NameTests {
    private static let frames =
        #""frames": [{"frame": 0, "detections": [{"class_id": 1, "bbox": [1, 1, 5, 5]}, {"class_id": 9, "bbox": [1, 1, 5, 5]}, {"class_id": 1, "label": "own", "bbox": [1, 1, 5, 5]}]}]"#

    @Test(
        "of classes are the output's own, else those that are given",
        arguments: [
            (#""names": ["a", "b"], "#, ["b", nil, "own"]), (#""names": {"1": "x", "9": "y"}, "#, ["x", "y", "own"]),
            ("", ["two", nil, "own"]), (#""names": 7, "#, [nil, nil, "own"]),
        ]
    )
    func classes(members: String, labels: [String?]) throws {
        let names = ClassNames(lines: "one\n two \r\n\n")
        let output = try StageOutput(json: Array("{\(members)\(Self.frames)}".utf8), classNames: names)
        #expect(try output.decoded().detections.map(\.label) == labels)
    }

    @Test(
        "around a mask, an outline or points are those of the frame",
        arguments: [
            (
                #""mask": {"size": [5, 10], "counts": [11, 2, 3, 2, 32]}"#, Detection.BoundsSource.mask,
                [20.0, 10, 40, 30]
            ),
            (#""polygon": [[1, 2], [9, 2], [5, 8]]"#, .polygon, [1, 2, 9, 8]),
            (#""keypoints": [[3, 4], null, [7, 9]]"#, .keypoints, [3, 4, 7, 9]),
            (#""polyline": [[0, 5], [9, 5]], "quad": [[1, 1], [4, 1], [4, 3], [1, 3]]"#, .quad, [1, 1, 4, 3]),
        ]
    )
    func bounds(members: String, source: Detection.BoundsSource, corners: [Double]) throws {
        let detection = try StageOutput(CanonicalText.output(detections: "{\(members)}")).decoded().detections[0]
        let size = try #require(FrameSize(width: 100, height: 50))
        let bounds = try #require(detection.bounds(in: size))
        #expect(bounds.of == source && bounds.box.corners == corners)
    }

    @Test("there are none of a single point")
    func none() throws {
        let detection = try StageOutput(CanonicalText.output(detections: #"{"keypoints": [[3, 4]]}"#)).decoded()
            .detections[0]
        let size = try #require(FrameSize(width: 100, height: 50))
        #expect(detection.bounds(in: size) == nil)
    }
}
