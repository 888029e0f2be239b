/// Objects that are detections.
extension DetectionReader {
    /// Reads the members of the object at the cursor that `fields` has, and says what of them cannot be used. Of a
    /// member that is named twice the last one counts; of the format's own word and another's, the format's own.
    @inline(__always)
    func readObject<Field: DetectionField>(
        _ fields: JSONKeyTable<Field>,
        into detection: inout Detection,
        _ cursor: inout JSONCursor,
        _ suspicions: inout FrameSuspicions
    ) throws -> [DetectionFault] {
        var faults: [(field: Field, fault: DetectionFault)] = []
        var otherWords: [(field: Field, mark: JSONCursor.Mark)] = []
        var unknown: [JSONKey] = []
        let start = cursor.mark
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            guard let field = fields[key] else {
                if suspicions.mayBeTypingError(key) { unknown.append(key) }
                try cursor.skipValue()
                continue
            }
            if field.word != nil {
                otherWords.append((field, cursor.mark))
                try cursor.skipValue()
                continue
            }
            if !faults.isEmpty { faults.removeAll { $0.field == field } }
            let mark = cursor.mark
            do {
                try field.read(by: self, into: &detection, &cursor, &suspicions)
            } catch let fault as DetectionFault {
                faults.append((field, fault))
                try forget(field, in: &detection, &suspicions)
                cursor.return(to: mark)
                try cursor.skipValue()
            }
        }
        if !otherWords.isEmpty || !unknown.isEmpty {
            let end = cursor.mark
            try readRest(otherWords, &detection, &cursor, &suspicions, &faults)
            if !unknown.isEmpty {
                cursor.return(to: start)
                try suspicions.note(unknown, besides: cursor.keys(), at: detection.position)
            }
            cursor.return(to: end)
        }
        if suspicions.isBoxOfBounds { (detection.box, suspicions.isBoxOfBounds) = (nil, false) }
        let unusable = unusable(of: &detection, suspicions.takeLostKeypoints())
        if !detection.hasGeometry, faults.isEmpty, unusable.isEmpty {
            let end = cursor.mark
            cursor.return(to: start)
            let fault = try placeless(fields, at: detection.position, &cursor, &suspicions)
            cursor.return(to: end)
            if let fault { return [fault] }
        }
        if faults.isEmpty, unusable.isEmpty, !suspicions.hasPartFaults { return [] }
        let named = faults.map { field, fault in
            var fault = fault
            fault.isOfGeometry = field.isGeometry
            return fault
        }
        return named + suspicions.takePartFaults() + unusable
    }

    /// Looks at the members of the object at the cursor, which says nothing of where it is. It is of the whole frame where all its members are
    /// known; those that are not may say it in words that are not, which is noted. A fault where none is known.
    private func placeless<Field: DetectionField>(
        _ fields: JSONKeyTable<Field>,
        at position: DetectionPosition,
        _ cursor: inout JSONCursor,
        _ suspicions: inout FrameSuspicions
    ) throws -> DetectionFault? {
        var (isAnyKnown, others, places) = (false, [String](), [String]())
        try cursor.enterObject()
        while let name = try cursor.nextName() {
            if fields[JSONKey(name)] != nil {
                isAnyKnown = true
            } else {
                others.append(name)
                if [.number, .array, .object].contains(cursor.kind) { places.append(name) }
            }
            try cursor.skipValue()
        }
        guard isAnyKnown || others.isEmpty else {
            var fault = DetectionFault("", "has no member that is known; it has \(others.shortList)")
            fault.isOfGeometry = true
            return fault
        }
        if !places.isEmpty { suspicions.note(placeless: places, at: position) }
        return nil
    }

    private func readRest<Field: DetectionField>(
        _ otherWords: [(field: Field, mark: JSONCursor.Mark)],
        _ detection: inout Detection,
        _ cursor: inout JSONCursor,
        _ suspicions: inout FrameSuspicions,
        _ faults: inout [(field: Field, fault: DetectionFault)]
    ) throws {
        for (field, mark) in otherWords {
            cursor.return(to: mark)
            if let fault = try self.fault(reading: field, into: &detection, &cursor, &suspicions) {
                faults.append((field, fault))
            }
        }
    }

    /// What the member said where it stood before, if it did, does not count either.
    private func forget<Field: DetectionField>(
        _ field: Field,
        in detection: inout Detection,
        _ suspicions: inout FrameSuspicions
    ) throws {
        try JSONCursor.reading(Array("null".utf8)) { cursor in
            try field.read(by: self, into: &detection, &cursor, &suspicions)
        }
    }

    /// Reads another tool's word for something; where the format's own is there too and says otherwise, that one counts.
    private func fault<Field: DetectionField>(
        reading field: Field,
        into detection: inout Detection,
        _ cursor: inout JSONCursor,
        _ suspicions: inout FrameSuspicions
    ) throws -> DetectionFault? {
        var other = detection
        do {
            try field.read(by: self, into: &other, &cursor, &suspicions)
        } catch let fault as DetectionFault {
            return fault
        }
        if field.word?.isGiven(in: detection) != true {
            detection = other
        } else if other != detection {
            suspicions.note(otherWord: field.rawValue, at: detection.position)
        }
        return nil
    }
}

extension JSONCursor {
    /// The names of the members of the object at the cursor, which it passes.
    mutating func keys() throws(JSONError) -> [JSONKey] {
        var keys: [JSONKey] = []
        try enterObject()
        while let key = try nextKey() {
            keys.append(key)
            try skipValue()
        }
        return keys
    }
}

extension [String] {
    /// For messages: the first of them.
    var shortList: String { prefix(8).joined(separator: ", ") + (count > 8 ? ", …" : "") }
}
