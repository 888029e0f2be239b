import Hummingbird
import NIOCore
import Synchronization

/// What a handler knows of a call beside the request.
struct CallContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// `nil` where the call comes over none that is watched.
    var connection: Connection?
    /// Whether it came with a signed query, which opens pictures alone.
    var isSigned = false

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The value of `work`, which is cancelled where the client goes away meanwhile.
    func whileConnected<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let task = Task { try await work() }
        connection?.onClose { task.cancel() }
        defer { connection?.onClose(nil) }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}

/// A client's connection, over which one call goes at a time.
final class Connection: Sendable {
    private struct State {
        var isClosed = false
        var action: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// Has `action` called when the connection closes; at once where it has.
    func onClose(_ action: (@Sendable () -> Void)?) {
        let isClosed = state.withLock { state in
            state.action = action
            return state.isClosed
        }
        if isClosed { action?() }
    }

    fileprivate func close() {
        let action = state.withLock { state in
            state.isClosed = true
            return state.action
        }
        action?()
    }
}

/// The connections that are open.
final class Connections: Sendable {
    private struct State {
        var areWatched = false
        var open: [ObjectIdentifier: Connection] = [:]
    }

    private let state = Mutex(State())

    /// The connection over `channel`; `nil` where connections are not watched. Throws `CancellationError` where the client
    /// has gone before its call was looked at.
    func connection(over channel: any Channel) throws -> Connection? {
        try state.withLock { state in
            guard state.areWatched else { return nil }
            guard let connection = state.open[ObjectIdentifier(channel)] else { throw CancellationError() }
            return connection
        }
    }

    /// For a channel that has just been opened: keeps track of it until it closes.
    func handler() -> some RemovableChannelHandler {
        state.withLock { $0.areWatched = true }
        return Handler(connections: self)
    }

    private func add(_ channel: any Channel) { state.withLock { $0.open[ObjectIdentifier(channel)] = Connection() } }

    private func remove(_ channel: any Channel) {
        state.withLock { $0.open.removeValue(forKey: ObjectIdentifier(channel)) }?.close()
    }

    private final class Handler: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = Any
        private let connections: Connections

        init(connections: Connections) { self.connections = connections }

        func handlerAdded(context: ChannelHandlerContext) { connections.add(context.channel) }

        /// A client that closes its side will not read what comes, as nginx sees it too.
        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if event as? ChannelEvent == .inputClosed { connections.remove(context.channel) }
            context.fireUserInboundEventTriggered(event)
        }

        func channelInactive(context: ChannelHandlerContext) {
            connections.remove(context.channel)
            context.fireChannelInactive()
        }

        func handlerRemoved(context: ChannelHandlerContext) { connections.remove(context.channel) }
    }
}

/// Tells calls of the connection that they come over.
struct ConnectionMiddleware: RouterMiddleware {
    let connections: Connections

    func handle(
        _ request: Request,
        context: CallContext,
        next: @concurrent (Request, CallContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.connection = try connections.connection(over: context.channel)
        return try await next(request, context)
    }
}
