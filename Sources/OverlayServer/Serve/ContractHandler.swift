import Hummingbird

/// Serves the contract of all calls, `openapi.yaml`, which is part of the program.
struct ContractHandler: Sendable {
    private let contract = Asset.contract

    func contract(_ request: Request, context: some RequestContext) async throws -> Response {
        contract.response(to: request, contentType: "application/yaml")
    }
}
