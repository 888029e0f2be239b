import CCurl

/// One handle of libcurl: sends a request and takes its response, again and again.
///
/// All calls belong to one thread.
// Safety: the pointers are made by the initializer or `prepare`, never leave this folder, and are freed once. libcurl
// knows this object by an unretained pointer, and calls it only while it is part of a `LibCurlMulti`, whose user holds
// on to it.
@safe final class LibCurlEasy {
    /// How much is received and sent at a time, in bytes; libcurl's own 16 KiB and 64 KiB cost a system call each.
    private static let receiveBufferSize = 256 << 10
    private static let sendBufferSize = 512 << 10

    let pointer: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private var fields: UnsafeMutablePointer<curl_slist>?
    private var exchange: HTTPExchange?
    private var firstProblem = CURLE_OK
    /// The transfer that the handle is used for.
    private(set) var id: TransferID?

    /// `nil` where there is no memory.
    init?() {
        guard let easy = unsafe curl_easy_init() else { return nil }
        unsafe pointer = easy
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe curl_easy_cleanup(pointer)
        unsafe curl_slist_free_all(fields)
        unsafe errorText.deallocate()
    }

    /// Grows whenever something comes or goes.
    var progress: Int { exchange?.progress ?? 0 }

    /// Whether the server has been reached, TLS included.
    var isConnected: Bool {
        var micros: curl_off_t = 0
        return unsafe curl_easy_get_size(pointer, CURLINFO_PRETRANSFER_TIME_T, &micros) == CURLE_OK && micros > 0
    }

    /// Gets ready to send `request`.
    func prepare(_ id: TransferID, _ request: HTTPRequest, _ settings: TransferSettings) throws(TransferError) {
        unsafe curl_easy_reset(pointer)
        unsafe errorText.pointee = 0
        firstProblem = CURLE_OK
        self.id = id
        exchange = HTTPExchange(request)
        setConnection(settings)
        setRequest(request)
        setFields(request.headers)
        setFunctions()
        guard firstProblem == CURLE_OK else {
            throw .failed(detail: "libcurl refused an option: \(detail(firstProblem))")
        }
    }

    /// What the caller gets, and forgets it; the handle is no longer part of a `LibCurlMulti`.
    func finish(_ end: TransferEnd) -> Result<HTTPResponse, TransferError> {
        let result = exchange?.result(end) ?? .failure(.cancelled)
        exchange = nil
        id = nil
        return result
    }

    private func setConnection(_ settings: TransferSettings) {
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        // Over HTTP/2 all bodies would share one TCP connection and each other's losses; object stores speak 1.1 best.
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_NOSIGNAL, 1)
        // Else the end of a transfer waits for a name server, and with it the whole thread.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_TCP_NODELAY, 1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_BUFFERSIZE, Self.receiveBufferSize)
        set(CURLOPT_UPLOAD_BUFFERSIZE, Self.sendBufferSize)
        set(CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(settings.connectTimeout.clampedMillis)))
        set(CURLOPT_USERAGENT, settings.userAgent)
        if let path = settings.caBundlePath { set(CURLOPT_CAINFO, path) }
    }

    private func setRequest(_ request: HTTPRequest) {
        set(CURLOPT_URL, request.url)
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        switch request.method {
        case .get: set(CURLOPT_HTTPGET, 1)
        case .head: set(CURLOPT_NOBODY, 1)
        case .delete: set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        case .put, .post:
            // Not CURLOPT_POST, which adds a content type.
            set(CURLOPT_UPLOAD, 1)
            set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
            keep(unsafe curl_easy_set_size(pointer, CURLOPT_INFILESIZE_LARGE, curl_off_t(request.body.count)))
        }
    }

    private func setFields(_ headers: HTTPHeaders) {
        unsafe curl_slist_free_all(fields)
        unsafe fields = nil
        // libcurl would wait for leave to send a body.
        addField("Expect:")
        for (name, value) in headers {
            let text = value.drop { $0 == " " || $0 == "\t" }
            // libcurl takes "Name:" for the wish to send no such field, and "Name;" for an empty one.
            addField(text.isEmpty ? "\(name);" : "\(name): \(text)")
        }
        keep(unsafe curl_easy_set_pointer(pointer, CURLOPT_HTTPHEADER, fields))
    }

    private func addField(_ line: String) {
        guard let list = unsafe curl_slist_append(fields, line) else { return keep(CURLE_OUT_OF_MEMORY) }
        unsafe fields = list
    }

    private func set(_ option: CURLoption, _ value: Int) {
        keep(unsafe curl_easy_set_long(pointer, option, value))
    }

    private func set(_ option: CURLoption, _ text: String) {
        keep(unsafe curl_easy_set_text(pointer, option, text))
    }

    private func keep(_ code: CURLcode) {
        if firstProblem == CURLE_OK { firstProblem = code }
    }
}

