/// How much may be under way at once. Waiting for stores holds no processor, and processors wait for no store.
struct WorkLimits: Sendable {
    /// Who is served at all.
    let admission: AdmissionLimit
    /// What frames and canvases take that are being fetched, drawn and stored, in bytes.
    let memory: FairLimit
    /// Decoding of detections, scenes and names. Apart from drawing, so that overlays that are there already do not wait for
    /// others to be drawn.
    let planning: FairLimit
    /// Drawing and compositing.
    let drawing: FairLimit
    /// Where planning and drawing run.
    let processors: ProcessorThreads
    /// How many overlays of one range or batch are under way at once.
    let width: Int

    init(_ configuration: Configuration) {
        admission = AdmissionLimit(limit: configuration.renderConcurrency + configuration.queueLimit)
        memory = FairLimit(capacity: configuration.renderBytes)
        planning = FairLimit(capacity: configuration.renderConcurrency)
        drawing = FairLimit(capacity: configuration.renderConcurrency)
        processors = ProcessorThreads(count: configuration.renderConcurrency * 2)
        width = max(configuration.ioConcurrency, configuration.renderConcurrency)
    }
}
