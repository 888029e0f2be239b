import Testing

@testable import Store

@Suite("A file of profiles")
struct INIFileTests {
    @Test(
        "is read as Amazon's clients for Python read it",
        arguments: [
            ("", [:]),
            ("\n# c\n; c\n   # c\n", [:]),
            ("[a]", ["a": [:]]),
            ("[a]\nk = v\n", ["a": ["k": "v"]]),
            ("\u{FEFF}[a]\r\nk=v\r\n", ["a": ["k": "v"]]),
            ("[a]\nK\t =  v w  \nl: x=y", ["a": ["k": "v w", "l": "x=y"]]),
            ("[a]\nk = v # not a comment", ["a": ["k": "v # not a comment"]]),
            ("[a] # c\nk=v", ["a": ["k": "v"]]),
            ("[a]\n  k = v\n  l = w", ["a": ["k": "v", "l": "w"]]),
            ("[a]\ns3 =\n  k = v\n  region = nested\nregion = r", ["a": ["s3": "", "region": "r"]]),
            ("[a]\nk = v\n  more\n\n  and more\nl = w", ["a": ["k": "v", "l": "w"]]),
            ("[a]\nk = v\n  [b]\nl = w", ["a": ["k": "v", "l": "w"]]),
            ("[a]\nk = 1\n[b]\nk = 2\n[a]\nl = 3", ["a": ["k": "1", "l": "3"], "b": ["k": "2"]]),
            ("[a]\nk = 1\nk = 2", ["a": ["k": "2"]]),
            ("[a]\nk =", ["a": ["k": ""]]),
        ] as [(String, [String: [String: String]])]
    )
    func sections(text: String, sections: [String: [String: String]]) throws {
        #expect(try INIFile(text).sections == sections)
    }

    @Test(
        "names the line that is wrong, and does not repeat it",
        arguments: [("k = v", 1), ("\n[a\nk = v", 2), ("[a]\nk = v\nsecret", 3), ("[a]\n\n= v", 3)]
    )
    func errors(text: String, line: Int) {
        let error = #expect(throws: INIError.self) { try INIFile(text) }
        #expect(error?.line == line)
        #expect(error?.reason.contains("secret") == false)
    }
}
