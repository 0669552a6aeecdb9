//! What is wrong with a service, in a container with a systemd of its own.

use std::{path::Path, time::Duration};

use clawtray_contract::{PlanView, SOCKET_PROTOCOL};
use clawtray_testkit::container::{self, Container};
use serde_json::Value;

use crate::common::{
    inside::{OPENCLAW, PORT, PROGRAMS, installation, programs, told, told_json},
    peer,
    picture::Picture,
    proof::{By, Line},
};

/// Where the container sees the generation before.
const OLDER: &str = "/opt/older";

/// One fault, some starts of a gateway included, on a busy machine.
const LIMIT: Duration = Duration::from_secs(1_500);

/// Runs the script after what all of them share; what it told. None where no container can be.
fn inside(test: &str, script: &str) -> Option<String> {
    if container::skips(test) {
        return None;
    }
    let (prefix, openclaw, node) = installation("CLAWTRAY_TEST_OPENCLAW", "CLAWTRAY_TEST_NODE", OPENCLAW);
    let (older, older_openclaw, older_node) =
        installation("CLAWTRAY_TEST_OPENCLAW_OLDER", "CLAWTRAY_TEST_NODE_OLDER", OLDER);
    let script = format!("{}{}{script}", include_str!("../service/words.sh"), include_str!("../service/row.sh"));
    let ended = Container::new()
        .read_only(prefix, OPENCLAW)
        .read_only(older, OLDER)
        .read_only(programs(), PROGRAMS)
        .env("PORT", PORT)
        .env("PROTOCOL", SOCKET_PROTOCOL.to_string())
        .env("OPENCLAW", openclaw)
        .env("NODE", node)
        .env("OLDER_OPENCLAW", older_openclaw)
        .env("OLDER_NODE", older_node)
        .env("BIN", PROGRAMS)
        .run(&script, LIMIT)
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(ended.code, Some(0), "{}", ended.output);
    Some(ended.output)
}

fn seconds(output: &str, name: &str) -> f64 {
    told(output, name).parse().expect("seconds")
}

/// Which rungs stand for the gateway of the end, in the order in which they were seen to.
fn climbed(output: &str, name: &str) -> Vec<&'static str> {
    let start = format!("@{name}_rungs ");
    let seen: Vec<Vec<&str>> =
        output.lines().filter_map(|line| line.strip_prefix(&start)).map(|line| line.split(' ').collect()).collect();
    let last = seen.last().expect("the signals were watched")[0];
    // What was so of the gateway before is no part of it.
    let begun = seen.iter().rposition(|rungs| rungs[0] != last).map_or(0, |before| before + 1);
    let mut order = Vec::new();
    for rungs in &seen[begun..] {
        for (at, rung) in ["process", "http", "rpc"].into_iter().enumerate() {
            if rungs[at + 1] == "yes" && !order.contains(&rung) {
                order.push(rung);
            }
        }
    }
    order
}

/// The row of the table: repaired, by every sign there is, and nothing touched that the plan does not name.
fn row(output: &str, name: &str, fault: &str, (finding, action): (&str, &str)) -> PlanView {
    let fix = told_json(output, name);
    assert_eq!(fix["outcome"], "repaired", "{fix:#}\n{output}");
    assert_eq!(told(output, &format!("{name}_code")), "0", "{output}");
    let plan: PlanView = serde_json::from_value(fix["plan"].clone()).expect("a plan");
    let left = told_json(output, &format!("{name}_left"));
    let stands = |found: &Value| found["id"] == finding;
    assert!(!left["findings"].as_array().unwrap().iter().any(stands), "repaired and still there: {left:#}");
    let status = told_json(output, &format!("{name}_status"));
    for signal in ["process", "http", "rpc"] {
        assert_eq!(status["gateways"][0]["ladder"][signal]["state"], "yes", "{signal}: {status:#}");
    }
    let picture = |when: &str| Picture::told(output, &format!("{name}_{when}"));
    picture("before").only_changed_what_it_named(&picture("after"), &plan, fault);
    assert_eq!(told(output, &format!("{name}_bystander")), "lives", "only its name is a gateway's");
    let beside = format!("@{name}_runbook ");
    let fails = format!("@{name}_fails ");
    output
        .lines()
        .filter_map(|line| line.strip_prefix(&*fails))
        .for_each(|words| println!("beside | {fault} | {words}"));
    Line {
        fault,
        finding,
        action,
        by: By::CommandLine,
        found_s: seconds(output, &format!("{name}_found")),
        outcome: "Repaired",
        took_s: seconds(output, &format!("{name}_seconds")),
        proved_s: None,
        undone_s: None,
        runbook: output.lines().find_map(|line| line.strip_prefix(&*beside)).unwrap_or_default().trim(),
    }
    .told();
    plan
}

