//! The house stands on its crate edges: who may depend on whom.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Normal dependencies inside the workspace that each crate may have. Dev-dependencies are free, except that
/// `clawtray-testkit` may appear nowhere else.
const ALLOWED: &[(&str, &[&str])] = &[
    ("clawtray-contract", &[]),
    ("clawtray-text", &[]),
    ("clawtray-core", &["clawtray-contract", "clawtray-text"]),
    ("clawtray-gateway", &["clawtray-contract"]),
    ("clawtray-openclaw", &["clawtray-contract"]),
    ("clawtray-platform", &["clawtray-contract"]),
    (
        "clawtray-engine",
        &[
            "clawtray-contract",
            "clawtray-text",
            "clawtray-core",
            "clawtray-gateway",
            "clawtray-openclaw",
            "clawtray-platform",
        ],
    ),
    (
        "clawtray-keeper",
        &["clawtray-contract", "clawtray-text", "clawtray-core", "clawtray-engine", "clawtray-platform"],
    ),
    ("clawtray-cli", &["clawtray-contract", "clawtray-text", "clawtray-core", "clawtray-engine", "clawtray-platform"]),
    ("clawtray-desktop", &["clawtray-contract", "clawtray-text", "clawtray-platform"]),
    ("clawtray-testkit", &["clawtray-contract", "clawtray-gateway", "clawtray-platform"]),
    ("xtask", &["clawtray-contract", "clawtray-gateway", "clawtray-testkit"]),
];

/// What a crate that decides must never reach for.
const PURE: &[&str] = &["clawtray-contract", "clawtray-text", "clawtray-core"];
const IMPURE: &[&str] =
    &["tokio", "async-io", "hyper", "rand", "rustix", "libc", "zbus", "notify-rust", "tauri", "tray-icon"];

#[test]
fn every_crate_depends_only_on_what_it_may() {
    let metadata = MetadataCommand::new().no_deps().exec().expect("cargo metadata answers");
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        ALLOWED.iter().map(|(name, edges)| (*name, edges.iter().copied().collect())).collect();
    let names: BTreeSet<String> = metadata.packages.iter().map(|package| package.name.to_string()).collect();
    for package in &metadata.packages {
        let name = package.name.to_string();
        let may = allowed.get(name.as_str()).unwrap_or_else(|| panic!("{name} is not in the plan of the house"));
        for dependency in &package.dependencies {
            let inside = names.contains(&dependency.name);
            if dependency.kind == DependencyKind::Normal && inside {
                assert!(may.contains(dependency.name.as_str()), "{name} must not depend on {}", dependency.name);
            }
            if dependency.kind != DependencyKind::Development {
                let pure = PURE.contains(&name.as_str());
                assert!(
                    !(pure && IMPURE.contains(&dependency.name.as_str())),
                    "{name} must stay pure: {}",
                    dependency.name
                );
            }
        }
    }
    for known in allowed.keys() {
        assert!(names.contains(*known), "{known} is in the plan but not in the workspace");
    }
}
