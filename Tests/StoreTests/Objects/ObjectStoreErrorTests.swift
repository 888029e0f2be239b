import Testing

@testable import Store

@Suite("What store errors say")
struct ObjectStoreErrorTests {
    static func errors() throws -> [ObjectStoreError] {
        let key = try ObjectKey("private/key.jpg")
        return [
            .notFound(key), .tooLarge(key, size: 5, limit: 3), .incomplete(key, expected: 5, received: 3),
            .changed(key),
            .invalidKey("private//key", reason: "it has an empty segment"), .obstructed("private", by: .symbolicLink),
            .invalidExpiry(seconds: 0), .outOfSpace(detail: "in /private"), .permissionDenied(detail: "in /private"),
            .unavailable(detail: "in /private"), .cancelled,
        ]
    }

    @Test("to clients holds no key and no path; to the log it does")
    func texts() throws {
        for error in try Self.errors() {
            #expect(!"\(error)".contains("private") && !"\(error)".contains("/"))
            switch error {
            case .invalidExpiry, .cancelled: #expect(error.debugDescription == error.description)
            default: #expect(error.debugDescription.contains("private"))
            }
        }
    }
}
