import Foundation

extension ObjectFolder {
    func write(_ key: ObjectKey, _ bytes: [UInt8], mode: PutMode) throws(ObjectStoreError) -> PutOutcome {
        try write(key, mode: mode) { (file) throws(SystemCallError) in try file.write(bytes) }
    }

    func write(_ key: ObjectKey, _ source: SourceFile, mode: PutMode) throws(ObjectStoreError) -> PutOutcome {
        try write(key, mode: mode) { (file) throws(SystemCallError) in
            for start in stride(from: 0, to: source.size, by: Self.copyBytes) {
                try file.write(try source.read(start..<min(start + Self.copyBytes, source.size)))
            }
        }
    }

    private func write(
        _ key: ObjectKey,
        mode: PutMode,
        _ fill: (borrowing OpenFile) throws(SystemCallError) -> Void
    ) throws(ObjectStoreError) -> PutOutcome {
        let place = ObjectPlace(key)
        if place.isReserved { throw .invalidKey(key.text, reason: "it begins with a folder of the store's own") }
        if mode.isCreateOnly, try exists(place) { return .existed }
        let temporary = try makeTemporary(fill)
        let parent = try makeFolders(place.folders)
        do throws(SystemCallError) {
            switch mode {
            case .createOnly, .createUnseen: try temporary.link(to: place.name, in: parent)
            case .overwrite: try temporary.move(to: place.name, in: parent)
            }
            return .created
        } catch {
            return try outcome(of: error, at: key, in: parent)
        }
    }

    /// Sets the time of the last use to now, and no other. Does nothing where there is no such object.
    func touch(_ key: ObjectKey) throws(ObjectStoreError) {
        let place = ObjectPlace(key)
        guard !place.isReserved, let parent = try openFolder(place.folders) else { return }
        do throws(SystemCallError) {
            try parent.touch(place.name)
        } catch {
            if !error.meansAbsent { throw ObjectStoreError(error, at: root) }
        }
    }

    /// Does nothing where there is no such object.
    func remove(_ key: ObjectKey) throws(ObjectStoreError) {
        let place = ObjectPlace(key)
        guard !place.isReserved, let parent = try openFolder(place.folders) else { return }
        switch try status(of: place.name, in: parent)?.kind {
        case nil, .folder: return
        case .symbolicLink: throw .obstructed(key.text, by: .symbolicLink)
        case .special: throw .obstructed(key.text, by: .special)
        case .regular: break
        }
        do throws(SystemCallError) {
            try parent.remove(place.name)
        } catch {
            if !error.meansAbsent { throw ObjectStoreError(error, at: root) }
        }
    }

    /// Writes a file that no key leads to. It is gone when it goes out of scope.
    func makeTemporary(
        _ fill: (borrowing OpenFile) throws(SystemCallError) -> Void
    ) throws(ObjectStoreError) -> TemporaryFile {
        let uploads = try makeFolders([Self.uploads])
        do throws(SystemCallError) {
            return try TemporaryFile(in: uploads, permissions: 0o666, fill)
        } catch {
            throw ObjectStoreError(error, at: root)
        }
    }

    private func exists(_ place: ObjectPlace) throws(ObjectStoreError) -> Bool {
        guard let parent = try openFolder(place.folders) else { return false }
        return try status(of: place.name, in: parent)?.kind == .regular
    }

    /// The folder that `segments` lead to, made where it is missing.
    private func makeFolders(_ segments: [String]) throws(ObjectStoreError) -> Folder {
        var folder = try openRoot()
        for (index, name) in segments.enumerated() {
            let path = segments[...index].joined(separator: "/")
            if let next = try open(name, in: folder, path: path) {
                folder = next
                continue
            }
            do throws(SystemCallError) {
                try folder.makeFolder(name)
            } catch {
                throw failure(error, at: path)
            }
            guard let next = try open(name, in: folder, path: path) else { throw .obstructed(path, by: .file) }
            folder = next
        }
        return folder
    }

    /// What it means that the temporary file did not get its name.
    private func outcome(
        of error: SystemCallError,
        at key: ObjectKey,
        in parent: borrowing Folder
    ) throws(ObjectStoreError) -> PutOutcome {
        guard error.code == EEXIST || error.code == EISDIR else { throw failure(error, at: key.text) }
        switch try status(of: ObjectPlace(key).name, in: parent)?.kind {
        case .regular, nil:
            // Only `link` gives this code, so that no overwrite is said to be done that is not.
            guard error.code == EEXIST else { throw failure(error, at: key.text) }
            return .existed
        case .folder: throw .obstructed(key.text, by: .folder)
        case .symbolicLink: throw .obstructed(key.text, by: .symbolicLink)
        case .special: throw .obstructed(key.text, by: .special)
        }
    }

    private func failure(_ error: SystemCallError, at key: String) -> ObjectStoreError {
        guard error.code == ENAMETOOLONG else { return ObjectStoreError(error, at: root) }
        return .invalidKey(key, reason: "a segment is longer than the file system can hold")
    }
}
