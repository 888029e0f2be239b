import Detections
import Foundation

@testable import OverlayService

/// Small files that are odd, damaged, or that say more than their pixels.
enum FrameFiles {
    static func bytes(_ name: String) throws -> [UInt8] {
        try read(URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Frames/\(name)"))
    }

    /// One of those that the C library is tested with.
    static func plain(_ name: String) throws -> [UInt8] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        return try read(tests.appending(path: "CImageTests/Images/\(name)"))
    }

    /// TIFF of one entry: orientation, SHORT, 1.
    static func tiff(orientation: Int) -> [UInt8] {
        let entry: [UInt8] = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation), 0, 0]
        return Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1] + entry + [0, 0, 0, 0]
    }

    private static func read(_ url: URL) throws -> [UInt8] { try [UInt8](Data(contentsOf: url)) }
}

extension [UInt8] {
    /// The PNG with another chunk, as its second.
    func withChunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let named = Array(name.utf8) + content
        let chunk = UInt32(content.count).bigEndianBytes + named + CRC32.checksum(of: named[...]).bigEndianBytes
        return Array(prefix(33)) + chunk + Array(dropFirst(33))
    }

    /// The JPEG with EXIF that has viewers turn it.
    func turned(_ orientation: Int) -> [UInt8] {
        withSegment(0xE1, Array("Exif\0\0".utf8) + FrameFiles.tiff(orientation: orientation))
    }

    /// The JPEG with another segment, as its first.
    func withSegment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0xFF, 0xD8, 0xFF, marker] + UInt16(content.count + 2).bigEndianBytes + content + Array(dropFirst(2))
    }
}
