import Detections
import Foundation
import OverlayService
import Store

/// Stands for what decides beside stage outputs, frames and styles what is drawn: the program, the fonts, and some of the configuration.
enum DrawingStamp {
    /// Files count with where they lie, how large they are, and when they were written.
    static func text(_ configuration: Configuration, _ fonts: FontFiles) -> String {
        let files = ([Bundle.main.executablePath].compactMap(\.self) + fonts.paths).map { path in
            let attributes = (try? FileManager.default.attributesOfItem(atPath: path)) ?? [:]
            let written = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            return "\(path) \(attributes[.size] ?? 0) \(written)"
        }
        let formats = configuration.stageOutputFormats.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let names = configuration.classNames.names.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let frames = ["\(configuration.frameKeyTemplate)", "\(configuration.frameNumberBase)"]
        let lines = files + formats + names + frames + ["\(configuration.imageLimits)"]
        return SHA256Digest(of: Array(lines.joined(separator: "\n").utf8)).hex
    }
}
