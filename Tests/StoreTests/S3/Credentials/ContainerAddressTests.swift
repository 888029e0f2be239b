import Testing

@testable import Store

@Suite("A container's address")
struct ContainerAddressTests {
    @Test(
        "is https, of this machine, or of its agents",
        arguments: [
            "https://example.org/x?y=z", "http://127.0.0.1/x", "http://127.8.9.10:51679/x", "http://localhost/x",
            "http://[::1]:80/x", "http://169.254.170.2/x", "http://169.254.170.23/v1/credentials",
            "http://[fd00:ec2::23]/v1/credentials",
        ]
    )
    func trusted(url: String) throws {
        let address = try ContainerAddress(environment(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url]))
        #expect(address?.url == url)
    }

    @Test(
        "is no other",
        arguments: [
            "http://example.org/x", "http://127.0.0.1.example.org/", "http://127.0.0.1@example.org/",
            "http://example.org\\@127.0.0.1/", "http://169.254.169.254/", "ftp://127.0.0.1/", "127.0.0.1", "http:///x",
            "https://", "http://127.1/", "http://127.0.0.256/", "http://127.0.0.1/\r\nx: y", "http://[fd00:ec2::24]/",
        ]
    )
    func untrusted(url: String) {
        #expect(throws: CredentialsError.self) {
            try ContainerAddress(environment(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url]))
        }
    }

    @Test("is the agent's where it is relative, which comes first")
    func relative() throws {
        let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
        let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
        let address = try ContainerAddress(environment([relative: "/v2/c?id=1", full: "https://example.org/"]))
        #expect(address?.url == "http://169.254.170.2/v2/c?id=1")
        #expect(throws: CredentialsError.invalidVariable(relative, reason: "does not begin with a slash")) {
            try ContainerAddress(environment([relative: "@example.org/"]))
        }
        #expect(try ContainerAddress(environment([:])) == nil)
    }

    private func environment(_ variables: [String: String]) -> CredentialsEnvironment {
        CredentialsEnvironment(variables: variables, home: nil)
    }
}
