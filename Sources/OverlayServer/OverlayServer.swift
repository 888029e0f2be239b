import ArgumentParser
import Foundation
import OverlayService
import Store

/// The program: reads the command line, runs one command, and says by its exit code how that went.
@main
struct OverlayServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "overlay-server",
        abstract: "Draws what a video-analysis pipeline saw onto the frames it saw it on.",
        discussion: """
            Environment variables say where frames, stage outputs and overlays lie: see the README.

            EXAMPLES
              overlay-server demo && overlay-server --rerender --timeline demo && overlay-server
              overlay-server draw photo.jpg detections.json -o overlay.png
              overlay-server --generate-completion-script bash > /etc/bash_completion.d/overlay-server
            """,
        version: Version.text,
        subcommands: [
            ServeCommand.self, ImportCommand.self, DrawCommand.self, DemoCommand.self, CheckCommand.self,
            ExportCommand.self, SheetCommand.self, ObjectsCommand.self, BatchReportCommand.self, PruneCommand.self,
            HealthCommand.self, FramesCommand.self, CompareCommand.self, RankingCommand.self, ClipCommand.self,
        ],
        defaultSubcommand: ServeCommand.self
    )

    static func main() async {
        Heap.prepare()
        CryptographicLibrary.keepUntilExit()
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    /// 0 for help, 1 where some of the work failed, 2 where the command line or the environment is at fault, 3 where a store or the database is away.
    private static func end(with error: any Error) -> Never {
        if !(error is CommandFailure), exitCode(for: error) == .success {
            print(fullMessage(for: error))
            Foundation.exit(0)
        }
        if !(error is CommandFailure), exitCode(for: error) == .validationFailure {
            printError(fullMessage(for: error))
            Foundation.exit(CommandFailure.usage)
        }
        let failure = CommandFailure(reporting: error)
        printError(failure.message)
        Foundation.exit(failure.exitCode)
    }

    private static func printError(_ message: String) {
        FileHandle.standardError.write(Data("\(message)\n".utf8))
    }
}
