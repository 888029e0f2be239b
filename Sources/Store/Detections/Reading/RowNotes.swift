/// What has to be known of all detections of a row before the first of them is read.
struct RowNotes: Hashable {
    private enum Member: String, CaseIterable {
        case confidence, score, conf, probability, region
    }

    private static let members = JSONKeyTable<Member>()

    /// From here on a confidence is no fraction any more, whatever rounding has done to it.
    private static let fractionLimit = 1.5

    /// Whether any confidence lies between what a fraction and what a per cent can be: then all are per cent.
    private(set) var hasPercentages = false
    /// Whether any detection has a region of its own.
    private(set) var hasRegions = false

    var warnings: [Warning] {
        guard hasPercentages else { return [] }
        let detail = "The confidences are taken as per cent, all of them, since some lie above \(Self.fractionLimit)."
        return [Warning(.confidencesPerCent, detail)]
    }

    /// Passes over the array of detections at the cursor and answers how many there are; 0 for what is not an array.
    mutating func passDetections(_ cursor: inout JSONCursor) throws(JSONError) -> Int {
        guard cursor.kind == .array else {
            try cursor.skipValue()
            return 0
        }
        var count = 0
        try cursor.enterArray()
        while try cursor.nextElement() {
            try passDetection(&cursor)
            count += 1
        }
        return count
    }

    /// Passes over the detection at the cursor.
    @inline(__always)
    mutating func passDetection(_ cursor: inout JSONCursor) throws(JSONError) {
        guard cursor.kind == .object else { return try cursor.skipValue() }
        try cursor.enterObject()
        while true {
            switch try cursor.nextMember(Self.mayMatter) {
            case .end: return
            case .other: try cursor.skipValue()
            case .named(let key): try passMember(key, &cursor)
            }
        }
    }

    /// Whether a name that begins with these bytes may be one of `Member`.
    @inline(__always)
    private static func mayMatter(_ start: UInt64) -> Bool {
        // "confide, "region", "probabi, "score" and "conf", the first letter lowest.
        start == 0x65_64_69_66_6e_6f_63_22 || start == 0x22_6e_6f_69_67_65_72_22 || start == 0x69_62_61_62_6f_72_70_22
            || start & 0x00ff_ffff_ffff_ffff == 0x22_65_72_6f_63_73_22
            || start & 0xffff_ffff_ffff == 0x22_66_6e_6f_63_22
    }

    /// Passes over the value of the member `key` of a detection.
    @inline(__always)
    mutating func passMember(_ key: JSONKey, _ cursor: inout JSONCursor) throws(JSONError) {
        switch Self.members[key] {
        case nil: try cursor.skipValue()
        case .region: try passRegion(&cursor)
        default: try passConfidence(&cursor)
        }
    }

    private mutating func passRegion(_ cursor: inout JSONCursor) throws(JSONError) {
        if cursor.kind != .null { hasRegions = true }
        try cursor.skipValue()
    }

    private mutating func passConfidence(_ cursor: inout JSONCursor) throws(JSONError) {
        guard let value = try cursor.readNumberOrTextOfOne(), value > Self.fractionLimit, value <= 100 else { return }
        hasPercentages = true
    }
}
