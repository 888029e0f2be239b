import CImage
import Testing

/// The samples of a JPEG, decoded and encoded without becoming pixels.
struct PlanesTests {
    /// Luma, blue chroma, red chroma; each in rows of whole blocks.
    private struct Planes {
        let width: Int
        let height: Int
        let chroma: (width: Int, height: Int)
        var samples: [UInt8]

        init(width: Int, height: Int, chroma: (width: Int, height: Int)) {
            (self.width, self.height, self.chroma) = (width, height, chroma)
            let sizes = (UInt32(width), UInt32(height), UInt32(chroma.width), UInt32(chroma.height))
            samples = [UInt8](repeating: 0xAA, count: cimage_planes_size(sizes.0, sizes.1, sizes.2, sizes.3))
        }

        func scale(_ plane: Int) -> (x: Int, y: Int) { plane == 0 ? (1, 1) : (chroma.width, chroma.height) }

        func size(_ plane: Int) -> (width: Int, height: Int) {
            let scale = scale(plane)
            let blocks = ((width + scale.x * 8 - 1) / (scale.x * 8), (height + scale.y * 8 - 1) / (scale.y * 8))
            return (blocks.0 * 8, blocks.1 * 8)
        }

        /// The sample that lies over a pixel.
        func sample(_ plane: Int, _ x: Int, _ y: Int) -> Int {
            let start = (0..<plane).reduce(0) { $0 + size($1).width * size($1).height }
            let scale = scale(plane)
            return Int(samples[start + y / scale.y * size(plane).width + x / scale.x])
        }

        mutating func withC<Result>(_ body: (UnsafePointer<cimage_planes>) -> Result) -> Result {
            let count = samples.count
            return unsafe samples.withUnsafeMutableBufferPointer { samples in
                var planes = unsafe cimage_planes(
                    width: UInt32(width),
                    height: UInt32(height),
                    chroma_width: UInt32(chroma.width),
                    chroma_height: UInt32(chroma.height),
                    samples: samples.baseAddress,
                    sample_bytes: count
                )
                return unsafe body(&planes)
            }
        }

        mutating func decode(_ bytes: [UInt8], isWhole: Bool = false) throws(Failure) {
            var error = cimage_error()
            var oddities: CUnsignedInt = 0
            let code = unsafe withC { planes in
                unsafe cimage_decode_planes(bytes, bytes.count, noLimits, isWhole, planes, &oddities, &error)
            }
            guard code == CIMAGE_OK else { throw Failure(error) }
        }

        mutating func encoded(quality: Int32) throws(Failure) -> [UInt8] {
            var options = cimage_jpeg_options()
            options.quality = quality
            var output = unsafe cimage_bytes()
            var error = cimage_error()
            defer { unsafe cimage_free(&output) }
            let code = unsafe withC { unsafe cimage_encode_planes($0, &options, nil, 0, &output, &error) }
            guard code == CIMAGE_OK else { throw Failure(error) }
            return unsafe Array(UnsafeBufferPointer(start: output.data, count: output.count))
        }
    }

    private static let samplings: [(cimage_sampling, Int, Int)] = [
        (CIMAGE_444, 1, 1), (CIMAGE_422, 2, 1), (CIMAGE_420, 2, 2), (CIMAGE_440, 1, 2),
    ]
    private static let sizes = [(64, 48), (37, 29), (1, 1), (16, 17), (33, 8)]

    /// T.871, 7.
    private func components(_ pixel: [UInt8]) -> [Double] {
        let (red, green, blue) = (Double(pixel[0]), Double(pixel[1]), Double(pixel[2]))
        let luma = 0.299 * red + 0.587 * green + 0.114 * blue
        return [luma, (blue - luma) / 1.772 + 128, (red - luma) / 1.402 + 128]
    }

    @Test(arguments: samplings, sizes) func samplesLieWhereTheirPixelsDo(
        sampling: (cimage_sampling, Int, Int),
        size: (Int, Int)
    ) throws {
        let picture = Picture.gradient(width: size.0, height: size.1)
        let jpeg = try encodeJPEG(picture, quality: 100, sampling: sampling.0)
        var planes = Planes(width: size.0, height: size.1, chroma: (sampling.1, sampling.2))
        try planes.decode(jpeg)
        let decoded = try decode(jpeg)
        for y in 0..<size.1 {
            for x in 0..<size.0 {
                let pixel = decoded.pixel(x, y)
                guard pixel.prefix(3).allSatisfy({ 1...254 ~= $0 }) else { continue }
                let expected = components(pixel)
                #expect(abs(Double(planes.sample(0, x, y)) - expected[0]) <= 1.5, "\(x), \(y)")
                for plane in 1...2 {
                    let bound = sampling.0 == CIMAGE_444 ? 1.5 : 24
                    #expect(abs(Double(planes.sample(plane, x, y)) - expected[plane]) <= bound, "\(x), \(y)")
                }
            }
        }
    }