#[test]
#[ignore = "slow: a real service does not start"]
fn slow_a_service_that_others_could_reach_without_a_token() {
    const SCRIPT: &str = r#"
configured "{\"gateway\":{\"mode\":\"local\",\"port\":$PORT}}"
gateway_install
breaks() {
    systemctl --user stop openclaw-gateway
    changed 'config.gateway.bind = "lan"; config.gateway.auth = { mode: "none" };'
    broken=$(seconds)
    systemctl --user start openclaw-gateway
    within 60 "the service manager gives up" is ActiveState failed
}
breaks
keeper_starts
row token bind.no_auth create_token
token=$("$NODE" -p "JSON.parse(require('fs').readFileSync('$HOME/.openclaw/openclaw.json')).gateway.auth.token")
say length "${#token}"
say kept "$(secret-tool search --all service "$(secret-tool search --all username default 2>&1 |
    sed -n 's/^attribute.service = //p' | head -1)" 2>&1 | grep -cF "$token")"
# Whatever was printed or written down but OpenClaw's own files.
say printed "$(cat -- *.json *.err "$HOME/keeper.log" | grep -cF "$token")"
say written "$(grep -rlF "$token" "$HOME/clawtray" "$HOME/.config" | wc -l)"
say listens "$(ss -ltn | grep -c "0.0.0.0:$PORT\|\*:$PORT")"
keeper_ends
breaks
beside token "doctor --generate-gateway-token --yes --non-interactive" "gateway start"
"#;
    let Some(output) = inside("slow_a_service_that_others_could_reach_without_a_token", SCRIPT) else { return };
    let names = ("bind.no_auth", "create_token");
    let plan = row(&output, "token", "bind without auth (a service on the network)", names);
    assert_eq!(plan.diff.len(), 2, "{plan:#?}");
    assert_eq!(climbed(&output, "token"), ["process", "http", "rpc"], "{output}");
    assert_eq!(told(&output, "length"), "43", "a token of its own");
    assert_eq!(told(&output, "kept"), "1", "in the keychain");
    assert_eq!((told(&output, "printed"), told(&output, "written")), ("0", "0"), "and nowhere else");
    assert_eq!(told(&output, "listens"), "1", "it still listens where it was told to");
}

#[test]
#[ignore = "slow: a real service loses its definition"]
fn slow_a_service_whose_definition_is_gone() {
    const SCRIPT: &str = r#"
configured "{\"gateway\":{\"mode\":\"local\",\"port\":$PORT}}"
gateway_install
keeper_starts
within 240 "the gateway is met" is_up
gone() {
    broken=$(seconds)
    rm "$unit"
    systemctl --user stop openclaw-gateway
    systemctl --user daemon-reload
}
gone
row there service.not_installed install_and_start_the_service
gone
row instead service.not_installed run_it_from_clawtray_instead
clawtray stop > /dev/null
keeper_ends
beside there "gateway install"
"#;
    let Some(output) = inside("slow_a_service_whose_definition_is_gone", SCRIPT) else { return };
    let fault = "the service's definition gone";
    row(&output, "there", fault, ("service.not_installed", "install_and_start_the_service"));
    assert_eq!(climbed(&output, "there"), ["process", "http", "rpc"], "{output}");
    assert_eq!(told(&output, "there_active"), "active");
    row(&output, "instead", fault, ("service.not_installed", "run_it_from_clawtray_instead"));
    assert_eq!(told(&output, "instead_unit"), "none", "no service comes of it");
    assert_eq!(told_json(&output, "instead_status")["gateways"][0]["mode"], "child");
}

