// swift-tools-version: 6.3
import PackageDescription

let common: [SwiftSetting] = [
    .enableExperimentalFeature("Lifetimes"),
    .treatAllWarnings(as: .error),
    .swiftLanguageMode(.v6),
]
let strict = common + [.strictMemorySafety()]

/// The floors of docs/architecture.md.
///
/// A target may depend on floors below its own; `.ci/layers` compares the import
/// lines of each target with what is declared here.
let floors: [[(name: String, dependencies: [Target.Dependency])]] = [
    [
        ("WireFormats", []),
        ("Results", []),
    ],
    [
        ("NetCore", ["WireFormats"]),
        ("Tunnels", ["WireFormats"]),
        ("NetdevOptions", ["WireFormats"]),
        ("LinuxNet", ["CLinuxNet", "CVDEPlug", .product(name: "SystemPackage", package: "swift-system")]),
    ],
    [
        ("NICModels", ["NetCore", "WireFormats"]),
        ("Pseudowires", ["NetCore", "NetdevOptions", "Tunnels", "WireFormats"]),
    ],
    [
        (
            "ScenarioFile",
            ["NetCore", "NetdevOptions", "WireFormats", .product(name: "Yams", package: "Yams")]
        ),
        ("Hosts", ["NICModels", "NetCore", "WireFormats"]),
        ("Capture", ["NetCore", "WireFormats", .product(name: "SystemPackage", package: "swift-system")]),
        (
            "NetBackends",
            [
                "LinuxNet", "NetCore", "NetdevOptions", "Pseudowires", "Tunnels", "WireFormats",
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
    ],
    [
        (
            "Bench",
            [
                "CBench", "LinuxNet", "NetBackends", "NetCore", "NetdevOptions", "WireFormats",
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        (
            "PatchPanel",
            [
                "Capture", "LinuxNet", "NetBackends", "NetCore", "NetdevOptions", "Results",
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        ("Reports", ["Results"]),
        (
            "Lab",
            [
                "Capture", "Hosts", "LinuxNet", "NICModels", "NetBackends", "NetCore", "NetdevOptions", "Pseudowires",
                "Results", "ScenarioFile", "Tunnels", "WireFormats",
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
    ],
]

/// Test targets, each with what it looks at.
let tests: [(name: String, dependencies: [Target.Dependency])] = [
    ("WireFormatsTests", ["TestSupport", "WireFormats"]),
    ("NetCoreTests", ["NetCore", "TestSupport", "WireFormats"]),
    ("TunnelsTests", ["TestSupport", "Tunnels", "WireFormats"]),
    ("NetdevOptionsTests", ["NetdevOptions", "TestSupport", "WireFormats"]),
    ("NICModelsTests", ["NICModels", "NetCore", "TestSupport", "WireFormats"]),
    (
        "PseudowiresTests",
        ["NetCore", "NetdevOptions", "Pseudowires", "TestSupport", "Tunnels"]
    ),
    (
        "CaptureTests",
        ["Capture", "NetCore", "TestSupport", "WireFormats", .product(name: "SystemPackage", package: "swift-system")]
    ),
    ("HostsTests", ["Hosts", "NICModels", "NetCore", "TestSupport", "WireFormats"]),
    (
        "NetBackendsTests",
        [
            "LinuxNet", "NICModels", "NetBackends", "NetCore", "NetdevOptions", "Pseudowires", "TestSupport", "Tunnels",
            "WireFormats", .product(name: "SystemPackage", package: "swift-system"),
        ]
    ),
    ("ReportsTests", ["Reports", "Results"]),
    ("BenchTests", ["Bench", "CBench", "LinuxNet", "Tunnels", "WireFormats"]),
    ("EndToEndTests", ["NetdevOptions", "TestSupport", "wirework"]),
    ("InteropTests", ["NetdevOptions", "TestSupport", "wirework"]),
    ("ScenarioFileTests", ["NetCore", "NetdevOptions", "ScenarioFile", "TestSupport", "WireFormats"]),
    (
        "LabTests",
        [
            "Lab", "LinuxNet", "NICModels", "NetBackends", "NetCore", "NetdevOptions", "Results", "ScenarioFile",
            "TestSupport", "WireFormats", .product(name: "SystemPackage", package: "swift-system"),
        ]
    ),
    ("PatchPanelTests", ["LinuxNet", "NetdevOptions", "PatchPanel", "Results", "TestSupport"]),
    (
        "LinuxNetTests",
        ["CLinuxNet", "LinuxNet", "TestSupport", .product(name: "SystemPackage", package: "swift-system")]
    ),
]

let package = Package(
    name: "wirework",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(name: "CLinuxNet"),
        // No pkgConfig: Debian's package has no file for it; the module map names the library.
        .systemLibrary(name: "CVDEPlug", providers: [.apt(["libvdeplug-dev"])]),
        .target(name: "CBench"),
    ]
        + floors.joined().map {
            .target(name: $0.name, dependencies: $0.dependencies, swiftSettings: strict)
        }
        + [
            .executableTarget(
                name: "wirework",
                dependencies: [
                    "Bench", "Lab", "LinuxNet", "NetdevOptions", "PatchPanel", "Reports", "Results", "ScenarioFile",
                    .product(name: "ArgumentParser", package: "swift-argument-parser"),
                    .product(name: "SystemPackage", package: "swift-system"),
                ],
                swiftSettings: strict),
            .target(
                name: "TestSupport", dependencies: ["NetCore", "WireFormats"], path: "Tests/TestSupport",
                swiftSettings: common),
        ]
        + tests.map {
            .testTarget(
                name: $0.name, dependencies: $0.dependencies,
                // Golden files are read where they stand.
                exclude: $0.name == "EndToEndTests" ? ["Golden"] : [], swiftSettings: common)
        }
)