    @Test(arguments: samplings, sizes) func samplesCodedAnewAreTheSamePicture(
        sampling: (cimage_sampling, Int, Int),
        size: (Int, Int)
    ) throws {
        let jpeg = try encodeJPEG(Picture.gradient(width: size.0, height: size.1), sampling: sampling.0)
        var planes = Planes(width: size.0, height: size.1, chroma: (sampling.1, sampling.2))
        try planes.decode(jpeg)
        let again = try planes.encoded(quality: 95)
        let header = try header(of: again)
        #expect([header.horizontal_sampling.0, header.vertical_sampling.0] == [UInt8(sampling.1), UInt8(sampling.2)])
        #expect(try planes.encoded(quality: 95) == again)
        let (before, after) = (try decode(jpeg), try decode(again))
        let worst = zip(before.pixels, after.pixels).map { abs(Int($0) - Int($1)) }.max()
        #expect(try #require(worst) <= 3)
    }

    @Test func everyKindOfScanIsRead() throws {
        for name in ["progressive-420.jpg", "separate-scans.jpg", "restart-markers.jpg", "baseline-420.jpg"] {
            let jpeg = try Fixture.bytes(name)
            let header = try header(of: jpeg)
            let luma = (width: Int(header.horizontal_sampling.0), height: Int(header.vertical_sampling.0))
            var planes = Planes(width: Int(header.width), height: Int(header.height), chroma: luma)
            try planes.decode(jpeg)
            let decoded = try decode(jpeg)
            for y in 0..<decoded.height {
                for x in 0..<decoded.width {
                    let pixel = decoded.pixel(x, y)
                    guard pixel.prefix(3).allSatisfy({ 1...254 ~= $0 }) else { continue }
                    #expect(abs(Double(planes.sample(0, x, y)) - components(pixel)[0]) <= 1.5, "\(name) \(x), \(y)")
                }
            }
        }
    }

    @Test func otherSamplesThanThoseOfThePlanesAreNotRead() throws {
        let jpeg = try encodeJPEG(Picture.gradient(width: 40, height: 24), sampling: CIMAGE_420)
        for (width, height, chroma) in [(40, 24, (1, 1)), (40, 24, (2, 1)), (40, 32, (2, 2)), (48, 24, (2, 2))] {
            var planes = Planes(width: width, height: height, chroma: chroma)
            let untouched = planes.samples
            let failure = #expect(throws: Failure.self) { try planes.decode(jpeg) }
            #expect(failure?.code == CIMAGE_UNSUPPORTED && planes.samples == untouched)
        }
        for name in ["gray.jpg", "rgb-adobe.jpg", "ycck-adobe.jpg"] {
            let header = try header(of: Fixture.bytes(name))
            var planes = Planes(width: Int(header.width), height: Int(header.height), chroma: (1, 1))
            let failure = #expect(throws: Failure.self) { try planes.decode(Fixture.bytes(name)) }
            #expect(failure?.code == CIMAGE_UNSUPPORTED, "\(name)")
        }
        var short = Planes(width: 40, height: 24, chroma: (2, 2))
        short.samples.removeLast()
        #expect(#expect(throws: Failure.self) { try short.decode(jpeg) }?.code == CIMAGE_INVALID_ARGUMENT)
        #expect(#expect(throws: Failure.self) { try short.encoded(quality: 90) }?.code == CIMAGE_INVALID_ARGUMENT)
    }

    @Test func damageIsDamageHereToo() throws {
        let jpeg = try encodeJPEG(Picture.gradient(width: 40, height: 24), sampling: CIMAGE_420)
        var planes = Planes(width: 40, height: 24, chroma: (2, 2))
        let cut = Array(jpeg.dropLast(20))
        #expect(#expect(throws: Failure.self) { try planes.decode(cut) }?.code == CIMAGE_TRUNCATED)
        let noEnd = Array(jpeg.dropLast(2))
        #expect(throws: Failure.self) { try planes.decode(noEnd) }
        try planes.decode(noEnd, isWhole: true)
    }
}
