import Testing

@testable import OverlayServer
@testable import OverlayService
@testable import Store

struct ConfigurationTests {
    private func faults(_ environment: [String: String]) -> [String] {
        do {
            _ = try Configuration(environment: environment, processorCount: 2)
            return []
        } catch {
            return error.faults
        }
    }

    @Test("without variables the service runs on this machine alone")
    func defaults() throws {
        let configuration = try Configuration(environment: [:], processorCount: 4)
        #expect(configuration.publicURL == "http://127.0.0.1:8080")
        #expect(configuration.renderConcurrency == 4 && configuration.queueLimit == 256)
        #expect(configuration.ioConcurrency == 32)
        #expect(configuration.urlExpirySeconds == 3600 && configuration.dataDirectory == "./overlay-data")
    }

    @Test("all faults are reported at once, each with its variable's name")
    func allFaults() {
        let faults = faults([
            "OVERLAY_PORT": "70000", "OVERLAY_URL_EXPIRY_SECONDS": "0", "OVERLAY_MAX_FRAME_BYTES": "many",
            "FRAME_KEY_TEMPLATE": "frames/{frame}.jpg", "S3_BUCKET_OUT": "a/b", "DATABASE_URL": "postgres://x:y",
            "S3_ENDPOINT_URL": "minio:9000", "S3_ADDRESSING_STYLE": "flat", "STAGE_OUTPUT_COLUMNS": "frame=x",
            "AWS_ACCESS_KEY_ID": "key without its secret",
            "OVERLAY_PUBLIC_URL": "ftp://x", "OVERLAY_KEY_PREFIX": "/overlays",
        ])
        let names = faults.map { $0.prefix { $0 != ":" } }
        #expect(
            Set(names) == [
                "OVERLAY_PORT", "OVERLAY_URL_EXPIRY_SECONDS", "OVERLAY_MAX_FRAME_BYTES", "FRAME_KEY_TEMPLATE",
                "S3_BUCKET_OUT", "S3_ENDPOINT_URL", "S3_ADDRESSING_STYLE", "STAGE_OUTPUT_COLUMNS",
                "AWS_SECRET_ACCESS_KEY", "OVERLAY_PUBLIC_URL", "OVERLAY_KEY_PREFIX",
            ]
        )
    }

    @Test("objects and stage outputs lie in S3 and Postgres where variables say so")
    func places() throws {
        let embedded = try Configuration(environment: ["AWS_REGION": "eu-west-1"], processorCount: 1)
        #expect(embedded.usesDataDirectory)
        let configuration = try Configuration(
            environment: [
                "S3_BUCKET_OUT": "frames", "S3_ENDPOINT_URL": "http://minio:9000", "AWS_REGION": "eu-west-1",
                "S3_PUBLIC_ENDPOINT_URL": "https://media.example.org", "S3_ADDRESSING_STYLE": "path",
                "DATABASE_URL": "postgresql+psycopg2://reader:secret@db:5433/mpr",
                "STAGE_OUTPUT_TABLE": "pipeline.results",
                "STAGE_OUTPUT_COLUMNS": "timeline_id=timeline",
            ],
            processorCount: 1
        )
        guard case .s3(let place) = configuration.objects else {
            Issue.record("objects are not in S3")
            return
        }
        #expect(place.outBucket == "frames" && place.inBucket == "mpr-media-in" && place.region == "eu-west-1")
        #expect(place.endpoint?.description == "http://minio:9000" && place.style == .path)
        #expect(place.publicEndpoint?.description == "https://media.example.org")
        #expect(!configuration.usesDataDirectory)
        let summary = configuration.summary.joined(separator: "\n")
        #expect(summary.contains("frames at http://minio:9000") && summary.contains("pipeline.results"))
        #expect(!summary.contains("secret"))
    }

    @Test(
        "the endpoint of Amazon's own clients counts where this service has none of its own, and blanks around a region do not"
    )
    func endpoints() throws {
        func place(_ variables: [String: String]) throws -> S3Place? {
            let environment = variables.merging(["S3_BUCKET_OUT": "b"]) { $1 }
            guard case .s3(let place) = try Configuration(environment: environment, processorCount: 1).objects else {
                return nil
            }
            return place
        }
        let general = ["AWS_ENDPOINT_URL": "http://all:1"]
        let special = general.merging(["AWS_ENDPOINT_URL_S3": "http://s3:2"]) { $1 }
        #expect(try place(general)?.endpoint?.description == "http://all:1")
        #expect(try place(special)?.endpoint?.description == "http://s3:2")
        #expect(
            try place(special.merging(["S3_ENDPOINT_URL": "http://own:3"]) { $1 })?.endpoint?.description
                == "http://own:3"
        )
        let ignoring = special.merging(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"]) { $1 }
        #expect(try place(ignoring)?.endpoint == nil)
        #expect(try place(ignoring)?.readsProfileEndpoint == false && place([:])?.readsProfileEndpoint == true)
        #expect(try place(["AWS_REGION": " eu-west-1\n"])?.region == "eu-west-1")
        #expect(try place(["AWS_REGION": " ", "AWS_DEFAULT_REGION": "a"])?.region == "a")
        #expect(throws: ConfigurationError.self) { try place(["AWS_ENDPOINT_URL": "minio"]) }
        // What other programs are told is not about folders.
        #expect(try Configuration(environment: general, processorCount: 1).usesDataDirectory)
        let ofProfile = try #require(try place([:])).settings(
            bucket: "b",
            ProfileSettings(region: "r", endpointURL: "http://p:4")
        )
        #expect(throws: ConfigurationError.self) {
            try #require(try place([:])).settings(bucket: "b", ProfileSettings(endpointURL: "minio"))
        }
        #expect(ofProfile.endpoint?.description == "http://p:4" && ofProfile.region == "r")
    }

    @Test(
        "a public URL is one that can be gone on from",
        arguments: ["http://h/?a=1", "http://h#f", "http://", "ftp://h", "http:///x"]
    )
    func publicURL(text: String) {
        #expect(throws: ConfigurationError.self) {
            try Configuration(environment: ["OVERLAY_PUBLIC_URL": text], processorCount: 1)
        }
        #expect(
            (try? Configuration(environment: ["OVERLAY_PUBLIC_URL": "https://h:1/a/"], processorCount: 1))?.publicURL
                == "https://h:1/a"
        )
    }

    @Test(
        "a variable that would have no effect is refused",
        arguments: ["S3_ENDPOINT_URL", "S3_PUBLIC_ENDPOINT_URL", "STAGE_OUTPUT_TABLE", "STAGE_OUTPUT_COLUMNS"]
    )
    func withoutEffect(variable: String) {
        #expect(faults([variable: "x"]).first?.hasPrefix("\(variable):") == true)
    }

    @Test("what is wrong with a database's URL is said without its password")
    func databaseURL() {
        let faults = faults(["DATABASE_URL": "postgres://user:secret@host:port/db"])
        #expect(faults.count == 1 && faults.first?.hasPrefix("DATABASE_URL:") == true)
        #expect(!faults.joined().contains("secret"))
    }

    @Test("an address that others can reach needs a token")
    func exposedHost() throws {
        #expect(faults(["OVERLAY_HOST": "0.0.0.0"]).count == 1)
        #expect(faults(["OVERLAY_HOST": "0.0.0.0", "OVERLAY_API_TOKENS": "secret"]).isEmpty)
        let configuration = try Configuration(environment: ["OVERLAY_API_TOKENS": "one, two"], processorCount: 1)
        #expect(configuration.apiTokens == ["one", "two"])
        #expect(!configuration.summary.joined().contains("one,"))
        #expect(faults(["OVERLAY_API_TOKENS_FILE": "/no/such/file"]).count == 1)
    }

    @Test("frame keys are found whatever their padding and ending")
    func frameKeys() throws {
        let timeline = try TimelineID("t-1")
        let template = FrameKeyTemplate.standard
        #expect(template.number(in: try ObjectKey("timelines/t-1/frames/000012.jpg"), of: timeline)?.number == 12)
        #expect(template.number(in: try ObjectKey("timelines/t-1/frames/7.PNG"), of: timeline)?.number == 7)
        #expect(template.number(in: try ObjectKey("timelines/t-1/frames/thumbs/7.jpg"), of: timeline)?.number == nil)
        #expect(template.number(in: try ObjectKey("timelines/t-1/frames/a7.jpg"), of: timeline)?.number == nil)
        #expect(template.number(in: try ObjectKey("timelines/t-2/frames/7.jpg"), of: timeline)?.number == nil)
        #expect(template.number(in: try ObjectKey("timelines/t-1/frames/7.gif"), of: timeline)?.number == nil)
        #expect(try template.key(of: 5, in: timeline, format: .png).text == "timelines/t-1/frames/000005.png")
        let other = try #require(FrameKeyTemplate("cache/{timeline_id}/f_{frame}_full.jpeg"))
        #expect(other.number(in: try ObjectKey("cache/t-1/f_0042_full.jpg"), of: timeline)?.number == 42)
        #expect(FrameKeyTemplate("{frame}/{timeline_id}.jpg") == nil)
        #expect(FrameKeyTemplate("{timeline_id}/{frame}.gif") == nil)
    }
}
