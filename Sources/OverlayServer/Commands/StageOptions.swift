import ArgumentParser
import OverlayService
import Store

/// One stage of one job, as options of the command line.
struct StageOptions: ParsableArguments {
    @Option(help: "The timeline.")
    var timeline: String
    @Option(help: "The job.")
    var job: String
    @Option(help: "The stage.")
    var stage: String

    func address() throws -> StageAddress {
        StageAddress(timeline: try TimelineID(timeline), job: try JobID(job), stage: try StageName(stage))
    }
}
