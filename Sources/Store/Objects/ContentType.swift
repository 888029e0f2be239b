/// Content types of the pipeline's objects.
package enum ContentType {
    /// The content type that the key's extension stands for; `application/octet-stream` for an unknown one.
    package static func of(_ key: ObjectKey) -> String {
        switch key.pathExtension {
        case "jpg", "jpeg": "image/jpeg"
        case "png": "image/png"
        case "json": "application/json"
        case "ndjson": "application/x-ndjson"
        case "mp4", "m4v": "video/mp4"
        case "mov": "video/quicktime"
        case "mkv": "video/x-matroska"
        case "webm": "video/webm"
        case "avi": "video/x-msvideo"
        default: "application/octet-stream"
        }
    }
}
