import Foundation

/// TCP sockets of 127.0.0.1, as file descriptors that the caller closes.
package enum Loopback {
    /// A port that nobody listens on.
    package static func freePort() throws -> UInt16 {
        let socket = try listen(port: 0)
        defer { close(socket) }
        return port(of: socket)
    }

    /// A socket that listens on `port`, 0 for a free one.
    static func listen(port: UInt16, backlog: Int32 = 128) throws(SocketError) -> Int32 {
        let socket = try open()
        var yes: Int32 = 1
        // Safety: the system reads the option during the call only.
        unsafe setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, 4)
        do throws(SocketError) {
            try check("bind", unsafe withAddress(port) { unsafe Foundation.bind(socket, $0, $1) })
            try check("listen", Foundation.listen(socket, backlog))
        } catch {
            close(socket)
            throw error
        }
        return socket
    }

    /// A socket that is connected to `port`.
    static func connect(port: UInt16) throws(SocketError) -> Int32 {
        let socket = try open()
        do throws(SocketError) {
            try check("connect", unsafe withAddress(port) { unsafe Foundation.connect(socket, $0, $1) })
        } catch {
            close(socket)
            throw error
        }
        return socket
    }

    /// The port that a socket is bound to; 0 where there is none.
    static func port(of socket: Int32) -> UInt16 {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        // Safety: the system fills no more than `size` bytes of the address.
        _ = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(socket, $0, &size) }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func open() throws(SocketError) -> Int32 {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        try check("socket", socket)
        return socket
    }

    private static func withAddress(
        _ port: UInt16,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        // Safety: every kind of address begins as `sockaddr` does, and its size goes with it.
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, size) }
        }
    }

    private static func check(_ call: String, _ result: Int32) throws(SocketError) {
        if result < 0 { throw SocketError(call) }
    }
}
