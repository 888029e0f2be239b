// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "overlay-server",
    platforms: [.macOS(.v26)],
    products: [.executable(name: "overlay-server", targets: ["OverlayServer"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .executableTarget(
            name: "OverlayServer",
            dependencies: [
                "CAssets", "Demo", "Detections", "OverlayService", "Render", "Store",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            exclude: ["Assets", "Demo", "Serve/openapi.yaml", "Service", "System"],
            swiftSettings: settings
        ),
        .target(
            name: "CAssets",
            path: "Sources/OverlayServer/Assets",
            exclude: ["pictures", "viewer"],
            cSettings: [.unsafeFlags(["-std=c23", "-Wall", "-Wextra", "-Werror"])]
        ),
        .systemLibrary(name: "CMalloc", path: "Sources/OverlayServer/System/CMalloc"),
        .target(
            name: "OverlayService",
            dependencies: [
                "CImage", "CMalloc", "Detections", "Render", "Store",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/OverlayServer/Service",
            swiftSettings: settings
        ),
        .target(name: "Demo", dependencies: ["Render"], path: "Sources/OverlayServer/Demo", swiftSettings: settings),
        .executableTarget(
            name: "overlay-bench",
            dependencies: [
                "Detections", "OverlayService", "Render", "Store",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/OverlayBench",
            swiftSettings: settings
        ),
        .target(
            name: "Render",
            dependencies: ["CFreeType", "CFriBidi", "CHarfBuzz"],
            exclude: ["System"],
            swiftSettings: settings
        ),
        .systemLibrary(
            name: "CFreeType",
            path: "Sources/Render/System/CFreeType",
            pkgConfig: "freetype2",
            providers: [.apt(["libfreetype-dev"])]
        ),
        .systemLibrary(
            name: "CFriBidi",
            path: "Sources/Render/System/CFriBidi",
            pkgConfig: "fribidi",
            providers: [.apt(["libfribidi-dev"])]
        ),
        .systemLibrary(
            name: "CHarfBuzz",
            path: "Sources/Render/System/CHarfBuzz",
            pkgConfig: "harfbuzz",
            providers: [.apt(["libharfbuzz-dev"])]
        ),
        .target(
            name: "Store",
            dependencies: [
                "CCrypto", "CCurl", "CPostgres", "Detections", .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Detections", "System"],
            swiftSettings: settings
        ),
        .target(
            name: "Detections",
            dependencies: ["CDeflate"],
            path: "Sources/Store/Detections",
            swiftSettings: settings
        ),
        .systemLibrary(
            name: "CDeflate",
            path: "Sources/Store/System/CDeflate",
            pkgConfig: "libdeflate",
            providers: [.apt(["libdeflate-dev"])]
        ),
        .systemLibrary(
            name: "CCrypto",
            path: "Sources/Store/System/CCrypto",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),
        .systemLibrary(
            name: "CCurl",
            path: "Sources/Store/System/CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        .systemLibrary(
            name: "CPostgres",
            path: "Sources/Store/System/CPostgres",
            pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"])]
        ),
        .target(
            name: "CImage",
            cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
            linkerSettings: [.linkedLibrary("png"), .linkedLibrary("jpeg"), .linkedLibrary("deflate")]
        ),
        .target(name: "TestSupport", dependencies: ["Render"], path: "Tests/TestSupport", swiftSettings: settings),
        .target(
            name: "StoreTestSupport",
            dependencies: ["Store"],
            path: "Tests/StoreTestSupport",
            swiftSettings: settings
        ),
        .testTarget(
            name: "CImageTests",
            dependencies: ["CImage"],
            resources: [.copy("Images")],
            swiftSettings: settings
        ),
        .target(
            name: "JPEGOracle",
            path: "Tests/JPEGOracle",
            cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
            linkerSettings: [.linkedLibrary("jpeg")]
        ),
        .testTarget(
            name: "RenderTests",
            dependencies: ["JPEGOracle", "Render", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "Detections", "Store", "StoreTestSupport", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["S3/boto3_client.py"],
            resources: [.copy("Detections/Samples/Files")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OverlayServiceTests",
            dependencies: ["Detections", "OverlayService", "Store", "StoreTestSupport", "TestSupport"],
            resources: [.copy("Comparison/Tracking")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OverlayServerTests",
            dependencies: [
                "Demo", "Detections", "JPEGOracle", "OverlayServer", "OverlayService", "Render", "Store",
                "StoreTestSupport", "TestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["Codec/Frames"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "GoldenTests",
            dependencies: ["Demo", "Detections", "OverlayService", "Render", "Store"],
            swiftSettings: settings
        ),
    ]
)

// Parts of the package without what they do not need, for scripts/sanitize: a fifth of the time to build.
let parts = [
    // What is given the bytes of strangers.
    "render": [
        "CFreeType", "CFriBidi", "CHarfBuzz", "CImage", "CImageTests", "JPEGOracle", "Render", "RenderTests",
        "TestSupport",
    ],
    // What threads share.
    "service": [
        "CCrypto", "CCurl", "CDeflate", "CFreeType", "CFriBidi", "CHarfBuzz", "CImage", "CMalloc", "CPostgres",
        "Detections", "OverlayService", "OverlayServiceTests", "Render", "Store", "StoreTestSupport", "StoreTests",
        "TestSupport",
    ],
]
if let part = Context.environment["PACKAGE_PART"], let names = parts[part] {
    package.products = []
    package.targets.removeAll { !names.contains($0.name) }
    let used = package.targets.flatMap(\.dependencies).compactMap { dependency in
        if case .productItem(_, let package?, _, _) = dependency { package } else { nil }
    }
    package.dependencies.removeAll { dependency in
        guard case .sourceControl(_, let location, _) = dependency.kind else { return false }
        return !used.contains { location.hasSuffix("/\($0)") }
    }
}
