import Detections
import Foundation
import HTTPTypes
import Testing

@testable import OverlayServer
@testable import OverlayService

@Suite("The contract")
struct ContractTests {
    private func contract() async throws -> String {
        let answer = try await ServiceFixture().call("/openapi.yaml")
        #expect(answer.status == 200 && answer.headers[.contentType] == "application/yaml")
        let etag = try #require(answer.headers[.eTag])
        #expect(try await ServiceFixture().call("/openapi.yaml", headers: [.ifNoneMatch: etag]).status == 304)
        return try #require(String(validating: answer.bytes, as: UTF8.self))
    }

    @Test("has every call that the server answers, and no other")
    func calls() async throws {
        var path = ""
        var told: Set<String> = []
        for line in try await contract().split(separator: "\n") {
            if let match = line.wholeMatch(of: /[ ]{2}(\/.*):/) { path = String(match.1) }
            if let match = line.wholeMatch(of: /[ ]{4}(get|post|put|delete|patch):/) {
                told.insert("\(match.1.uppercased()) \(path)")
            }
        }
        let answered = try Routes.list(ServiceFixture().services).map { route in
            "\(route.method.rawValue) \(route.path.replacing("+}", with: "}"))"
        }
        #expect(told == Set(answered))
    }

    @Test("has every field of a style, every code of a notice, and the program's version")
    func words() async throws {
        let contract = try await contract()
        for field in Style.fields {
            #expect(contract.contains("name: \(field.name)") && contract.contains("parameters/\(field.name)\""))
        }
        for code in Warning.Code.allCases { #expect(contract.contains("- \(code.rawValue)\n")) }
        let standard = Style.LayerName.allCases.filter { !Style.LayerName.extras.contains($0) }
        let layers = standard.map(\.rawValue).joined(separator: ", ")
        #expect(contract.components(separatedBy: "enum: [\(layers)").count == 4)
        let skipped = SkippedPart.Code.allCases.map(\.rawValue).joined(separator: ", ")
        #expect(contract.contains("code: {enum: [\(skipped)]}"))
        #expect(contract.contains("\n  version: \(Version.number)\n"))
    }
}
