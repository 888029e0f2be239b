import ArgumentParser
import OverlayService

/// Measures what `scripts/bench` compares with other libraries.
@main
struct OverlayBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "overlay-bench",
        abstract: "Time the steps of an overlay, or requests to an S3 server.",
        subcommands: [
            StepsCommand.self, StagesCommand.self, LabelsCommand.self, LayersCommand.self, DetectionsCommand.self,
            MatchingCommand.self,
            StoreCommand.self,
        ]
    )

    /// With the memory kept as the server keeps it.
    static func main() async {
        Heap.prepare()
        await main(nil)
    }
}