#[test]
#[ignore = "slow: a real service is started with a Node.js that OpenClaw refuses"]
fn slow_a_service_with_an_old_node() {
    // The program that is there plays an older one; that it is too old is OpenClaw's own finding.
    const SCRIPT: &str = r#"
configured "{\"gateway\":{\"mode\":\"local\",\"port\":$PORT}}"
gateway_install
old=$HOME/.node/20.1.0
mkdir -p "$old/bin"
cat > "$old/old.cjs" << 'JS'
Object.defineProperty(process, "version", { value: "v20.1.0" });
Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.1.0" } });
JS
cat > "$old/bin/node" << SH
#!/bin/sh
[ "\$1" = --version ] && echo v20.1.0 && exit
exec "$NODE" --require "$old/old.cjs" "\$@"
SH
chmod +x "$old/bin/node"
say good "$(grep ^ExecStart= "$unit")"
sed -i "s#^ExecStart=$NODE #ExecStart=$old/bin/node #" "$unit"
systemctl --user daemon-reload
systemctl --user stop openclaw-gateway
broken=$(seconds)
systemctl --user start openclaw-gateway
within 400 "the service manager gives up" is ActiveState failed
cp "$unit" broken.service
keeper_starts CLAWTRAY_OPENCLAW="$OPENCLAW"
row node install.node_unsupported use_a_newer_node_already_on_this_computer
keeper_ends
again
beside node "gateway install --force" "gateway restart"
"#;
    let Some(output) = inside("slow_a_service_with_an_old_node", SCRIPT) else { return };
    let names = ("install.node_unsupported", "use_a_newer_node_already_on_this_computer");
    row(&output, "node", "the service's Node.js too old (played)", names);
    assert_eq!(climbed(&output, "node"), ["process", "http", "rpc"], "{output}");
    assert_eq!(told(&output, "node_unit"), told(&output, "good"), "with the Node.js that fits");
}

#[test]
#[ignore = "slow: a real service starts an older OpenClaw"]
fn slow_a_service_of_an_older_openclaw() {
    const SCRIPT: &str = r#"
configured "{\"gateway\":{\"mode\":\"local\",\"port\":$PORT}}"
gateway_install
say good "$(grep ^ExecStart= "$unit")"
sed -i "/^ExecStart=/s#$NODE #$OLDER_NODE #; /^ExecStart=/s# $(dirname "$OPENCLAW")/# $(dirname "$OLDER_OPENCLAW")/#" "$unit"
say older "$(grep ^ExecStart= "$unit")"
systemctl --user daemon-reload
systemctl --user stop openclaw-gateway
broken=$(seconds)
systemctl --user start openclaw-gateway
within 400 "the older one refuses" is ActiveState failed
cp "$unit" broken.service
# Nobody says which one is meant: the newest is found.
keeper_starts PATH="$(dirname "$(dirname "$OPENCLAW")")/.bin:$PATH"
row newest install.split_brain reinstall_from_newest
keeper_ends
again
beside newest "gateway install --force" "gateway restart"
"#;
    let Some(output) = inside("slow_a_service_of_an_older_openclaw", SCRIPT) else { return };
    assert_ne!(told(&output, "older"), told(&output, "good"));
    let plan =
        row(&output, "newest", "a service of an older OpenClaw", ("install.split_brain", "reinstall_from_newest"));
    assert!(!format!("{plan:?}").contains("OLDER_BINARY"), "{plan:#?}");
    assert_eq!(climbed(&output, "newest"), ["process", "http", "rpc"], "{output}");
    assert_eq!(told(&output, "newest_unit"), told(&output, "good"));
    let version = &told_json(&output, "newest_status")["gateways"][0]["details"]["version"];
    assert_eq!(version, "2026.9.6", "the newest runs");
}

