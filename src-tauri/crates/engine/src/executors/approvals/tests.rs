//! Lists as gateways sent them, and as nobody should.

use clawtray_core::{ApprovalRequest, Detail, Request, Source};
use serde_json::{Value, json};

use super::decision;

fn requests(source: Source, list: &Value) -> Vec<ApprovalRequest> {
    super::requests(source, &list.clone().into())
}

fn recorded(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn devices_and_nodes_say_what_their_approver_must_hold() {
    let list = json!({"pending": [
        {"requestId": "r1", "deviceId": "d", "displayName": "Phone\u{202e}", "platform": "ios", "clientId": "openclaw-ios",
         "clientMode": "ui", "roles": ["node", "operator"], "scopes": ["operator.read"], "remoteIp": "203.0.113.9", "ts": 4},
        {"requestId": "with\u{7}bell", "deviceId": "d"},
        {"deviceId": "no id"}, 7]});
    let devices = requests(Source::Devices, &list);
    assert_eq!(devices.len(), 1, "a request that cannot be named exactly cannot be decided");
    let device = &devices[0];
    assert_eq!((device.name.as_deref(), device.address.as_deref()), (Some("Phone"), Some("203.0.113.9")));
    assert_eq!(device.client.as_deref(), Some("openclaw-ios (ui)"));
    assert_eq!(device.needs, ["operator.admin", "operator.pairing", "operator.read"]);
    assert_eq!((device.reason.as_deref(), device.until_ms), (Some("not-paired"), Some(300_004)));
    let list = json!({"pending": [{"requestId": "n1", "nodeId": "n", "commands": ["system.run"], "caps": ["camera"],
        "permissions": {"screenRecording": true, "accessibility": false},
        "requiredApproveScopes": ["operator.pairing", "operator.admin"]}]});
    let nodes = requests(Source::Nodes, &list);
    assert_eq!((nodes[0].source, nodes[0].scopes.as_slice()), (Source::Nodes, ["system.run".to_owned()].as_slice()));
    assert_eq!(
        (nodes[0].capabilities.as_slice(), nodes[0].permissions.as_slice()),
        (["camera".to_owned()].as_slice(), ["screenRecording".to_owned()].as_slice())
    );
}

#[test]
fn why_a_known_device_asks_follows_from_what_it_was_granted() {
    let list = requests(
        Source::Devices,
        &recorded(include_str!("../../../../gateway/fixtures/device-pair-list-upgrades.json")),
    );
    let reasons: Vec<_> = list.iter().map(|request| request.reason.as_deref().unwrap()).collect();
    assert_eq!(reasons, ["scope-upgrade", "role-upgrade"]);
    let list = json!({"pending": [{"requestId": "r", "deviceId": "d", "roles": ["operator"], "platform": "macos"}],
        "paired": [{"deviceId": "d", "roles": ["operator"], "platform": "linux"}]});
    assert_eq!(requests(Source::Devices, &list)[0].reason.as_deref(), Some("metadata-upgrade"));
}

#[test]
fn senders_are_named_with_their_channel_account_and_time() {
    let list = recorded(include_str!("../../../../gateway/fixtures/channel-pairing-list.json"));
    let senders = requests(Source::Senders, &list);
    let sender = &senders[0];
    assert_eq!((senders.len(), sender.id.as_str()), (2, "V1L1R0-lJF4Bh99rNkIriiTHDb-DulK2"));
    assert_eq!((sender.name.as_deref(), sender.device.as_str()), (Some("Ann Lee (@annlee4242)"), "4242"));
    assert_eq!(sender.channel, Some(("telegram".to_owned(), "default".to_owned())));
    assert_eq!(sender.until_ms.unwrap() - sender.since_ms, 3_600_000);
    let approve = Request::DecideSender {
        request: sender.id.clone(),
        channel: "telegram".to_owned(),
        account: "default".to_owned(),
        approve: true,
    };
    let params = json!({"channel": "telegram", "accountId": "default", "requestId": sender.id});
    assert_eq!(decision(&approve), Some(("channels.pairing.approve", params)));
}

fn command(text: &str) -> ApprovalRequest {
    let list = json!([{"id": "c1", "request": {"command": text, "allowedDecisions": ["allow-once", "deny"]}}]);
    requests(Source::Commands, &list).remove(0)
}

#[test]
fn a_command_is_shown_whole_with_everything_in_it_visible_or_cannot_be_approved() {
    let list = recorded(include_str!("../../../../gateway/fixtures/exec-approval-list.json"));
    let recorded = &requests(Source::Commands, &list)[0];
    assert_eq!(recorded.what[0], (Detail::Command, "rm -rf ./build".to_owned()));
    assert!(recorded.what.contains(&(Detail::Folder, "/tmp".to_owned())));
    assert_eq!(
        (recorded.allowed.as_slice(), recorded.is_cut),
        (["allow-once", "deny"].map(str::to_owned).as_slice(), false)
    );
    assert_eq!(recorded.name.as_deref(), Some("main"));
    let shown = command("echo hi\nrm -rf ~ \u{202e}#");
    assert_eq!(shown.what[0].1, "echo hi⏎rm -rf ~ \\u{202e}#");
    assert!(!shown.is_cut);
    for long in ["x".repeat(5_000), "x".repeat(1_000_000), "\u{1d11e}".repeat(3_000)] {
        assert!(command(&long).is_cut, "{}", long.len());
        assert!(command(&long).what[0].1.len() < 20_000, "bounded");
    }
}

#[test]
fn plugins_say_what_they_want_and_a_huge_name_is_cut() {
    let list = recorded(include_str!("../../../../gateway/fixtures/plugin-approval-list.json"));
    let plugin = &requests(Source::Plugins, &list)[0];
    assert_eq!(plugin.name.as_deref(), Some("browser"));
    assert_eq!(plugin.what[0], (Detail::Description, "Do a thing".to_owned()));
    let list =
        json!({"pending": [{"requestId": "r", "deviceId": "d", "displayName": "\u{1b}[2J\u{200b}A".repeat(250_000)}]});
    let device = &requests(Source::Devices, &list)[0];
    assert!(device.name.as_deref().unwrap().chars().count() <= 120);
    assert!(device.name.as_deref().unwrap().chars().all(|letter| letter == 'A'));
}

#[test]
fn each_kind_is_decided_by_its_own_call() {
    let action = |source| decision(&Request::DecideAction { source, request: "x".to_owned(), decision: "deny" });
    assert_eq!(action(Source::Commands), Some(("exec.approval.resolve", json!({"id": "x", "decision": "deny"}))));
    assert_eq!(action(Source::Plugins).unwrap().0, "plugin.approval.resolve");
    let system = json!({"id": "x", "kind": "system-agent", "decision": "deny"});
    assert_eq!(action(Source::System), Some(("approval.resolve", system)));
    assert_eq!(decision(&Request::Wake), None);
}

#[test]
fn of_more_than_is_taken_the_oldest_are_whatever_their_order() {
    let request = |number: u64| ApprovalRequest {
        since_ms: 20_000 - number,
        ..ApprovalRequest::new(Source::Devices, number.to_string())
    };
    let taken = super::oldest((0..10_000).map(request).collect());
    assert_eq!((taken.len(), taken[0].id.as_str()), (super::TAKEN, "9999"));
    let few = super::oldest((0..3).map(request).collect());
    assert_eq!(few.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["0", "1", "2"]);
}

#[test]
fn times_are_told_by_this_computer_s_clock_and_those_of_no_calendar_are_unknown() {
    let hour = 3_600_000_i64;
    let at = |since_ms: u64, until_ms: Option<u64>, ahead_ms: i64| {
        let request = ApprovalRequest { since_ms, until_ms, ..ApprovalRequest::new(Source::Devices, "r") };
        let ours = super::in_our_time(request, ahead_ms);
        (ours.since_ms, ours.until_ms)
    };
    let noon = 1_800_000_000_000_u64;
    assert_eq!(at(noon, Some(noon + 5), 0), (noon, Some(noon + 5)));
    assert_eq!(at(noon, Some(noon + 5), 7 * hour), (noon - 25_200_000, Some(noon - 25_200_000 + 5)));
    assert_eq!(at(noon, Some(noon + 5), -7 * hour), (noon + 25_200_000, Some(noon + 25_200_000 + 5)));
    for odd in [0, u64::MAX, 1 << 60] {
        assert_eq!(at(odd, Some(odd), hour), (0, None), "{odd}");
    }
    assert_eq!(at(1, Some(1), i64::MAX), (0, None));
    assert_eq!(at(1, Some(1), i64::MIN), (0, None));
}

#[test]
fn rights_that_are_not_shown_as_the_gateway_has_them_cannot_be_approved_here() {
    for scope in ["operator.\u{200b}read", " operator.read", &"x".repeat(500), ""] {
        let list = json!({"pending": [{"requestId": "r", "deviceId": "d", "scopes": [scope]}]});
        assert!(requests(Source::Devices, &list)[0].is_cut, "{scope:?}");
    }
    let list = json!({"pending": [{"requestId": "r", "nodeId": "n", "commands": ["a\u{7}b"]}]});
    assert!(requests(Source::Nodes, &list)[0].is_cut);
}
