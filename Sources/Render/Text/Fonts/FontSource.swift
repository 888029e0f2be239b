/// A font file that is read when it is first needed.
package struct FontSource: Sendable {
    /// What problems call the font: a file name, say.
    package let name: String
    /// Reads the whole file: TrueType or OpenType; of a collection the first font is used.
    package let load: @Sendable () throws -> [UInt8]

    package init(name: String, load: @escaping @Sendable () throws -> [UInt8]) {
        self.name = name
        self.load = load
    }
}
