import Store

/// Tells of what detections have that no layer draws, so that nobody takes its absence for the detector's.
enum UndrawnGeometry {
    static func warnings(about detections: [Detection]) -> [String] {
        let kinds: [(name: String, isGiven: (Detection) -> Bool)] = [
            ("key points", { !$0.keypoints.isEmpty }),
            ("masks given as pictures", { $0.maskKey != nil }),
        ]
        return kinds.compactMap { name, isGiven in
            let count = detections.count(where: isGiven)
            return count == 0 ? nil : "\(count) detections have \(name), which are not drawn."
        }
    }
}
