import Detections
import Foundation
import OverlayService
import Store

/// What stages found as one file of COCO's: a dataset with images, annotations and categories, or a list of results.
struct COCODocument {
    /// Detections that COCO has no place for.
    private(set) var droppedCount = 0
    private(set) var placelessCount = 0

    private let isResults: Bool
    private let namesStage: Bool
    private var categories: COCOCategories
    private var images: [Int: COCOImage] = [:]
    private var annotations: [(json: Data, category: COCOCategories.Key)] = []
    private var ids: Set<Int> = []
    private var nextID = 1

    /// `names`: of classes, by their ids. `namesStage`: whether several stages are put together.
    init(isResults: Bool, names: [Int: String], namesStage: Bool) {
        self.isResults = isResults
        self.namesStage = namesStage
        categories = COCOCategories(names: names)
    }

    mutating func add(_ findings: FrameFindings) throws {
        images[findings.frame.number] = COCOImage(findings)
        for detection in findings.found.detections {
            guard detection.status == .kept else {
                droppedCount += 1
                continue
            }
            let annotation = COCOAnnotation(
                detection,
                on: findings,
                id: isResults ? nil : takeID(of: detection),
                isResult: isResults,
                namesStage: namesStage
            )
            guard let annotation else {
                placelessCount += 1
                continue
            }
            let key = COCOCategories.Key(detection)
            categories.add(key, detection.skeleton)
            annotations.append((try CanonicalJSON.encode(annotation), key))
        }
    }

    /// The file, in which categories have the numbers that the stage gave its classes, where it gave any.
    func file() throws -> Data {
        let numbers = categories.numbered().numbers
        var file = Data((isResults ? "[" : "{\"annotations\":[").utf8)
        for (index, annotation) in annotations.enumerated() {
            let number = numbers[annotation.category] ?? 0
            file += Data("\(index == 0 ? "" : ",")\n{\"category_id\":\(number),".utf8)
            file += annotation.json.dropFirst()
        }
        guard !isResults else { return file + Data("\n]\n".utf8) }
        let list = try CanonicalJSON.encode(categories.list())
        let pictures = try CanonicalJSON.encode(images.values.sorted { $0.id < $1.id })
        file += Data("\n],\"categories\":".utf8) + list + Data(",\"images\":".utf8) + pictures + Data("}\n".utf8)
        return file
    }

    /// The detection's own id where that is a number that no other has.
    private mutating func takeID(of detection: Detection) -> Int {
        if let own = detection.id.flatMap({ Int($0) }), ids.insert(own).inserted { return own }
        while !ids.insert(nextID).inserted { nextID += 1 }
        return nextID
    }
}

/// A frame as an image of COCO.
private struct COCOImage: Encodable {
    /// The frame's number.
    let id: Int
    let file_name: String
    let width: Int
    let height: Int
    /// In seconds; no word of COCO's.
    let timestamp: Double?

    init(_ findings: FrameFindings) {
        id = findings.frame.number
        file_name = findings.frame.key.segments.last ?? findings.frame.key.text
        (width, height) = (findings.size.width, findings.size.height)
        timestamp = findings.timestamp
    }
}
