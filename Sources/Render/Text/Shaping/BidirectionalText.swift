internal import CFriBidi

/// The Unicode bidirectional algorithm (UAX 9) for one line, by FriBidi.
enum BidirectionalText {
    /// Each scalar's embedding level; the line's direction is that of its first strong character, or left to right.
    static func levels(of scalars: [UInt32]) -> [Int] {
        let count = FriBidiStrIndex(scalars.count)
        var types = [FriBidiCharType](repeating: FriBidiCharType(0), count: scalars.count)
        var brackets = [FriBidiBracketType](repeating: 0, count: scalars.count)
        var direction = FRIBIDI_PAR_ON
        var levels = [FriBidiLevel](repeating: 0, count: scalars.count)
        unsafe fribidi_get_bidi_types(scalars, count, &types)
        unsafe fribidi_get_bracket_types(scalars, count, types, &brackets)
        // Without memory FriBidi answers 0; the line is then left as it is written.
        guard unsafe fribidi_get_par_embedding_levels_ex(types, brackets, count, &direction, &levels) != 0 else {
            return Array(repeating: 0, count: scalars.count)
        }
        return levels.map(Int.init)
    }

    /// The order from left to right of pieces with these levels: rule L2.
    static func visualOrder(of levels: [Int]) -> [Int] {
        var order = Array(levels.indices)
        guard let highest = levels.max(), highest > 0 else { return order }
        for level in stride(from: highest, through: 1, by: -1) {
            var start = 0
            while start < order.count {
                var end = start
                while end < order.count, levels[order[end]] >= level { end += 1 }
                order[start..<end].reverse()
                start = end + 1
            }
        }
        return order
    }
}
