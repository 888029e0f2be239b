extension Style {
    /// The format asked for, or the frame's own.
    func format(for header: ImageHeader) -> Format {
        format ?? (header.format == .jpeg ? .jpeg : .png)
    }
}

extension Style.Format {
    /// The format of the file that it is.
    package var file: ImageFormat { self == .jpeg ? .jpeg : .png }
}
