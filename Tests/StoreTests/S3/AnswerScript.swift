import Synchronization
import TestSupport

/// The answers of a server, one after the other; the last one stays.
final class AnswerScript: Sendable {
    private let answers: [ScriptedHTTPServer.Answer]
    private let count = Atomic(0)

    /// `answers` is not empty.
    init(_ answers: [ScriptedHTTPServer.Answer]) {
        self.answers = answers
    }

    var isUsed: Bool { count.load(ordering: .relaxed) > 0 }

    func next() -> ScriptedHTTPServer.Answer {
        let number = count.wrappingAdd(1, ordering: .relaxed).oldValue
        return answers[min(number, answers.count - 1)]
    }
}
