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

    @Test("keep their order")
    func order() {
        var headers: HTTPHeaders = ["A": "1", "B": "2", "a": "3"]
        headers.add("b", "7")
        #expect(headers.map { "\($0.name)=\($0.value)" } == ["A=1", "B=2", "a=3", "b=7"])
    }
}
