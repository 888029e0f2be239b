/// Reads frame numbers out of file names such as `frame_000012.jpg`.
enum FrameFileName {
    /// The last run of digits in `name`; `nil` where there is none or it is too long for a frame number.
    static func number(in name: String) -> Int? {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let runs = name.utf8.split { !digits.contains($0) }
        return runs.last.flatMap { Int(String(decoding: $0, as: UTF8.self)) }.flatMap {
            $0 <= Int(Int32.max) ? $0 : nil
        }
    }
}
