//! The tables of `docs/link.md` say what the tests do, no more and no less.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{collections::BTreeSet, fs, path::PathBuf};

use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// The cells of a section's first table, without the marks of code.
fn table(section: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("docs/link.md")).unwrap();
    let (_, text) = text.split_once(&format!("\n## {section}\n")).unwrap();
    let lines = text.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect();
    lines.skip(2).map(cells).collect()
}

#[test]
fn every_refusal_of_the_table_is_provoked_and_healed_as_it_says() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("refusals/refusals.json")).unwrap();
    let told: Vec<Vec<String>> = cases
        .iter()
        .map(|case| {
            let details = &case["error"]["details"];
            let mut code = details["code"].as_str().unwrap().to_owned();
            if code == "PAIRING_REQUIRED" {
                code = format!("{code} {}", details["reason"].as_str().unwrap());
            }
            let action = case["action"].as_str().unwrap_or("none: the gateway changes");
            let frame = if case["recorded"] == true { "a real gateway" } else { "the reference" };
            vec![code, case["finding"].as_str().unwrap().to_owned(), action.to_owned(), frame.to_owned()]
        })
        .collect();
    assert_eq!(table("Refusals"), told);
}

#[test]
fn every_finding_of_the_link_has_a_test_that_is_there() {
    let rules = fs::read_dir(root().join("src-tauri/crates/core/src/rules")).unwrap();
    let rules: BTreeSet<String> = rules
        .filter_map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let (area, rest) = name.strip_suffix(".rs")?.split_once('_')?;
            matches!(area, "auth" | "probe").then(|| format!("{area}.{rest}"))
        })
        .collect();
    let rows = table("Findings");
    assert_eq!(rows.iter().map(|row| row[0].clone()).collect::<BTreeSet<_>>(), rules);
    for row in rows {
        let [id, how, file, test] = row.as_slice() else { panic!("{row:?}") };
        let text = fs::read_to_string(root().join(file)).unwrap();
        let (_, from) = text.split_once(&format!("fn {test}(")).unwrap_or_else(|| panic!("{test} in {file}"));
        let body = from.split_once("\n}\n").map_or(from, |(body, _)| body);
        // Beside the rule itself the test need not say which it is.
        let named = how == "facts only" || body.contains(&format!("\"{id}\""));
        assert!(named, "{test} in {file} says nothing of {id}");
    }
}
