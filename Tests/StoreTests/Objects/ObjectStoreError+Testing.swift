@testable import Store

extension ObjectStoreError {
    /// The name of an error's case that has evidence, for tests to which the evidence does not matter.
    var caseName: String? { Mirror(reflecting: self).children.first?.label }
}
