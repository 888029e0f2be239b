/// A font file that is read when it is first needed.
package struct FontSource: Sendable {
    /// What problems call the font: a file name, say.
    package let name: String
    /// Reads the whole file: TrueType or OpenType; of a collection the first font is used.
    package let load: @Sendable () throws -> [UInt8]
    /// A name for the file's bytes, equal for equal ones.
    package let identify: @Sendable ([UInt8]) -> String

    package init(
        name: String,
        identify: @escaping @Sendable ([UInt8]) -> String = { "\($0.count)" },
        load: @escaping @Sendable () throws -> [UInt8]
    ) {
        self.name = name
        self.load = load
        self.identify = identify
    }
}
