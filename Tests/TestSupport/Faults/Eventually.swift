/// Whether `condition` comes to hold within ten minutes, which even a machine of few processors, busy with other tests, finds enough.
package func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(600)
    while try await !condition() {
        if ContinuousClock.now >= deadline { return false }
        try await Task.sleep(for: .milliseconds(5))
    }
    return true
}
