/// The shapes of stage output that can be decoded; a stage output may declare its own as `format`.
///
/// Each case has a decoder of its name in this folder.
package enum DetectionFormat: String, CaseIterable, Sendable {
    case canonical
}
