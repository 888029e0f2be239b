import Detections

/// The categories of detections that are called by a class id, by a label, or both.
struct COCOCategories {
    /// What a detection says of its class.
    struct Key: Hashable {
        let id: ClassID?
        let label: String?

        init(_ detection: Detection) { self.init(id: detection.classID, label: detection.label) }

        fileprivate init(id: ClassID?, label: String?) {
            self.id = id
            self.label = label
        }

        fileprivate var number: Int? { if case .integer(let number)? = id, number >= 0 { number } else { nil } }

        fileprivate var name: String { label ?? id.map { number == nil ? "\($0)" : "class \($0)" } ?? "object" }
    }

    struct Category: Encodable {
        let id: Int
        let name: String
        /// Pairs of key points, counted from 1.
        let skeleton: [[Int]]?
    }

    private let names: [Int: String]
    /// In the order in which they were seen first.
    private var keys: [Key] = []
    /// Each detection has the bones of its class whose ends were found.
    private var bones: [Key: Set<Skeleton.Bone>] = [:]
    private var seen: Set<Key> = []

    init(names: [Int: String]) { self.names = names }

    mutating func add(_ key: Key, _ skeleton: Skeleton?) {
        if seen.insert(key).inserted { keys.append(key) }
        if case .bones(let found)? = skeleton { bones[key, default: []].formUnion(found) }
    }

    /// The number of each category, and the name of each number. A category has the number of its class id, where that is one and has no
    /// other name; else that of a category of its name; else one of its own.
    func numbered() -> (numbers: [Key: Int], names: [Int: String]) {
        var (numbers, names) = ([Key: Int](), names)
        for key in keys {
            guard let label = key.label, let number = key.number, names[number] ?? label == label else { continue }
            (numbers[key], names[number]) = (number, label)
        }
        for key in keys where key.label == nil {
            guard let number = key.number else { continue }
            (numbers[key], names[number]) = (number, names[number] ?? key.name)
        }
        var known = Dictionary(names.map { ($1, $0) }) { min($0, $1) }
        for key in keys.sorted(by: { $0.name < $1.name }) where numbers[key] == nil {
            let number = known[key.name] ?? (names.keys.max() ?? 0) + 1
            (numbers[key], names[number], known[key.name]) = (number, key.name, number)
        }
        return (numbers, names)
    }

    /// Each of them, and those that have names alone, by their numbers.
    func list() -> [Category] {
        let (numbers, names) = numbered()
        var pairs: [Int: [[Int]]] = [:]
        for key in keys {
            guard let number = numbers[key], let bones = bones[key] else { continue }
            pairs[number] = bones.map { [$0.start + 1, $0.end + 1] }.sorted { $0.lexicographicallyPrecedes($1) }
        }
        return names.sorted { $0.key < $1.key }.map { Category(id: $0, name: $1, skeleton: pairs[$0]) }
    }
}
