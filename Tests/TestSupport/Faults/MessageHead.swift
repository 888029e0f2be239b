/// The lines of an HTTP message before its body.
struct MessageHead {
    let firstLine: String
    let headers: [(name: String, value: String)]

    init(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        firstLine = String(lines.first ?? "")
        headers = lines.dropFirst().map { line in
            let name = line.prefix { $0 != ":" }
            return (String(name), String(line.dropFirst(name.count + 1).drop { $0 == " " }))
        }
    }

    var length: Int? { header("content-length").flatMap { Int($0) } }

    var isChunked: Bool { header("transfer-encoding")?.lowercased() == "chunked" }

    /// Of a response.
    var status: Int { Int(firstLine.split(separator: " ").dropFirst().first ?? "") ?? 0 }

    private func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }
}
