import Foundation

/// The profiles of the credentials file and the config file together; the credentials file has the last word.
struct SharedProfiles {
    private let profiles: [String: [String: String]]

    init(credentials: INIFile?, config: INIFile?) {
        var profiles: [String: [String: String]] = [:]
        // [default] before [profile default], which is the clearer of the two where a file has both.
        for (section, settings) in (config?.sections ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let name = Self.profileName(section) else { continue }
            profiles[name, default: [:]].merge(settings) { $1 }
        }
        for (name, settings) in credentials?.sections ?? [:] {
            profiles[name, default: [:]].merge(settings) { $1 }
        }
        self.profiles = profiles
    }

    subscript(name: String) -> SharedProfile? {
        profiles[name].map { settings in
            SharedProfile(name: name, settings: settings.filter { !$0.value.isEmpty })
        }
    }

    /// The profile that a section of the config file is: `default`, or after the word `profile`, perhaps in quotes.
    private static func profileName(_ section: String) -> String? {
        if section == "default" { return section }
        guard section.hasPrefix("profile"), section.dropFirst(7).first?.isWhitespace == true else { return nil }
        let name = section.dropFirst(7).trimmingCharacters(in: .whitespaces)
        guard name.count >= 2, let quote = name.first, quote == "\"" || quote == "'", name.last == quote else {
            return name
        }
        return String(name.dropFirst().dropLast())
    }
}
