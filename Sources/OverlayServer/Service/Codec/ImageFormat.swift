/// The file formats that frames come in and overlays go out in.
package enum ImageFormat: String, Sendable, CaseIterable {
    case jpeg
    case png

    /// The name that people read in messages.
    var name: String {
        switch self {
        case .jpeg: "JPEG"
        case .png: "PNG"
        }
    }

    /// The media type of RFC 2046 that names the format in HTTP and in object metadata.
    package var contentType: String {
        switch self {
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        }
    }

    /// What names of files and keys end with, with its dot.
    var fileEnding: String {
        switch self {
        case .jpeg: ".jpg"
        case .png: ".png"
        }
    }

    /// `jpg`, `jpeg` or `png`, in any case.
    package init?(fileEnding ending: String) {
        switch ending.lowercased() {
        case "jpg", "jpeg": self = .jpeg
        case "png": self = .png
        default: return nil
        }
    }
}
