/// An id that a stage chose: an integer or a text.
///
/// JSON may hold the same id as `7`, `7.0` or `"7"`: all three are `.integer(7)`. What is not the plain decimal form of
/// an integer (`"07"`, `"car"`, a number beyond 64 bits) stays a text.
package enum ReportedID<Kind>: Hashable, Sendable {
    case integer(Int)
    case name(String)

    package init(_ text: String) {
        if let integer = Int(text), String(integer) == text {
            self = .integer(integer)
        } else {
            self = .name(text)
        }
    }
}

extension ReportedID: CustomStringConvertible {
    package var description: String {
        switch self {
        case .integer(let integer): String(integer)
        case .name(let name): name
        }
    }
}

/// Marks the ids of classes.
package enum ClassKind {}

/// Marks the ids of tracks.
package enum TrackKind {}

/// The id of a class of things, such as COCO's 0 for a person.
package typealias ClassID = ReportedID<ClassKind>

/// The id of one thing followed from frame to frame.
package typealias TrackID = ReportedID<TrackKind>
