import OverlayService

/// The engine that a batch runs on, as its variables tell: which part this process is, of how many, and what the whole is called.
struct BatchEngine: Equatable {
    /// From 0 on.
    let index: Int
    /// `nil` where the engine does not tell, or tells of a part of the batch alone: what is submitted again must not be cut anew.
    let count: Int?
    /// `nil` where the engine does not tell.
    let run: String?

    static let indexVariables = ["JOB_COMPLETION_INDEX", "SLURM_ARRAY_TASK_ID", "AWS_BATCH_JOB_ARRAY_INDEX"]

    /// `nil` where no engine has set its variables.
    init?(_ environment: [String: String]) {
        let number = { (name: String) in environment[name].flatMap { Int($0) } }
        if let index = number("JOB_COMPLETION_INDEX") {
            // The pods of an Indexed Job are called after it and their index.
            let host = environment["HOSTNAME"] ?? ""
            let suffix = "-\(index)"
            self.init(index: index, count: nil, run: host.hasSuffix(suffix) ? String(host.dropLast(suffix.count)) : nil)
        } else if let task = number("SLURM_ARRAY_TASK_ID") {
            let first = number("SLURM_ARRAY_TASK_MIN") ?? 0
            let last = number("SLURM_ARRAY_TASK_MAX") ?? -1
            let count = number("SLURM_ARRAY_TASK_COUNT").flatMap { $0 == last - first + 1 ? $0 : nil }
            self.init(index: task - first, count: count, run: environment["SLURM_ARRAY_JOB_ID"])
        } else if let index = number("AWS_BATCH_JOB_ARRAY_INDEX") {
            let job = environment["AWS_BATCH_JOB_ID"]?.split(separator: ":").first.map(String.init)
            self.init(index: index, count: number("AWS_BATCH_JOB_ARRAY_SIZE"), run: job)
        } else {
            return nil
        }
    }

    private init(index: Int, count: Int?, run: String?) {
        (self.index, self.count, self.run) = (index, count, run)
    }
}
