//! What OpenClaw's own look at its gateway warns of.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Answer, FindingRef, Intent};
use clawtray_core::{Effect, Fact, Holder, ProcessRef};
use common::World;

#[test]
fn a_second_gateway_that_openclaw_warns_of_is_looked_for_until_it_is_gone() {
    let several = "probe.multiple_gateways";
    let warned = || {
        let warning = |code: &str| (code.to_owned(), "Unconventional setup: two answer".to_owned());
        Fact::Warned(vec![warning("multiple_gateways"), warning("ssh_tunnel_failed"), warning("a_code_of_tomorrow")])
    };
    let mut world = World::running();
    world.fact(Fact::Output(vec!["2023-11-14T22:13:19.000Z [gateway] ready".into()]));
    world.fact(Fact::LinesCaughtUp);
    let before = world.view().findings.len();
    world.fact(warned());
    assert!(world.did(&Effect::LookForOtherGateways));
    let finding = world.finding(several).expect("it is told");
    assert_eq!(finding.evidence[0].text, "Unconventional setup: two answer");
    assert_eq!(world.view().findings.len(), before + 1, "its own tunnel and what nobody knows raise nothing");
    let process = Some(ProcessRef { pid: 812, start_time: 9 });
    let other = Holder { process, name: "openclaw-gateway".into(), gateway: true, ..Holder::default() };
    world.fact(Fact::OtherGateways(vec![other]));
    let preview =
        Intent::Preview { finding: FindingRef::of(several), action: "stop_the_stale_one".into(), choice: None };
    assert!(matches!(world.ask(preview), Some(Ok(Answer::Plan { .. }))));
    world.fact(Fact::OtherGateways(vec![]));
    assert_eq!(world.finding(several), None);
    world.pass(1_000);
    world.fact(warned());
    assert!(world.did(&Effect::LookForOtherGateways), "the next one is another one");
}
