import Render

/// In which pixels two pictures differ, by how much, and where first; all four channels count.
struct PictureDifference: Equatable {
    enum Channel: String, CaseIterable {
        case red, green, blue, alpha
    }

    let expected: Bitmap
    let actual: Bitmap
    /// How many pixels differ; one that only one of the pictures has is among them.
    private(set) var count = 0
    /// The channel with the largest difference, and that difference; beyond a picture's sides all channels count as 0.
    private(set) var worst = Worst(channel: .red, difference: 0)
    /// The uppermost row's leftmost pixel that differs.
    private(set) var first = (x: 0, y: 0)

    struct Worst: Equatable {
        let channel: Channel
        let difference: Int
    }

    /// `nil` where the pictures have the same size and pixels.
    init?(expected: Bitmap, actual: Bitmap) {
        guard expected.size != actual.size || expected.bytes != actual.bytes else { return nil }
        self.expected = expected
        self.actual = actual
        for y in 0..<height {
            for x in 0..<width where expected.pixel(x, y) != actual.pixel(x, y) { count(x, y) }
        }
    }

    /// Of both pictures laid over each other.
    var width: Int { max(expected.size.width, actual.size.width) }
    var height: Int { max(expected.size.height, actual.size.height) }

    private mutating func count(_ x: Int, _ y: Int) {
        if count == 0 { first = (x, y) }
        count += 1
        let here = worst(x, y)
        if here.difference > worst.difference { worst = here }
    }

    /// The channel that differs most in one pixel.
    func worst(_ x: Int, _ y: Int) -> Worst {
        let pixels = (expected.pixel(x, y)?.channels ?? [0, 0, 0, 0], actual.pixel(x, y)?.channels ?? [0, 0, 0, 0])
        return zip(Channel.allCases, zip(pixels.0, pixels.1))
            .map { Worst(channel: $0, difference: abs(Int($1.0) - Int($1.1))) }
            .reduce(Worst(channel: .red, difference: 0)) { $1.difference > $0.difference ? $1 : $0 }
    }

    static func == (left: PictureDifference, right: PictureDifference) -> Bool {
        left.expected.size == right.expected.size && left.expected.bytes == right.expected.bytes
            && left.actual.size == right.actual.size && left.actual.bytes == right.actual.bytes
    }
}

extension PictureDifference: CustomStringConvertible {
    var description: String {
        let sizes = [expected, actual].map { "\($0.size.width)×\($0.size.height)" }
        let size = sizes[0] == sizes[1] ? "" : "it is \(sizes[1]) pixels, not \(sizes[0]); "
        let pixels = [expected, actual].map { $0.pixel(first.x, first.y)?.hexText ?? "none" }
        return size + "\(count) of \(width * height) pixels differ, "
            + "worst in \(worst.channel) (by \(worst.difference)), first at (\(first.x), \(first.y)): \(pixels[1]), not \(pixels[0])"
    }
}

extension Bitmap {
    /// `nil` beyond the picture's sides.
    func pixel(_ x: Int, _ y: Int) -> StraightRGBA8? {
        0..<size.width ~= x && 0..<size.height ~= y ? self[x: x, y: y] : nil
    }
}

extension StraightRGBA8 {
    fileprivate var channels: [UInt8] { [red, green, blue, alpha] }

    /// `#RRGGBBAA`
    fileprivate var hexText: String {
        let value = channels.reduce(UInt64(1)) { $0 << 8 | UInt64($1) }
        return "#" + String(value, radix: 16, uppercase: true).dropFirst()
    }
}