/// What libcurl calls.
extension LibCurlEasy {
    private func setFunctions() {
        let owner = unsafe Unmanaged.passUnretained(self).toOpaque()
        for option in [CURLOPT_PRIVATE, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_READDATA, CURLOPT_SEEKDATA] {
            keep(unsafe curl_easy_set_pointer(pointer, option, owner))
        }
        keep(unsafe curl_easy_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText))
        keep(
            unsafe curl_easy_set_data_function(pointer, CURLOPT_HEADERFUNCTION) { data, size, count, owner in
                let bytes = unsafe LibCurlEasy.bytes(data, size * count)
                return unsafe LibCurlEasy.owner(owner)?.exchange?.addHeadLine(bytes.span) == true ? bytes.count : 0
            }
        )
        keep(
            unsafe curl_easy_set_data_function(pointer, CURLOPT_WRITEFUNCTION) { data, size, count, owner in
                let bytes = unsafe LibCurlEasy.bytes(data, size * count)
                return unsafe LibCurlEasy.owner(owner)?.exchange?.addBody(bytes.span) == true ? bytes.count : 0
            }
        )
        keep(
            unsafe curl_easy_set_data_function(pointer, CURLOPT_READFUNCTION) { data, size, count, owner in
                let room = unsafe UnsafeMutableRawBufferPointer(start: data, count: size * count)
                return unsafe LibCurlEasy.owner(owner)?.exchange?.sendBody(into: room) ?? Int(CURL_READFUNC_ABORT)
            }
        )
        keep(
            unsafe curl_easy_set_seek_function(pointer) { owner, offset, origin in
                let isDone = unsafe LibCurlEasy.owner(owner)?.exchange?.seekBody(to: Int(offset)) == true
                return origin == SEEK_SET && isDone ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
            }
        )
    }

    private static func bytes(_ data: UnsafeMutablePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
        let start = unsafe UnsafeRawPointer(data)?.assumingMemoryBound(to: UInt8.self)
        return unsafe UnsafeBufferPointer(start: start, count: count)
    }

    private static func owner(_ pointer: UnsafeMutableRawPointer?) -> LibCurlEasy? {
        unsafe pointer.map { unsafe Unmanaged<LibCurlEasy>.fromOpaque($0).takeUnretainedValue() }
    }

    /// The object that a handle belongs to.
    static func owner(of easy: UnsafeMutableRawPointer) -> LibCurlEasy? {
        var pointer: UnsafeMutableRawPointer?
        unsafe curl_easy_get_pointer(easy, CURLINFO_PRIVATE, &pointer)
        return unsafe owner(pointer)
    }
}

/// What libcurl says of the end.
extension LibCurlEasy {
    /// What `code` means; the handle is still part of its `LibCurlMulti`.
    func end(_ code: CURLcode) -> TransferEnd {
        switch code {
        case CURLE_OK: .complete
        case CURLE_COULDNT_RESOLVE_HOST: .unknownHost
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR, CURLE_PROXY:
            .unreachable(detail: detail(code))
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            .untrusted(detail: detail(code))
        // No limit but that of connecting is given to libcurl.
        case CURLE_OPERATION_TIMEDOUT: .timedOut(.connecting)
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE:
            isConnected ? .broken(detail: detail(code)) : .unreachable(detail: detail(code))
        case CURLE_URL_MALFORMAT: .badRequest(detail: detail(code))
        default: .failed(detail: detail(code))
        }
    }

    private func detail(_ code: CURLcode) -> String {
        // Safety: both are C strings; libcurl ends what it writes to the buffer, and its texts of codes stay.
        unsafe errorText.pointee == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: errorText)
    }
}
