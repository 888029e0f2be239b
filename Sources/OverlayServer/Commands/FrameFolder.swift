import Detections
import Foundation
import OverlayService

/// A folder of pictures, each a frame.
struct FrameFolder {
    private let path: String

    init(_ path: String) { self.path = path }

    /// The pictures by the digits in their names, which are of `pattern` or vary. Throws `CommandFailure`.
    func numberedFiles(_ pattern: FrameFileNames.Pattern?) throws -> [Int: URL] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw CommandFailure(message: "\(path) is not a folder that can be read.", exitCode: CommandFailure.usage)
        }
        // Systems and archivers put files of their own beside those of users, with a dot before their names.
        let pictures = names.filter {
            !$0.hasPrefix(".") && ImageFormat(fileEnding: URL(filePath: $0).pathExtension) != nil
        }
        .sorted()
        guard !pictures.isEmpty else {
            throw CommandFailure(message: "\(path) has no .jpg, .jpeg or .png files.", exitCode: CommandFailure.usage)
        }
        let numbers = try numbers(of: pictures, pattern)
        return Dictionary(zip(numbers, pictures)) { first, _ in first }.mapValues {
            URL(filePath: path).appending(path: $0)
        }
    }

    private func numbers(of names: [String], _ pattern: FrameFileNames.Pattern?) throws -> [Int] {
        do {
            guard let pattern else { return try FrameFileNames.numbers(of: names) }
            return try FrameFileNames.numbers(of: names, pattern)
        } catch {
            let message =
                switch error {
                case .noNumber(let name): "\(name) has no frame number in its name."
                case .severalNumbers(let name):
                    "\(name) has several numbers in its name: say which is the frame's with --frame-pattern, as in "
                        + "'frame_{frame}_*.jpg'."
                case .notOfPattern(let name): "\(name) is not of the pattern that --frame-pattern says."
                case .sameNumber(let number, let one, let other): "\(one) and \(other) are both frame \(number)."
                }
            throw CommandFailure(message: message, exitCode: CommandFailure.usage)
        }
    }
}
