import Foundation
import Testing

@testable import Detections

@Suite("Sightings")
struct SightingTests {
    @Test("say of every detection what reading it whole says, in all words for it")
    func same() throws {
        let json = """
            {"names":["zero","one"],"frames":[
             {"frame":3,"timestamp":0.5,"detections":[
              {"bbox":[1,1,5,5],"track_id":7,"class_id":1},{"box":[1,1,5,5],"tracker_id":"a","class":"dog"},
              {"bbox":[1,1,5,5],"object_id":-1,"category":2,"label":"cat","attributes":{"track_id":9}},
              {"bbox":[1,1,5,5],"track_id":{},"name":"bus"},{"bbox":[1,1,5,5],"track_id":4,"tracker_id":5}]},
             {"frame":1,"detections":null}]}
            """
        let output = try StageOutput(json: Array(json.utf8))
        let size = try #require(FrameSize(width: 100, height: 100))
        var frames: [Int] = []
        output.forEachFrame { number, timestamp, sightings in
            frames.append(number)
            let found = output.detections(of: number, in: size)?.detections ?? []
            #expect(sightings == found.map { Sighting(trackID: $0.trackID, classID: $0.classID, label: $0.label) })
            #expect(timestamp == (number == 3 ? 0.5 : nil))
        }
        #expect(frames == [1, 3])
    }
}
