/// Environment variables that are set to something that is not allowed; all of them.
struct ConfigurationError: Error, CustomStringConvertible {
    /// A sentence each, beginning with the variable's name.
    let faults: [String]

    var description: String { faults.joined(separator: "\n") }
}
