/// A transfer that libcurl works on.
struct RunningTransfer {
    let pending: PendingTransfer
    let easy: LibCurlEasy
    var watch: StallWatch
}
