/// floor(value), for |value| below 2³¹.
@inline(__always)
func floorToInt32(_ value: Float) -> Int32 {
    let truncated = Int32(value)
    return Float(truncated) > value ? truncated &- 1 : truncated
}

/// 3t² − 2t³ for t in 0…1: from 0 to 1 with level ends.
@inline(__always)
func smoothstep(_ t: Float) -> Float {
    t * t * (3 - 2 * t)
}

@inline(__always)
func mix(_ from: Float, _ to: Float, _ share: Float) -> Float {
    from + (to - from) * share
}

@inline(__always)
func clampToUnit(_ value: Float) -> Float {
    min(max(value, 0), 1)
}

/// A wave of period 1 between −1 and 1, near to sin(2πt) but made of parabolas.
func gaitWave(_ t: Double) -> Double {
    let phase = t - t.rounded(.down)
    let half = phase < 0.5 ? phase : phase - 0.5
    let arc = 16 * half * (0.5 - half)
    return phase < 0.5 ? arc : -arc
}
