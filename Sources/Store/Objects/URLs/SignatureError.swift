/// Why a signed URL is not honoured.
package enum SignatureError: Error {
    /// Ours, but its time is over.
    case expired
    /// Not ours, or changed since.
    case invalid
}
