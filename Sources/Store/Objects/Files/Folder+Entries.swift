import Foundation

extension Folder {
    /// Everything in the folder but itself and its parent, in no order. Throws `EILSEQ` for a name that is not UTF-8.
    func entries() throws(SystemCallError) -> [FolderEntry] {
        let descriptor = try duplicate()
        // Safety: the stream is open until the `defer`, and owns the descriptor.
        guard let stream = unsafe fdopendir(descriptor) else {
            let code = errno
            close(descriptor)
            throw SystemCallError(call: "fdopendir", name: "", code: code)
        }
        defer { unsafe closedir(stream) }
        var entries: [FolderEntry] = []
        errno = 0
        while let entry = unsafe readdir(stream) {
            let name = try unsafe Self.name(of: entry)
            if name != ".", name != ".." {
                // Without a type from the folder, the file is asked; it may be gone by now.
                let told = unsafe FileKind(entryType: entry.pointee.d_type)
                let kind = if let told { told } else { try status(of: name)?.kind }
                if let kind { entries.append(FolderEntry(name: name, kind: kind)) }
            }
            errno = 0
        }
        guard errno == 0 else { throw SystemCallError(call: "readdir", name: "", code: errno) }
        return entries
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) throws(SystemCallError) -> String {
        // Safety: the name is read where it lies, up to its NUL; the record may be shorter than the structure, which must
        // therefore not be copied.
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
            unsafe field.withMemoryRebound(to: CChar.self, capacity: 1) { start in
                unsafe (String(validatingCString: start), String(cString: start))
            }
        }
        guard let valid = name.0 else { throw SystemCallError(call: "readdir", name: name.1, code: EILSEQ) }
        return valid
    }
}
