//! The shapes of `--json`, documented in `docs/cli.md`.

use clawtray_contract::{ExitView, FindingView, GatewayView, Snapshot};
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

/// `doctor` of this computer.
pub(crate) fn doctor(findings: &[&FindingView], exits: &[&ExitView], not_looked_at: &[&String]) -> Value {
    json!({ "findings": findings, "exits": exits, "not_looked_at": not_looked_at })
}

/// Findings alone: of a log, or those that `fix` could mean.
pub(crate) fn findings<'a>(findings: impl Iterator<Item = &'a FindingView>) -> Value {
    json!({ "findings": findings.collect::<Vec<_>>() })
}
