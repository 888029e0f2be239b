import Testing

@testable import Render

struct PremultiplicationTests {
    @Test("div255 rounds every product of two bytes to the nearest quotient")
    func div255IsExact() {
        let wrong = (0...255 * 255).filter { Double(div255(UInt16($0))) != (Double($0) / 255).rounded() }
        #expect(wrong.isEmpty)
    }

    @Test("premultiplying rounds to nearest for every channel and alpha, and straightening brings opaque colors back")
    func premultiplyIsExact() {
        for alpha in UInt8.min...UInt8.max {
            let wrong = (UInt8.min...UInt8.max).filter { channel in
                let pixel = StraightRGBA8(red: channel, green: 0, blue: channel, alpha: alpha).premultiplied
                let exact = (Double(channel) * Double(alpha) / 255).rounded()
                return Double(pixel.red) != exact || pixel.blue != pixel.red || pixel.green != 0 || pixel.red > alpha
            }
            #expect(wrong.isEmpty, "alpha \(alpha)")
        }
        let opaque = StraightRGBA8(red: 1, green: 128, blue: 254)
        #expect(opaque.premultiplied.straightened == opaque)
    }

    @Test("straightening and premultiplying again gives the same pixel, for every channel and alpha")
    func straighteningRoundTrips() {
        for alpha in UInt8.min...UInt8.max {
            let wrong = (0...alpha).filter { channel in
                let pixel = PremultipliedRGBA8(red: channel, green: 0, blue: channel, alpha: alpha)
                return pixel == nil || pixel?.straightened.premultiplied != pixel
            }
            #expect(wrong.isEmpty, "alpha \(alpha)")
        }
    }

    @Test("a channel above alpha is no premultiplied pixel")
    func refusesBrightTransparency() {
        #expect(PremultipliedRGBA8(red: 11, green: 0, blue: 0, alpha: 10) == nil)
    }

    @Test("numbers are cut to what an integer can hold, whose ends are among it")
    func clamping() {
        #expect(
            [-1, 0, 0.5, 254.9, 255, 256, .infinity, .nan].map { UInt8(clamping: $0) } == [
                0, 0, 0, 254, 255, 255, 255, 0,
            ]
        )
        #expect(Int(clamping: -0x1p63) == .min && Int(clamping: 0x1p63) == .max)
        #expect(StraightRGBA8(hex: 0xFF8800).withOpacity(0).alpha == 0)
    }
}
