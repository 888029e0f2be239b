/// How much may be under way at once. Waiting for stores holds no processor, and processors wait for no store.
package struct WorkLimits: Sendable {
    /// Who is served at all.
    package let admission: AdmissionLimit
    /// What frames and canvases take that are being fetched, drawn and stored, in bytes.
    let memory: FairLimit
    /// Decoding of detections, scenes and names. Apart from drawing, so that overlays that are there already do not wait for
    /// others to be drawn.
    package let planning: FairLimit
    /// Drawing and compositing.
    let drawing: FairLimit
    /// Where planning and drawing run.
    package let processors: ProcessorThreads
    /// How many overlays of one range or batch are under way at once.
    package let width: Int

    /// How many pieces of work wait, by what they wait for.
    package var waitingCounts: [(String, Int)] {
        [("memory", memory.waitingCount), ("planning", planning.waitingCount), ("drawing", drawing.waitingCount)]
    }

    /// `renderConcurrency`: how many overlays are drawn at once; `queueLimit`: how many callers may wait for that;
    /// `ioConcurrency`: how many overlays of one range are under way; `renderBytes`: what those being worked on may take.
    package init(renderConcurrency: Int, queueLimit: Int, ioConcurrency: Int, renderBytes: Int) {
        admission = AdmissionLimit(limit: renderConcurrency + queueLimit)
        memory = FairLimit(capacity: renderBytes)
        planning = FairLimit(capacity: renderConcurrency)
        drawing = FairLimit(capacity: renderConcurrency)
        processors = ProcessorThreads(count: renderConcurrency * 2)
        width = max(ioConcurrency, renderConcurrency)
    }
}
