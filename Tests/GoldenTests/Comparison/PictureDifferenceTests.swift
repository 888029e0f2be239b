import Render
import Testing

struct PictureDifferenceTests {
    private func picture(_ width: Int, _ height: Int, changing changed: [Int: StraightRGBA8] = [:]) -> Bitmap {
        Bitmap(width: width, height: height) { x, y in
            changed[y * width + x] ?? StraightRGBA8(red: 10, green: 20, blue: 30, alpha: 40)
        }
    }

    @Test("equal pictures have no difference")
    func equal() { #expect(PictureDifference(expected: picture(5, 4), actual: picture(5, 4)) == nil) }

    @Test("a change of 1 in any channel is a difference", arguments: PictureDifference.Channel.allCases)
    func channels(_ channel: PictureDifference.Channel) throws {
        func level(_ base: UInt8, _ own: PictureDifference.Channel) -> UInt8 { own == channel ? base + 1 : base }
        let changed = StraightRGBA8(
            red: level(10, .red),
            green: level(20, .green),
            blue: level(30, .blue),
            alpha: level(40, .alpha)
        )
        let actual = picture(5, 4, changing: [7: changed])
        let difference = try #require(PictureDifference(expected: picture(5, 4), actual: actual))
        #expect(difference.count == 1 && difference.first == (2, 1))
        #expect(difference.worst == .init(channel: channel, difference: 1))
    }

    @Test("a difference tells how many pixels, the worst channel and the first pixel")
    func description() throws {
        let changed = [
            6: StraightRGBA8(red: 10, green: 29, blue: 30, alpha: 40),
            19: StraightRGBA8(red: 10, green: 20, blue: 255, alpha: 40),
        ]
        let difference = try #require(
            PictureDifference(expected: picture(5, 4), actual: picture(5, 4, changing: changed))
        )
        #expect(
            difference.description
                == "2 of 20 pixels differ, worst in blue (by 225), first at (1, 1): #0A1D1E28, not #0A141E28"
        )
    }

    @Test("a picture of another size differs in the pixels that only one of them has")
    func sizes() throws {
        let difference = try #require(PictureDifference(expected: picture(5, 4), actual: picture(6, 3)))
        #expect(difference.count == 3 + 5)
        #expect(difference.description.hasPrefix("it is 6×3 pixels, not 5×4; 8 of 24 pixels differ"))
        #expect(difference.description.hasSuffix("first at (5, 0): #0A141E28, not none"))
    }

    @Test("the three-up shows expected, difference and actual")
    func threeUp() throws {
        let changed = StraightRGBA8(red: 11, green: 20, blue: 30, alpha: 40)
        let expected = picture(5, 4)
        let actual = picture(5, 4, changing: [7: changed])
        let threeUp = try #require(PictureDifference(expected: expected, actual: actual)).threeUp
        #expect(threeUp.size == PixelSize(width: 23, height: 4))
        #expect(threeUp.cropped(x: 0, y: 0, width: 5, height: 4).bytes == expected.bytes)
        #expect(threeUp.cropped(x: 18, y: 0, width: 5, height: 4).bytes == actual.bytes)
        let difference = threeUp.cropped(x: 9, y: 0, width: 5, height: 4)
        #expect(difference[x: 2, y: 1] == StraightRGBA8(hex: 0x808080) && difference[x: 1, y: 1] == .black)
    }
}
