package import Foundation

/// What there is of a timeline, at a glance.
package struct TimelineSummary: Hashable, Sendable {
    package let timeline: TimelineID
    /// In order of their names, each once.
    package let jobs: [JobID]
    package let stages: [StageName]
    /// Of the oldest and of the newest row.
    package let firstCreatedAt: Date
    package let lastCreatedAt: Date

    package init(
        timeline: TimelineID,
        jobs: some Sequence<JobID>,
        stages: some Sequence<StageName>,
        firstCreatedAt: Date,
        lastCreatedAt: Date
    ) {
        self.timeline = timeline
        self.jobs = Set(jobs).sorted { $0.text < $1.text }
        self.stages = Set(stages).sorted { $0.text < $1.text }
        self.firstCreatedAt = firstCreatedAt
        self.lastCreatedAt = lastCreatedAt
    }

    /// Where the timelines after this one begin.
    package var cursor: TimelineCursor {
        TimelineCursor(
            microseconds: Int((lastCreatedAt.timeIntervalSince1970 * 1_000_000).rounded()),
            timeline: timeline
        )
    }
}

/// A place in the list of timelines, behind the one that it names.
package struct TimelineCursor: Hashable, Sendable {
    /// When that one got its newest row, since 1970.
    let microseconds: Int
    let timeline: TimelineID

    /// Later times, which Postgres has up to the year 294276, count as the last of these: that of 38,505.
    static let limits = -(1 << 60)...(1 << 60)

    init(microseconds: Int, timeline: TimelineID) {
        self.microseconds = microseconds
        self.timeline = timeline
    }

    /// `nil` where `text` is not the text of a cursor.
    package init?(text: String) {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let microseconds = Int(parts[0]), Self.limits.contains(microseconds) else { return nil }
        self.init(microseconds: microseconds, timeline: TimelineID(stored: String(parts[1])))
    }

    package var text: String { "\(microseconds) \(timeline)" }

    /// The order of the list.
    private static func precedes(_ left: TimelineCursor, _ right: TimelineCursor) -> Bool {
        (right.microseconds, left.timeline.text) < (left.microseconds, right.timeline.text)
    }

    /// Of all timelines, in any order, those of one page.
    package static func page(_ timelines: [TimelineSummary], limit: Int, after cursor: TimelineCursor?)
        -> [TimelineSummary]
    {
        let rest = timelines.filter { timeline in cursor.map { precedes($0, timeline.cursor) } ?? true }
        return Array(rest.sorted { precedes($0.cursor, $1.cursor) }.prefix(limit))
    }
}
