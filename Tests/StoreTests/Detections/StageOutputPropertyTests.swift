import Testing

@testable import Detections
@testable import Store

@Suite("Stage outputs, at random,")
struct StageOutputPropertyTests {
    @Test("decode to what was printed", arguments: 1...60)
    func roundTrip(seed: UInt64) throws {
        var random = RandomDetections(seed: seed)
        let frames = random.frames()
        let output = try StageOutput(random.text(of: frames))
        #expect(output.frames.map(\.number) == frames.map(\.frame), "seed \(seed)")
        for frame in frames {
            var found = try output.decoded(frame.frame, width: 1_000, height: 800)
            // Masks are as wide as it happens, and what has no place has a member that is not known.
            found.warnings.removeAll { [.shapeDiffers, .memberUnknown].contains($0.code) }
            #expect(found == frame, "seed \(seed), frame \(frame.frame)")
        }
    }

    @Test("are errors when they are cut off anywhere", arguments: 1...4)
    func prefixes(seed: UInt64) throws {
        var random = RandomDetections(seed: seed)
        let json = Array(random.text(of: random.frames(atMost: 2, detectionsAtMost: 2)).utf8)
        for count in 0..<json.count {
            #expect(throws: StageOutputError.self, "seed \(seed), \(count) bytes") {
                try StageOutput(json: Array(json.prefix(count)))
            }
        }
        _ = try StageOutput(json: json)
    }

    @Test("never crash the decoder when bytes in them change", arguments: 1...80)
    func mutations(seed: UInt64) throws {
        var random = RandomDetections(seed: seed)
        let json = Array(random.text(of: random.frames(atMost: 3)).utf8)
        for _ in 0..<60 {
            let changed = random.mutated(json)
            guard let output = try? StageOutput(json: changed) else { continue }
            for frame in output.frames {
                let size = try #require(FrameSize(width: 1_000, height: 800))
                let result = try #require(output.detections(of: frame.number, in: size))
                let named = Set(result.skipped.map { $0.path.prefix { $0 != "]" } + "]" })
                #expect(result.detections.count <= frame.detectionCount)
                #expect(result.detections.count + result.skipped.count >= frame.detectionCount)
                #expect(frame.detectionCount - result.detections.count <= named.count)
                check(result, seed: seed)
            }
        }
    }

    @Test("lose only the detections that hold NaN or Infinity", arguments: 1...20)
    func nonFinite(seed: UInt64) throws {
        var random = RandomDetections(seed: seed)
        var texts: [String] = []
        var goodIndices: [Int] = []
        for index in 0..<50 {
            let isGood = Bool.random(using: &random.generator)
            let number =
                isGood ? "1" : ["NaN", "Infinity", "-Infinity"].randomElement(using: &random.generator) ?? "NaN"
            texts.append("{\"bbox\": [1, 2, \(number), 4]}")
            if isGood { goodIndices.append(index) }
        }
        let text = CanonicalText.output(detections: texts.joined(separator: ", "))
        let result = try StageOutput(text).decoded()
        #expect(result.detections.map(\.position.detectionIndex) == goodIndices, "seed \(seed)")
        #expect(result.skipped.count == 50 - goodIndices.count)
    }

    /// What holds of every decoded frame.
    private func check(_ result: FrameDetections, seed: UInt64) {
        for detection in result.detections {
            let points =
                detection.polygon + detection.polyline + detection.quad + detection.keypoints.compactMap { $0?.point }
            #expect(points.allSatisfy { abs($0.x) <= 1e6 && abs($0.y) <= 1e6 }, "seed \(seed)")
            #expect(detection.polygon.isEmpty || detection.polygon.count >= 3, "seed \(seed)")
            #expect(detection.quad.isEmpty || detection.quad.count == 4, "seed \(seed)")
            #expect(detection.confidence?.isFinite != false, "seed \(seed)")
            if let mask = detection.mask {
                #expect(mask.runs.reduce(0) { $0 + Int($1) } == mask.width * mask.height, "seed \(seed)")
            }
        }
    }
}
