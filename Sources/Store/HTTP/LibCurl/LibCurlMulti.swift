import CCurl
import Foundation

/// libcurl's set of transfers that run at once, with the connections, names and TLS sessions they share.
///
/// All calls but `wakeUp` belong to one thread.
// Safety: the pointer is made by the initializer, never leaves this folder, and is freed once, by `deinit`, when
// neither the thread nor anybody who could wake it refers to it. `curl_multi_wakeup` may be called from any thread.
@safe final class LibCurlMulti: Sendable {
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    nonisolated(unsafe) private let pointer: UnsafeMutableRawPointer

    /// `connectionsPerHost` is how many connections to one server are open at once.
    init(connectionsPerHost: Int) {
        // Fails where no memory is left or the TLS library does not start; nothing works then.
        guard Self.isReady, let multi = unsafe curl_multi_init() else { preconditionFailure("libcurl does not start") }
        unsafe pointer = multi
        unsafe curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, connectionsPerHost)
        // Room for the kept connections of two servers.
        unsafe curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 2 * connectionsPerHost)
    }

    deinit {
        unsafe curl_multi_cleanup(pointer)
    }

    /// Makes `wait` return; safe from any thread.
    func wakeUp() {
        unsafe curl_multi_wakeup(pointer)
    }

    /// Lets all transfers do what they can without waiting; false where libcurl is at its end.
    func perform() -> Bool {
        var runningCount: Int32 = 0
        return unsafe curl_multi_perform(pointer, &runningCount) == CURLM_OK
    }

    /// Returns when a transfer can go on, when woken, or after `millis`.
    func wait(millis: Int32) {
        let code = unsafe curl_multi_poll(pointer, nil, 0, millis, nil)
        // Where the system cannot wait, as it may without memory, the thread is not to spin.
        if code != CURLM_OK { usleep(10_000) }
    }

    func add(_ easy: LibCurlEasy) throws(TransferError) {
        guard unsafe curl_multi_add_handle(pointer, easy.pointer) == CURLM_OK else {
            throw .failed(detail: "libcurl does not take the request")
        }
    }

    func remove(_ easy: LibCurlEasy) {
        unsafe curl_multi_remove_handle(pointer, easy.pointer)
    }

    /// The next transfer that has ended since the last call; it is still to be removed.
    func nextEnded() -> (LibCurlEasy, TransferEnd)? {
        var leftCount: Int32 = 0
        while let message = unsafe curl_multi_info_read(pointer, &leftCount) {
            guard unsafe message.pointee.msg == CURLMSG_DONE, let easy = unsafe message.pointee.easy_handle else {
                continue
            }
            if let owner = unsafe LibCurlEasy.owner(of: easy) {
                return (owner, owner.end(unsafe message.pointee.data.result))
            }
        }
        return nil
    }

    /// Keeps a write to a connection that the other side has closed from ending the process; call it on the thread.
    ///
    /// libcurl does so itself only where it may use signals, which a program of many threads forbids it.
    static func blockBrokenPipeSignal() {
        var signals = sigset_t()
        // Safety: both calls read and fill the set they are given.
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
