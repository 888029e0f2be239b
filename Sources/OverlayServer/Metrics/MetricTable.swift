/// What each metric is.
enum MetricTable {
    static let help: [String: String] = [
        "http_request_duration_seconds":
            "Time from a request's head to its answer's, by method, route template and status.",
        "overlay_answers_total": "Overlays and pictures answered for, by way and outcome.",
        "overlay_step_duration_seconds":
            "Time of each step of an overlay: plan, fetch, draw, encode, store, and wait for a turn.",
        "overlay_skipped_parts_total": "Parts of stage outputs that could not be drawn, by code.",
        "overlay_callers": "Requests that are being served or wait for their turn; a range counts once.",
        "overlay_callers_limit": "How many requests may be served or wait.",
        "overlay_server_build_info": "1, with the version and the renderer's version.",
        "overlay_waiting": "Pieces of work that wait for their turn, by what they wait for.",
        "cache_requests_total": "Values looked for in a cache, by cache and outcome.",
        "cache_size_bytes": "What a cache holds.",
        "cache_limit_bytes": "What a cache may hold.",
        "object_store_request_duration_seconds": "Time of each call of the object store, by call and outcome.",
        "object_store_transferred_bytes_total": "Bytes read from and written to the object store.",
        "object_store_retries_total": "Requests to the object store that were sent again.",
        "database_request_duration_seconds": "Time of each query for stage outputs, by call and outcome.",
        "database_read_bytes_total": "Bytes of stage outputs read.",
        "process_resident_memory_bytes": "Resident memory.",
        "process_cpu_seconds_total": "User and system CPU time.",
        "process_open_fds": "Open file descriptors.",
        "process_max_fds": "The most file descriptors that may be open.",
        "process_start_time_seconds": "Start of the process since the Unix epoch.",
    ]
}