#[test]
#[ignore = "slow: a real service is started with a Node.js that is gone"]
fn slow_a_service_whose_node_is_gone() {
    const SCRIPT: &str = r#"
configured "{\"gateway\":{\"mode\":\"local\",\"port\":$PORT}}"
gateway_install
say good "$(grep ^ExecStart= "$unit")"
sed -i "s#^ExecStart=$NODE #ExecStart=$HOME/.node/26.1.0/bin/node #" "$unit"
systemctl --user daemon-reload
systemctl --user stop openclaw-gateway
broken=$(seconds)
systemctl --user start openclaw-gateway
within 180 "the service manager gives up" is ActiveState failed
cp "$unit" broken.service
keeper_starts
row node service.config_mismatch reinstall_service
keeper_ends
again
beside node "gateway install --force" "gateway restart"
"#;
    let Some(output) = inside("slow_a_service_whose_node_is_gone", SCRIPT) else { return };
    row(&output, "node", "the service's Node.js gone", ("service.config_mismatch", "reinstall_service"));
    assert_eq!(climbed(&output, "node"), ["process", "http", "rpc"], "{output}");
    assert_eq!(told(&output, "node_unit"), told(&output, "good"));
}

#[test]
#[ignore = "slow: a real service refuses a token"]
fn slow_a_token_that_is_not_the_services() {
    let home = format!("/home/{}/clawtray", container::USER);
    let script = format!(
        r#"
configured "{{\"gateway\":{{\"mode\":\"local\",\"port\":$PORT}}}}"
gateway_install
printf '{{"shared_token":"wrong-token-of-a-former-life"}}' |
    secret-tool store --label=test service {} username default || fail "the keyring"
broken=$(seconds)
keeper_starts
row token auth.token_mismatch reinstall_the_service
keeper_ends
"#,
        peer::keychain_service(Path::new(&home))
    );
    let Some(output) = inside("slow_a_token_that_is_not_the_services", &script) else { return };
    let names = ("auth.token_mismatch", "reinstall_the_service");
    row(&output, "token", "gateway token mismatch (a service)", names);
    assert_eq!(climbed(&output, "token"), ["process", "http", "rpc"], "{output}");
}

#[test]
#[ignore = "slow: two real services"]
fn slow_two_services() {
    const SCRIPT: &str = r#"
configured "{\"gateway\":{\"mode\":\"local\",\"port\":$PORT}}"
gateway_install
other=$HOME/.config/systemd/user/my-claw.service
sed -e '/OPENCLAW_SYSTEMD_UNIT/d; /OPENCLAW_SERVICE_/d; s/^Description=.*/Description=My own claw/' "$unit" > "$other"
cp "$unit" broken.service
broken=$(seconds)
systemctl --user daemon-reload
systemctl --user stop openclaw-gateway
systemctl --user enable --now my-claw
within 420 "the other service's gateway is ready" http_ready "$PORT"
pid=$(systemctl --user show my-claw -p MainPID --value)
keeper_starts
attached() {
    clawtray status --json > status.json
    grep -Eq '"mode": ?"attached"' status.json
}
within 120 "it is met" attached
row one service.duplicate keep_one
say other "$(systemctl --user show my-claw -p ActiveState -p MainPID | tr '\n' ' ')"
say pid "$pid"
keeper_ends
say after "$(systemctl --user show my-claw -p MainPID --value)"
again
beside one "gateway uninstall"
"#;
    let Some(output) = inside("slow_two_services", SCRIPT) else { return };
    let plan = row(&output, "one", "two services", ("service.duplicate", "keep_one"));
    assert_eq!(plan.commands[0], "openclaw gateway uninstall --json", "{plan:#?}");
    assert_eq!(told(&output, "one_unit"), "none", "OpenClaw's own is gone");
    let other = told(&output, "other");
    let pid = told(&output, "pid");
    assert!(other.contains("ActiveState=active") && other.contains(&format!("MainPID={pid}")), "{other}, {pid}");
    assert_eq!(told(&output, "after"), pid, "the other one goes on without Clawtray");
}
