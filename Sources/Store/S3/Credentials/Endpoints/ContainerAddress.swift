import Foundation

/// Where a container's credentials are, from the variables that ECS and EKS set.
struct ContainerAddress: Hashable {
    private static let relativeVariable = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let fullVariable = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    /// The agents of ECS and EKS.
    private static let agents = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]

    let url: String

    /// `nil` where no variable names it. Throws `.invalidVariable`.
    init?(_ environment: CredentialsEnvironment) throws(CredentialsError) {
        if let path = environment[Self.relativeVariable] {
            // Else the text could go on with another host's name.
            guard path.hasPrefix("/") else {
                throw .invalidVariable(Self.relativeVariable, reason: "does not begin with a slash")
            }
            url = "http://169.254.170.2\(path)"
        } else if let url = environment[Self.fullVariable] {
            guard Self.isTrusted(url) else {
                throw .invalidVariable(
                    Self.fullVariable,
                    reason: "is neither https nor an address of this machine or of its agents"
                )
            }
            self.url = url
        } else {
            return nil
        }
    }

    private static func isTrusted(_ url: String) -> Bool {
        guard url.isVisibleASCII, !url.contains("\\"), let parts = URLComponents(string: url), parts.user == nil,
            let host = parts.host?.trimmingCharacters(in: ["[", "]"]).lowercased(), !host.isEmpty
        else { return false }
        switch parts.scheme?.lowercased() {
        case "https": return true
        case "http": return isLoopback(host) || agents.contains(host)
        default: return false
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = numbers.count == 4 && numbers.allSatisfy { UInt8($0) != nil }
        return host == "localhost" || host == "::1" || (isIPv4 && numbers[0] == "127")
    }
}
