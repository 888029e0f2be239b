import OverlayService

/// What there is of one of several frames, or why there is nothing.
enum FrameEntry<Answer: Encodable & Sendable>: Encodable, Sendable {
    case found(Answer)
    case failure(Int, Problem)

    private enum CodingKeys: CodingKey {
        case frame, problem
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .found(let answer): try answer.encode(to: encoder)
        case .failure(let frame, let problem):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(frame, forKey: .frame)
            try container.encode(problem, forKey: .problem)
        }
    }
}
