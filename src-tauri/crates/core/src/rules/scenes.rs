//! A small stage for the rules' tests.

use clawtray_contract::Mode;

use super::Rule;
use crate::{
    approvals::{ApprovalRequest, Source},
    event::{
        ConfigCopy, ConfigCopyKind, ConfigFault, ConfigFile, ExitReason, HelloFacts, Installation, Refusal,
        SecretsHeld, Surroundings,
    },
    facts::{ExitSeen, Facts},
    findings::{Fault, Scene, Verdict},
    gateway::{Gateway, Observed, Owner},
    link::{DeviceFault, Link, LinkState, rights::Wanted},
    now::Now,
    saved::Saved,
    settings::Settings,
    signs::Sign,
};

/// Everything a rule looks at, healthy until a test breaks it.
pub(crate) struct Stage {
    pub(crate) facts: Facts,
    pub(crate) gateway: Gateway,
    pub(crate) link: Link,
    pub(crate) now: Now,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let around = Surroundings {
            installation: Installation::Found { path: "/o".into(), version: None, node_version: None },
            config: ConfigFile { path: "/c/openclaw.json".into(), exists: true, ..ConfigFile::default() },
            port: 18789,
            free_port: Some(18_809),
            mode: Mode::Child,
            secrets: SecretsHeld::default(),
            service: None,
            may_serve: true,
            other_services: vec![],
            lingers: None,
            headless: false,
            token: None,
        };
        Self {
            facts: Facts { surroundings: Some(around), ..Facts::default() },
            gateway: Gateway::new(&Settings::default(), &Saved::default(), false, 1),
            link: Link::new(Wanted::of(&Settings::default())),
            now: Now { unix_ms: 1_700_000_000_000, mono_ms: 10_000, offset_minutes: 0 },
        }
    }

    pub(crate) fn run(&mut self) {
        self.gateway.observed =
            Observed::Running { process: None, owner: Owner::Child, ready_mono_ms: self.now.mono_ms };
        let scopes = self.link.wanted.scopes.clone();
        self.link.state = LinkState::Ready(HelloFacts { scopes, ..HelloFacts::default() });
    }

    pub(crate) fn exit(&mut self, reason: ExitReason) {
        let last_lines = vec!["last words".to_owned()];
        self.facts.last_exit = Some(ExitSeen { at_ms: self.now.unix_ms, reason, last_lines });
    }

    /// The gateway refused our connection with this code.
    pub(crate) fn refused(&mut self, code: &str) {
        let refusal = match code {
            "AUTH_TOKEN_MISMATCH" => Refusal::TokenMismatch,
            "AUTH_TOKEN_MISSING" => Refusal::TokenMissing,
            "AUTH_DEVICE_TOKEN_MISMATCH" => Refusal::DeviceTokenMismatch,
            "AUTH_RATE_LIMITED" => Refusal::RateLimited { retry_after_ms: None },
            "AUTH_SCOPE_MISMATCH" => Refusal::ScopeMismatch,
            "AUTH_PASSWORD_MISMATCH" => Refusal::PasswordMismatch,
            "AUTH_PASSWORD_MISSING" => Refusal::PasswordMissing,
            code if code.ends_with("_NOT_CONFIGURED") => Refusal::NotConfigured { code: code.into() },
            code if code.starts_with("AUTH_TAILSCALE_") => Refusal::IdentityProxy { code: code.into() },
            code @ ("AUTH_IDENTITY_HEADER_REQUIRED"
            | "AUTH_VERIFIED_USER_REQUIRED"
            | "AUTHENTICATED_PROFILE_UNAVAILABLE") => Refusal::IdentityProxy { code: code.into() },
            code @ ("CLIENT_VERSION_MISMATCH" | "CONTROL_UI_BUILD_MISMATCH") => {
                Refusal::ClientVersion { code: code.into() }
            }
            "CONTROL_UI_ORIGIN_NOT_ALLOWED" => Refusal::OriginNotAllowed,
            "DEVICE_IDENTITY_REQUIRED" => Refusal::Device { fault: DeviceFault::Required, clock_ahead_ms: None },
            "PROTOCOL_MISMATCH" => Refusal::Protocol { words: "expected=4".into(), gateway_is_older: None },
            other => Refusal::Other { code: other.into(), words: "no".into() },
        };
        self.link.state = LinkState::Refused { refusal, since_ms: self.now.unix_ms };
    }

    /// What the last look around found.
    pub(crate) fn around(&mut self) -> &mut Surroundings {
        self.facts.surroundings.as_mut().expect("a stage has surroundings")
    }

    /// The gateway's lines are read.
    pub(crate) fn reads_lines(&mut self) {
        self.facts.lines_read = true;
    }

    /// A line that shows a finding was written just now.
    pub(crate) fn sign(&mut self, finding: &'static str, subject: Option<&str>) {
        self.sign_with(finding, subject, &[]);
    }

    /// A line that shows a finding and tells more about it.
    pub(crate) fn sign_with(&mut self, finding: &'static str, subject: Option<&str>, fields: &[(&'static str, &str)]) {
        self.reads_lines();
        let sign = Sign {
            finding,
            subject: subject.map(str::to_owned),
            fields: fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
            line: "a line".into(),
        };
        self.facts.signs.add(sign, "output", self.now.unix_ms);
    }

    /// Time passes.
    pub(crate) fn passes(&mut self, ms: u64) {
        self.now.unix_ms += ms;
        self.now.mono_ms += ms;
    }

    pub(crate) fn broken_config(&mut self, fault: ConfigFault) {
        if let Some(around) = &mut self.facts.surroundings {
            around.config.broken = Some(fault);
        }
    }

    /// What a rule sees.
    pub(crate) fn scene(&self) -> Scene<'_> {
        Scene { facts: &self.facts, gateway: &self.gateway, link: &self.link, now: self.now }
    }

    fn verdict(&self, check: fn(&Scene<'_>) -> Verdict) -> Verdict {
        check(&self.scene())
    }

    pub(crate) fn faults(&self, check: fn(&Scene<'_>) -> Verdict) -> Vec<Fault> {
        match self.verdict(check) {
            Verdict::Unhealthy(faults) => faults,
            other => panic!("expected a fault, got {other:?}"),
        }
    }

    pub(crate) fn is_healthy(&self, check: fn(&Scene<'_>) -> Verdict) -> bool {
        self.verdict(check) == Verdict::Healthy
    }

    pub(crate) fn is_unknown(&self, check: fn(&Scene<'_>) -> Verdict) -> bool {
        self.verdict(check) == Verdict::Unknown
    }
}

/// The refusal `code` of our own sign-in raises the rule, another one does not, and signing in ends it.
pub(crate) fn a_refusal_raises_it_and_signing_in_ends_it(rule: &Rule, code: &str) {
    let mut stage = Stage::new();
    assert!(stage.is_unknown(rule.check), "nobody has tried to sign in");
    stage.refused(code);
    assert_eq!(stage.faults(rule.check)[0].evidence[0].text, code);
    stage.refused("SOMETHING_ELSE");
    assert!(stage.is_healthy(rule.check), "another refusal is another finding");
    stage.run();
    assert!(stage.is_healthy(rule.check));
}

/// While we are signed in, a line about another program raises the rule until `quiet_ms` pass without one.
pub(crate) fn a_line_about_another_program_raises_it_until_it_is_quiet(rule: &Rule, quiet_ms: u64) {
    let mut stage = Stage::new();
    stage.run();
    stage.sign(rule.id, None);
    assert_eq!(stage.faults(rule.check)[0].evidence[0].source, "output");
    stage.passes(quiet_ms + 1);
    assert!(stage.is_healthy(rule.check));
}

/// The test of a finding that only lines show.
pub(crate) fn a_line_raises_it_and_quiet_ends_it(rule: &Rule, quiet_ms: u64) {
    let mut stage = Stage::new();
    assert!(stage.is_unknown(rule.check), "nobody has read a line");
    stage.reads_lines();
    assert!(stage.is_healthy(rule.check));
    stage.sign(rule.id, None);
    assert_eq!(stage.faults(rule.check)[0].evidence.len(), 1);
    stage.passes(quiet_ms + 1);
    assert!(stage.is_healthy(rule.check));
}

/// The test of a finding that a new start of the gateway ends.
pub(crate) fn a_line_raises_it_until_a_new_start(rule: &Rule) -> Stage {
    let mut stage = Stage::new();
    stage.run();
    stage.passes(1_000);
    stage.sign(rule.id, None);
    assert_eq!(stage.faults(rule.check).len(), 1);
    stage.passes(1_000);
    stage.run();
    assert!(stage.is_healthy(rule.check), "a new start has ended it");
    stage
}

/// The test of a finding about one model.
pub(crate) fn a_model_refusal_raises_it_and_a_good_run_ends_it(rule: &Rule, text: &str) {
    let mut stage = Stage::new();
    assert!(stage.is_unknown(rule.check), "nobody hears of any run");
    stage.sign(rule.id, Some("openai/gpt-5"));
    assert_eq!(stage.faults(rule.check)[0].text.id, text);
    stage.facts.add_model_ok("openai/other".into(), stage.now.unix_ms + 1);
    assert_eq!(stage.faults(rule.check).len(), 1, "another model proves nothing");
    stage.facts.add_model_ok("openai/gpt-5".into(), stage.now.unix_ms + 1);
    assert!(stage.is_healthy(rule.check));
}

/// The test of a line that does not say what it is about.
pub(crate) fn a_line_without_a_subject_stands_until_it_is_quiet(rule: &Rule, quiet_ms: u64, text: &str) {
    let mut stage = Stage::new();
    stage.sign(rule.id, None);
    assert_eq!(stage.faults(rule.check)[0].text.id, text);
    stage.passes(quiet_ms + 1);
    assert!(stage.is_healthy(rule.check));
}

/// The test of a finding about a file beside the configuration.
pub(crate) fn a_fresh_copy_raises_it_and_a_backup_does_not(rule: &Rule, kind: ConfigCopyKind, quiet_ms: u64) {
    let mut stage = Stage::new();
    assert!(stage.is_healthy(rule.check));
    let now_ms = stage.now.unix_ms;
    stage.around().config.copies = vec![copy(ConfigCopyKind::Backup, now_ms)];
    assert!(stage.is_healthy(rule.check));
    stage.around().config.copies.push(copy(kind, now_ms));
    assert_eq!(stage.faults(rule.check)[0].began_ms, Some(now_ms));
    stage.facts.config_taken_ms = Some(now_ms + 59_000);
    assert_eq!(stage.faults(rule.check).len(), 1, "OpenClaw's own change");
    stage.facts.config_taken_ms = Some(now_ms + 61_000);
    assert!(stage.is_healthy(rule.check), "the person's answer");
    stage.facts.config_taken_ms = None;
    stage.passes(quiet_ms + 1);
    assert!(stage.is_healthy(rule.check));
    stage.facts.surroundings = None;
    assert!(stage.is_unknown(rule.check), "nobody has looked");
    let mut stage = Stage::new();
    stage.sign(rule.id, None);
    assert_eq!(stage.faults(rule.check).len(), 1, "a line alone raises it too");
}

/// A file beside the configuration.
pub(crate) fn copy(kind: ConfigCopyKind, changed_ms: u64) -> ConfigCopy {
    let name = "openclaw.json.copy".into();
    ConfigCopy { name, kind, changed_ms, usable: false, stamp: String::new(), diff: Vec::new(), value: None }
}

/// The test of a line that shows a finding, whose absence means nothing.
pub(crate) fn a_line_raises_it_and_without_one_nobody_knows(rule: &Rule, quiet_ms: u64) {
    let mut stage = Stage::new();
    stage.reads_lines();
    assert!(stage.is_unknown(rule.check));
    stage.sign(rule.id, None);
    assert_eq!(stage.faults(rule.check)[0].evidence.len(), 1);
    stage.passes(quiet_ms + 1);
    assert!(stage.is_unknown(rule.check));
}

/// The test of a finding about what waits on one of the gateway's lists.
pub(crate) fn a_request_raises_it_and_an_empty_list_ends_it(rule: &Rule, source: Source) {
    let mut stage = Stage::new();
    stage.run();
    stage.reads_lines();
    assert!(stage.is_unknown(rule.check), "nobody has read the list, and a request outlasts its line");
    stage.facts.lists_read.insert(source);
    stage.facts.approvals = vec![ApprovalRequest::new(source, "a"), ApprovalRequest::new(Source::Devices, "b")];
    let faults = stage.faults(rule.check);
    assert_eq!((faults.len(), faults[0].subject.as_deref()), (1, Some("a")));
    stage.facts.approvals.clear();
    assert!(stage.is_healthy(rule.check));
}
