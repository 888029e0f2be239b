import Render

extension OverlayJob {
    /// What `make` gives for the overlay's pixels as viewers show them, which are drawn now and not stored. `make` runs where drawing does.
    func pixels<Value: Sendable>(
        of request: OverlayRequest,
        for party: Party,
        _ make: @escaping @Sendable (Bitmap) throws -> Value
    ) async throws -> Value {
        try await retryingWhereChanged(request) {
            let plan = try await planner.plan(request, for: party)
            return try await limits.memory.run(cost: plan.memoryByteCount, for: party) {
                let frame = try await frameContent(for: plan)
                return try await limits.drawing.run(for: party) {
                    try await limits.processors.run { try make(pixels(of: plan, on: frame)) }
                }
            }
        }
    }

    private func pixels(of plan: PlannedOverlay, on frame: FrameContent) throws -> Bitmap {
        do {
            return try painter.pixels(of: plan.scene.scene, on: frame, style: plan.named.request.style)
                .oriented(plan.named.frame.header.orientation)
        } catch let error as ImageError {
            throw FrameError.unreadable(plan.named.frame.frame, error)
        }
    }
}
