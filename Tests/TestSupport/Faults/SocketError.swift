import Foundation

/// A socket call that failed.
package struct SocketError: Error, CustomStringConvertible {
    let call: String
    /// The value of `errno`.
    let code: Int32

    init(_ call: String) {
        self.call = call
        code = errno
    }

    package var description: String {
        // Safety: the system's text of an error is a C string that stays.
        "\(call): \(unsafe String(cString: strerror(code)))"
    }
}
