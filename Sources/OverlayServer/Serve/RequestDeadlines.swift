import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes the connection of a client that does not send its request in time, or does not take its answer.
final class RequestDeadlines: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart

    private let limits: ClientLimits
    private var deadline: Scheduled<Void>?
    /// From a head's end to its request's.
    private var isInBody = false

    init(limits: ClientLimits) { self.limits = limits }

    func handlerAdded(context: ChannelHandlerContext) {
        // The kernel knows how much of an answer the client has taken, and ends the connection where that is nothing (tcp(7)).
        let milliseconds = ChannelOptions.Types.SocketOption.Value(limits.idleSeconds * 1000)
        let option = ChannelOptions.Types.SocketOption(level: .tcp, name: Self.userTimeout)
        context.channel.setOption(option, value: milliseconds).whenFailure { _ in }
        try? context.pipeline.syncOperations.addHandler(FirstBytes(deadlines: self), position: .first)
        close(context, after: limits.headSeconds)
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isInBody = true
            close(context, after: limits.bodySeconds)
        case .body: break
        case .end:
            isInBody = false
            deadline?.cancel()
            deadline = nil
        }
        context.fireChannelRead(data)
    }

    /// Bytes have come; they begin a request where none is being read.
    fileprivate func bytesCame(_ context: ChannelHandlerContext) {
        if !isInBody, deadline == nil { close(context, after: limits.headSeconds) }
    }

    private func close(_ context: ChannelHandlerContext, after seconds: Int) {
        deadline?.cancel()
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(Int64(seconds))) {
            context.close(promise: nil)
        }
    }

    /// `TCP_USER_TIMEOUT` of Linux, in milliseconds.
    private static let userTimeout = NIOBSDSocket.Option(rawValue: 18)

    /// Sees what comes before it is taken for HTTP.
    private final class FirstBytes: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let deadlines: RequestDeadlines

        init(deadlines: RequestDeadlines) { self.deadlines = deadlines }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            deadlines.bytesCame(context)
            context.fireChannelRead(data)
        }
    }
}
