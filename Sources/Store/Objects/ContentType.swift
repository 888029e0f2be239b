/// Content types of the objects of this service.
package enum ContentType {
    /// The content type that the key's extension stands for; `application/octet-stream` for an unknown one.
    package static func of(_ key: ObjectKey) -> String {
        switch key.pathExtension {
        case "jpg", "jpeg": "image/jpeg"
        case "png": "image/png"
        case "json": "application/json"
        case "ndjson": "application/x-ndjson"
        default: "application/octet-stream"
        }
    }
}
