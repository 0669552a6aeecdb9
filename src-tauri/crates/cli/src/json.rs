//! The shapes of `--json`, documented in `docs/cli.md`.

use std::collections::BTreeMap;

use clawtray_contract::{FindingView, GatewayView, Snapshot};
use serde::Serialize;
use serde_json::{Value, json};

/// `status`: the snapshot without the gateways' output and without history.
pub(crate) fn status(snapshot: &Snapshot) -> Value {
    let gateways: Vec<Value> = snapshot.gateways.iter().map(gateway).collect();
    json!({ "gateways": gateways, "app": snapshot.app, "notices": snapshot.notices })
}

/// A gateway without its output; `logs` shows that.
pub(crate) fn gateway(view: &GatewayView) -> Value {
    let mut value = json!(view);
    if let Value::Object(fields) = &mut value {
        fields.remove("output");
    }
    value
}

/// `doctor` of this computer. Where several gateways are looked at, each entry names its own.
pub(crate) fn doctor(snapshot: &Snapshot) -> Value {
    let gateways = &snapshot.gateways;
    let findings: Vec<Value> = entries(snapshot, |gateway| &gateway.findings);
    let exits: Vec<Value> = entries(snapshot, |gateway| &gateway.exits);
    let mut unknown: Vec<&String> = Vec::new();
    for id in gateways.iter().flat_map(|gateway| &gateway.not_looked_at) {
        if !unknown.contains(&id) {
            unknown.push(id);
        }
    }
    let mut answer = json!({ "findings": findings, "exits": exits, "not_looked_at": unknown });
    let because: BTreeMap<&String, &String> = gateways
        .iter()
        .flat_map(|gateway| &gateway.not_looked_because)
        .filter(|(id, _)| unknown.contains(id))
        .collect();
    if !because.is_empty() {
        answer["not_looked_because"] = json!(because);
    }
    answer
}

/// `approvals list`. As in [`doctor`], each names its gateway where there are several.
pub(crate) fn approvals(snapshot: &Snapshot) -> Value {
    json!({ "approvals": entries(snapshot, |gateway| &gateway.approvals) })
}

fn entries<'a, T: Serialize + 'a>(snapshot: &'a Snapshot, of: impl Fn(&'a GatewayView) -> &'a Vec<T>) -> Vec<Value> {
    let several = snapshot.gateways.len() > 1;
    let of_one = |gateway: &'a GatewayView| {
        of(gateway).iter().map(move |entry| {
            let mut entry = json!(entry);
            if several && let Value::Object(fields) = &mut entry {
                fields.insert("gateway".to_owned(), gateway.id.as_str().into());
            }
            entry
        })
    };
    snapshot.gateways.iter().flat_map(of_one).collect()
}

/// Findings alone: of a log, or those that `fix` could mean.
pub(crate) fn findings<'a>(findings: impl Iterator<Item = &'a FindingView>) -> Value {
    json!({ "findings": findings.collect::<Vec<_>>() })
}
