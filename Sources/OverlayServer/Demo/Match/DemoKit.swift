/// The colors of one figure, as RGB in 0…1 with a spare lane.
struct DemoKit: Sendable {
    var shirt: SIMD4<Float>
    var sleeves: SIMD4<Float>
    var shorts: SIMD4<Float>
    var socks: SIMD4<Float>
    var shoes: SIMD4<Float>
    var skin: SIMD4<Float>
    var hair: SIMD4<Float>

    init(role: DemoObject.Role, random: inout DemoRandom) {
        let cloth = Self.cloth(of: role)
        shirt = SIMD4(hex: cloth.shirt)
        sleeves = SIMD4(hex: cloth.sleeves)
        shorts = SIMD4(hex: cloth.shorts)
        socks = SIMD4(hex: cloth.socks)
        shoes = SIMD4(hex: Self.shoes[Int(random.next() % UInt64(Self.shoes.count))])
        skin = SIMD4(hex: Self.skins[Int(random.next() % UInt64(Self.skins.count))])
        hair = SIMD4(hex: Self.hairs[Int(random.next() % UInt64(Self.hairs.count))])
    }

    private struct Cloth {
        let shirt: UInt32
        let sleeves: UInt32
        let shorts: UInt32
        let socks: UInt32
    }

    private static func cloth(of role: DemoObject.Role) -> Cloth {
        switch role {
        case .attacker: Cloth(shirt: 0xC8202F, sleeves: 0xB81A2A, shorts: 0xF0EEEA, socks: 0xC8202F)
        case .defender: Cloth(shirt: 0xEDF1F5, sleeves: 0xDCE4EC, shorts: 0x1B2A55, socks: 0xE8ECF2)
        case .goalkeeper: Cloth(shirt: 0xF2A516, sleeves: 0xE29410, shorts: 0x2A2522, socks: 0xF2A516)
        case .referee, .assistantReferee: Cloth(shirt: 0x24262E, sleeves: 0x33363F, shorts: 0x1A1B20, socks: 0x1E2026)
        case .ball: Cloth(shirt: 0xFAFAF6, sleeves: 0x3A3C42, shorts: 0, socks: 0)
        }
    }

    private static let shoes: [UInt32] = [0x191A1D, 0xE9E23C, 0xF05A28, 0xF4F4F4, 0x25B7D3]
    private static let skins: [UInt32] = [0xE3B48F, 0xC98E66, 0x9A6744, 0x6B432B, 0xDDA982]
    private static let hairs: [UInt32] = [0x1B1512, 0x2C1E15, 0x4A3220, 0x8A6A3C, 0x14110F]
}

extension SIMD4<Float> {
    /// A color from `0xRRGGBB`, each channel in 0…1.
    init(hex: UInt32) {
        self.init(
            Float(hex >> 16 & 0xFF) / 255,
            Float(hex >> 8 & 0xFF) / 255,
            Float(hex & 0xFF) / 255,
            1
        )
    }
}
