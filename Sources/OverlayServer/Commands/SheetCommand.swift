import ArgumentParser
import Foundation
import OverlayService
import Store

/// Draws many frames, or one track through time, on one picture.
struct SheetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sheet",
        abstract: "Draw many frames with what a stage found on them, or one track through time, on one picture.",
        discussion: """
            Frames that are missing, damaged or not reported say so in their place. A long track is shown on as many of its frames as \
            --limit says, evenly taken. Labels are drawn where tiles are wide enough for them.

            EXAMPLES
              overlay-server sheet --timeline T --job J --stage detect_people --frames 0-99 -o sheet.png
              overlay-server sheet --timeline T --job J --stage track_people --track 7 --limit 12 -o 7.jpg
              overlay-server sheet --timeline T --job J --stage track_people --frames 0-23 --columns 6 --layers boxes -o - > sheet.png
            """
    )

    @OptionGroup var stage: StageOptions
    @Option(help: "Frames, as 0-99,120; at most \(SheetRequest.tileLimit).")
    var frames: String?
    @Option(help: "The id of a track, instead of frames.")
    var track: String?
    @Option(help: "On how many of its frames a track is shown. Default: \(SheetRequest.standardTrackLimit).")
    var limit: Int?
    @Option(help: "Tiles in a row. Default: as many as make the sheet roughly 4:3.")
    var columns: Int?
    @Option(help: "The sheet's width in pixels. Default: \(SheetRequest.standardWidth).")
    var width: Int?
    @Option(
        name: .shortAndLong,
        help: "The file, whose ending, .png or .jpg, chooses the format; - is standard output."
    )
    var output: String
    @OptionGroup(title: "Style options")
    var style: StyleOptions

    func validate() throws {
        let numbers = [("limit", limit, 1...SheetRequest.tileLimit), ("columns", columns, 1...SheetRequest.tileLimit)]
        for (name, number, range) in numbers + [("width", width, SheetRequest.widths)] {
            if let number, !range.contains(number) {
                throw ValidationError("--\(name) is from \(range.lowerBound) to \(range.upperBound).")
            }
        }
        do {
            _ = try request()
        } catch let error as RequestError {
            throw ValidationError(Failure(reporting: error).detail)
        } catch let error as IdentifierError {
            throw ValidationError(error.description)
        }
    }

    private func request() throws -> SheetRequest {
        var given = SheetRequest.Given()
        given.frames = try frames.map { try FrameSelection($0) }
        (given.track, given.limit, given.columns, given.width) = (track, limit, columns, width)
        let style = try style.style()
        let address = try stage.address()
        return try SheetRequest(given, of: address, style, format: try format(style))
    }

    private func format(_ style: Style) throws -> ImageFormat {
        if output == CommandFile.standard { return .png }
        let ending = URL(filePath: output).pathExtension
        guard let format = ImageFormat(fileEnding: ending) else {
            throw ValidationError("--output must end in .jpg or .png.")
        }
        if let asked = style.format, asked.file != format {
            throw ValidationError("--format \(asked.rawValue) does not go into a .\(ending) file.")
        }
        return format
    }

    func run() async throws {
        let request = try request()
        let sheet = try await ContactSheets(try await Services().job).sheet(request)
        guard let file = sheet.file else { return }
        try CommandFile.write(file, to: output)
    }
}
