/// The first place at which a text stops being JSON.
struct JSONError: Error, Hashable {
    let problem: JSONProblem
    /// In bytes from the start of the text.
    let offset: Int
}
