/// What rewriting does to a block; nothing where it is empty.
struct BlockTreatment: OptionSet {
    let rawValue: UInt8

    /// Its coefficients come from the editor.
    static let edited = BlockTreatment(rawValue: 1)
    /// Its DC difference is coded anew.
    static let newDifference = BlockTreatment(rawValue: 2)
    /// It uses codes that have changed.
    static let newCodes = BlockTreatment(rawValue: 4)
}
