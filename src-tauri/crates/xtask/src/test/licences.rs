//! What `deny.toml` allows: licences, sources, and no wildcard versions.
//!
//! With cargo-deny installed, cargo-deny checks. Without it, because building it takes longer than all tests, the same
//! three questions are answered here from `cargo metadata` and the same file. Advisories need a database from the
//! network, which is not fetched: nobody claims here that there are none.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::{
    command::{cargo, run, run_quietly},
    say,
    test::steps::Outcome,
    workspace::Workspace,
};

#[derive(Deserialize)]
struct Policy {
    licenses: Licences,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licences {
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    /// `None` for packages of this workspace.
    source: Option<String>,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    req: String,
    path: Option<String>,
}

pub(crate) fn check(workspace: &Workspace) -> Result<Outcome> {
    if crate::command::on_path("cargo-deny").is_some() {
        say::line("Advisories are not checked: their database would have to be downloaded.");
        let checks = ["deny", "--offline", "check", "licenses", "bans", "sources"];
        run(cargo(&workspace.root).args(checks))?;
        return Ok(Outcome::Passed);
    }
    say::line("cargo-deny is not installed: licences, sources and wildcards are checked from cargo metadata.");
    say::line("Advisories are not checked: their database would have to be downloaded.");
    let policy = std::fs::read_to_string(workspace.root.join("deny.toml")).context("deny.toml")?;
    let policy: Policy = toml::from_str(&policy).context("deny.toml")?;
    let metadata = run_quietly(cargo(&workspace.root).args(["metadata", "--format-version", "1", "--locked"]))?;
    let metadata: Metadata = serde_json::from_slice(&metadata.stdout).context("cargo metadata")?;
    let objections = objections(&policy, &metadata);
    if !objections.is_empty() {
        bail!("deny.toml does not allow:\n  {}", objections.join("\n  "));
    }
    say::line(&format!("{} packages, all allowed", metadata.packages.len()));
    Ok(Outcome::Passed)
}

fn objections(policy: &Policy, metadata: &Metadata) -> Vec<String> {
    let mut objections = Vec::new();
    for package in &metadata.packages {
        let name = format!("{} {}", package.name, package.version);
        match package.license.as_deref() {
            Some(licence) if allowed(licence, &policy.licenses.allow) => {}
            licence => objections.push(format!("{name}: licence {}", licence.unwrap_or("not given"))),
        }
        match &package.source {
            Some(source) => {
                let known =
                    source.strip_prefix("registry+").is_some_and(|url| policy.sources.allow_registry.contains(url));
                if !known {
                    objections.push(format!("{name}: source {source}"));
                }
            }
            None => {
                let wild = package.dependencies.iter().filter(|wanted| wanted.req == "*" && wanted.path.is_none());
                objections.extend(wild.map(|wanted| format!("{name}: any version of {}", wanted.name)));
            }
        }
    }
    objections
}

/// Whether one may choose only licences of `allow`.
fn allowed(licence: &str, allow: &BTreeSet<String>) -> bool {
    let Ok(expression) = spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX) else { return false };
    expression.evaluate(|wanted| allow.contains(&wanted.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allow() -> BTreeSet<String> {
        ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned).into()
    }

    #[test]
    fn one_allowed_choice_is_enough_and_every_demand_counts() {
        assert!(allowed("MIT OR GPL-3.0-only", &allow()));
        assert!(allowed("MIT/Apache-2.0", &allow()), "the old way to write OR");
        assert!(!allowed("MIT AND GPL-3.0-only", &allow()));
        assert!(allowed("Apache-2.0 WITH LLVM-exception", &allow()));
        assert!(!allowed("nonsense!", &allow()));
    }

    #[test]
    fn foreign_sources_missing_licences_and_wildcards_are_named() {
        let policy = Policy {
            licenses: Licences { allow: allow() },
            sources: Sources { allow_registry: ["https://example.org/index".to_owned()].into() },
        };
        let metadata = serde_json::json!({ "packages": [
            { "name": "ours", "version": "1.0.0", "license": "MIT", "source": null, "dependencies": [
                { "name": "wild", "req": "*", "path": null }, { "name": "sister", "req": "*", "path": "/x" } ] },
            { "name": "good", "version": "1.0.0", "license": "MIT",
              "source": "registry+https://example.org/index", "dependencies": [] },
            { "name": "forked", "version": "2.0.0", "license": null, "source": "git+https://example.org/x", "dependencies": [] }
        ]});
        let objections = objections(&policy, &serde_json::from_value(metadata).unwrap());
        assert_eq!(
            objections,
            [
                "ours 1.0.0: any version of wild",
                "forked 2.0.0: licence not given",
                "forked 2.0.0: source git+https://example.org/x"
            ]
        );
    }
}
