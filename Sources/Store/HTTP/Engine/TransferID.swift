/// Which request of an engine.
struct TransferID: Sendable, Hashable {
    let number: UInt64
}
