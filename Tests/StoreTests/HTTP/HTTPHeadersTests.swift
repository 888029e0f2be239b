import Testing

@testable import Store

@Suite("Header fields")
struct HTTPHeadersTests {
    @Test("are found without regard to case, the first of a name before the others")
    func lookup() {
        let headers: HTTPHeaders = ["ETag": "a", "etag": "b", "X-[": "c"]
        #expect(headers["ETAG"] == "a")
        #expect(headers.values("etag") == ["a", "b"])
        #expect(headers["x-["] == "c")
        #expect(headers["x-{"] == nil)
        #expect(headers["ETa"] == nil)
    }

    @Test("keep their order; a set one replaces all of its name in the place of the first")
    func order() {
        var headers: HTTPHeaders = ["A": "1", "B": "2", "a": "3", "C": "4"]
        headers.set("A", "5")
        headers.set("D", "6")
        headers.add("b", "7")
        #expect(headers.map { "\($0.name)=\($0.value)" } == ["A=5", "B=2", "C=4", "D=6", "b=7"])
    }
}
