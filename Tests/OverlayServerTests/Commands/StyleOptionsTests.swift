import ArgumentParser
import Testing

@testable import OverlayServer
@testable import OverlayService

struct StyleOptionsTests {
    @Test(
        "every field of a style is an option, with its help",
        arguments: Style.fields.filter { !$0.isFlag }.map(\.name)
    )
    func option(name: String) throws {
        let option = "--" + name.replacing("_", with: "-")
        #expect(DrawCommand.helpMessage(columns: 400).contains(option))
        #expect(throws: RequestError.self) { try StyleOptions.parse([option, ""]).style() }
    }

    @Test(
        "fields that are on or off are flags, and their opposites",
        arguments: Style.fields.filter(\.isFlag).map(\.name)
    )
    func flag(name: String) throws {
        let option = name.replacing("_", with: "-")
        #expect(DrawCommand.helpMessage(columns: 400).contains("--\(option)/--no-\(option)"))
        for (word, value) in [("--\(option)", "true"), ("--no-\(option)", "false")] {
            #expect(try StyleOptions.parse([word]).style() == Style([name: [value]]))
        }
    }

    @Test("options give the style that a query of the same names gives")
    func style() throws {
        let options = try StyleOptions.parse(["--min-confidence=0.5", "--layers", "boxes,labels", "--font-size", "20"])
        let query = ["min_confidence": ["0.5"], "layers": ["boxes", "labels"], "font_size": ["20"]]
        #expect(try options.style() == Style(query))
        #expect(options.isGiven)
        #expect(try !StyleOptions.parse([]).isGiven)
    }
}
