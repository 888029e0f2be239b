/// A writing system: its ISO 15924 code, four letters in one number.
struct Script: Hashable, Sendable {
    let tag: UInt32
}
