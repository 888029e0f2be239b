import Foundation
import TestSupport
import Testing

@testable import Detections
@testable import OverlayServer
@testable import OverlayService

@Suite("Numbers in the names of frames' files")
struct FrameFileNamesTests {
    @Test(
        "are those that vary",
        arguments: [
            (["frame_000001", "frame_000002"], [1, 2]), (["7"], [7]), (["a1_b9", "a1_b10"], [9, 10]),
            (["frame_1_640x480", "frame_2_640x480"], [1, 2]), (["frame_1_640x480"], [1]),
            (["cam1_3_v2", "cam1_4_v2"], [3, 4]), (["20261129120000_000010", "20261129120000_000011"], [10, 11]),
        ]
    )
    func varying(names: [String], numbers: [Int]) throws {
        #expect(try FrameFileNames.numbers(of: names) == numbers)
    }

    @Test(
        "are asked for where that cannot be told",
        arguments: [
            (["a_b"], FrameFileNames.Doubt.noNumber(name: "a_b")), (["1_2"], .severalNumbers(name: "1_2")),
            (["1_5", "2_6"], .severalNumbers(name: "1_5")), (["f1", "f2 (1)"], .severalNumbers(name: "f2 (1)")),
            (["f1", "g1"], .sameNumber(1, "f1", "g1")), (["c1_1", "c1_2", "c2_1"], .severalNumbers(name: "c1_1")),
        ]
    )
    func doubts(names: [String], doubt: FrameFileNames.Doubt) {
        #expect(throws: doubt) { try FrameFileNames.numbers(of: names) }
    }

    @Test(
        "are found by a pattern",
        arguments: [
            ("cam1_{frame}_*.jpg", "cam1_000012_99.jpg", 12), ("*_{frame}.png", "5_6_7.png", 7),
            ("{frame}*", "3_640x480.jpg", 3), ("a*b{frame}.jpg", "a1b22.jpg", 22), ("{frame}.jpg", "x1.jpg", nil),
            ("a{frame}.jpg", "a1.png", nil), ("*x*{frame}*", "1x2y3.jpg", 2),
        ]
    )
    func patterns(pattern: String, name: String, number: Int?) throws {
        #expect(try #require(FrameFileNames.Pattern(pattern)).number(in: name) == number)
    }

    @Test("need {frame} once", arguments: ["", "a", "{frame}{frame}", "*"])
    func badPatterns(pattern: String) { #expect(FrameFileNames.Pattern(pattern) == nil) }

    @Test("are not looked for in files that begin with a dot")
    func hidden() async throws {
        let folder = try TemporaryFolder()
        for name in ["frame_000001.jpg", "frame_000002.jpg", "._frame_000001.jpg", ".DS_Store", "notes.txt"] {
            try Data([1]).write(to: URL(filePath: folder.path).appending(path: name))
        }
        let fixture = try ServiceFixture()
        #expect(try await fixture.importer().importFrames(from: folder.path) == 2)
    }

    @Test("draw writes over none of its inputs, by whatever name")
    func overwriting() async throws {
        let folder = try TemporaryFolder()
        let (frame, detections) = ("\(folder.path)/frame.jpg", "\(folder.path)/found.jpg")
        let jpeg = try ImageCodec.encodeJPEG(ServiceFixture.frame(0), quality: 90, sampling: .halfBoth)
        try Data(jpeg).write(to: URL(filePath: frame))
        try Data("[]".utf8).write(to: URL(filePath: detections))
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link.jpg", withDestinationPath: frame)
        try FileManager.default.linkItem(atPath: frame, toPath: "\(folder.path)/hard.jpg")
        for output in [
            frame, detections, "\(folder.path)/./frame.jpg", "\(folder.path)/link.jpg", "\(folder.path)/hard.jpg",
        ] {
            let program = try await Program.overlayServer(["draw", frame, detections, "-o", output], [:])
            #expect(program.status != 0 && program.output.contains("is the file that is read"))
            #expect(try Data(contentsOf: URL(filePath: frame)) == Data(jpeg))
        }
        #expect(
            try await Program.overlayServer(["draw", frame, detections, "-o", "\(folder.path)/new.jpg"], [:]).status
                == 0
        )
    }
}
