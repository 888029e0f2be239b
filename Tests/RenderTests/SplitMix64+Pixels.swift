import TestSupport

@testable import Render

extension SplitMix64 {
    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) } }

    mutating func pixel() -> PremultipliedRGBA8 {
        let bytes = bytes(4)
        return StraightRGBA8(red: bytes[0], green: bytes[1], blue: bytes[2], alpha: bytes[3]).premultiplied
    }
}
