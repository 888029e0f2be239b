import Foundation
import Synchronization
import UnixSignals

/// Whether the process was told to stop (SIGTERM), as it is when its machine is wanted for something else.
final class Interruption: Sendable {
    /// As a shell has it for SIGTERM.
    static let exitCode: Int32 = 128 + SIGTERM
    /// Whoever sends SIGTERM has patience for 10 s at least; then comes SIGKILL.
    private static let patience = Duration.seconds(9)

    private let wasTold = Mutex(false)

    var isTold: Bool { wasTold.withLock(\.self) }

    /// From now on SIGTERM does not end the process at once, but at most a few seconds later.
    func trap() async {
        let signals = await UnixSignalsSequence(trapping: .sigterm)
        Task {
            for await _ in signals {
                wasTold.withLock { $0 = true }
                // A store may hold up what is in hand.
                try? await Task.sleep(for: Self.patience)
                exit(Self.exitCode)
            }
        }
    }
}
