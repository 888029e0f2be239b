import Foundation

/// The sections of a file of profiles and their settings, read as Amazon's own clients for Python do.
///
/// Comments are whole lines that begin with `#` or `;`. A line that is indented deeper than the setting above it
/// belongs to that setting's value; those lines hold what is for other services, and are passed over. Names of settings
/// are in lower case. A section that comes again adds to the first, and a setting replaces it.
struct INIFile {
    private(set) var sections: [String: [String: String]] = [:]

    init(_ text: String) throws(INIError) {
        let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : Substring(text)
        var section: String?
        var settingIndent: Int?
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let trimmed = line.trimmingCharacters(in: .whitespaces)
            guard let first = trimmed.first, first != "#", first != ";" else { continue }
            let indent = line.prefix { $0.isWhitespace }.count
            if let settingIndent, indent > settingIndent { continue }
            if first == "[" {
                let name = try Self.sectionName(trimmed, line: index + 1)
                sections[name, default: [:]] = sections[name] ?? [:]
                section = name
                settingIndent = nil
            } else {
                guard let section else {
                    throw INIError(line: index + 1, reason: "a setting stands before any section")
                }
                let (name, value) = try Self.setting(trimmed, line: index + 1)
                sections[section]?[name] = value
                settingIndent = indent
            }
        }
    }

    private static func sectionName(_ text: String, line: Int) throws(INIError) -> String {
        guard let end = text.lastIndex(of: "]") else { throw INIError(line: line, reason: "a section lacks its ]") }
        return text[..<end].dropFirst().trimmingCharacters(in: .whitespaces)
    }

    private static func setting(_ text: String, line: Int) throws(INIError) -> (name: String, value: String) {
        guard let separator = text.firstIndex(where: { $0 == "=" || $0 == ":" }), separator != text.startIndex else {
            throw INIError(line: line, reason: "this is neither a section nor a setting with its =")
        }
        let name = text[..<separator].trimmingCharacters(in: .whitespaces).lowercased()
        return (name, text[text.index(after: separator)...].trimmingCharacters(in: .whitespaces))
    }
}

/// A line that a file of profiles cannot have.
struct INIError: Error, Hashable {
    /// Counts from 1.
    let line: Int
    /// Never holds text of the file, which may be a secret.
    let reason: String
}
