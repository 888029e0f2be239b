/// What the texts of credentials have to be.
extension String {
    /// Whether there is something and all of it is visible ASCII, so that it fits into a header as it is.
    var isVisibleASCII: Bool {
        !isEmpty && utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }

    /// As above, with spaces inside: the value of a header.
    var isHeaderText: Bool {
        !isEmpty && utf8.allSatisfy { 0x20...0x7E ~= $0 }
    }
}
