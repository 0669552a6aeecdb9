//! A world in which the state can be told what happens, and asked what it wants done.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use clawtray_contract::{Answer, AppError, FindingRef, GatewayView, Intent, Mode};
use clawtray_core::{
    App, ConfigFile, CredentialChoice, Effect, Event, ExitReason, Fact, HelloFacts, HttpSign, Installation, LinkEvent,
    Note, Now, Occupancy, Options, Probes, ProcessRef, Reply, Request, Saved, SecretsHeld, Settings, Source, Surface,
    Surroundings, Ticket, TimerId,
};
use clawtray_text::Catalogue;

pub const GATEWAY: ProcessRef = ProcessRef { pid: 4242, start_time: 7 };

pub struct World {
    pub app: App,
    pub now: Now,
    /// Effects of the last event.
    pub last: Vec<Effect>,
    /// All effects since the world began.
    pub all: Vec<Effect>,
    asked: Ticket,
}

pub fn options() -> Options {
    Options {
        version: "0.0.0".into(),
        keeper_pid: Some(1),
        catalogue: Arc::new(Catalogue::for_languages(&["en".into()])),
        language: "en".into(),
        gateway_id: "default".into(),
        settings: Settings::default(),
        screen: true,
        remote: None,
        look_only: false,
        seed: 1,
    }
}

pub fn around() -> Surroundings {
    Surroundings {
        installation: Installation::Found {
            path: "/o/openclaw.mjs".into(),
            version: Some("2026.9.6".into()),
            node_version: Some("26.10.0".into()),
        },
        config: ConfigFile { path: "/c/openclaw.json".into(), exists: true, ..ConfigFile::default() },
        port: 18_789,
        free_port: Some(18_809),
        mode: Mode::Child,
        secrets: SecretsHeld { shared_token: true, ..SecretsHeld::default() },
        service: None,
        may_serve: true,
        other_services: vec![],
        lingers: None,
        headless: false,
        token: None,
    }
}

pub fn ready_probes() -> Probes {
    Probes {
        healthz: HttpSign::Yes,
        startupz: HttpSign::Yes,
        readyz: HttpSign::Yes,
        memory_bytes: Some(1),
        started_ms: Some(1),
        ..Probes::default()
    }
}

pub fn hello() -> HelloFacts {
    let scopes = ["operator.read", "operator.write", "operator.admin", "operator.approvals", "operator.pairing"];
    HelloFacts {
        up_ms: None,
        protocol: 4,
        version: Some("2026.9.6".into()),
        boot_id: Some("b1".into()),
        scopes: scopes.map(String::from).to_vec(),
        methods: vec![],
    }
}

impl World {
    pub fn new() -> Self {
        Self::with(options(), Saved::default())
    }

    pub fn with(options: Options, saved: Saved) -> Self {
        let now = Now { unix_ms: 1_700_000_000_000, mono_ms: 1_000, offset_minutes: 0 };
        Self { app: App::new(options, saved, now), now, last: vec![], all: vec![], asked: 1_000_000 }
    }

    pub fn pass(&mut self, ms: u64) {
        self.now.unix_ms += ms;
        self.now.mono_ms += ms;
    }

    pub fn tell(&mut self, event: Event) -> &[Effect] {
        self.last = self.app.handle(event, self.now);
        self.all.extend(self.last.iter().cloned());
        &self.last
    }

    pub fn fact(&mut self, fact: Fact) -> &[Effect] {
        self.tell(Event::Fact(fact))
    }

    pub fn link(&mut self, event: LinkEvent) -> &[Effect] {
        self.tell(Event::Link(event))
    }

    /// Asks and returns the answer, if it came at once.
    pub fn ask(&mut self, intent: Intent) -> Option<Result<Answer, AppError>> {
        self.asked += 1;
        let mine = self.asked;
        self.tell(Event::Asked { ticket: mine, intent, surface: Surface::Window });
        self.answer_of(mine)
    }

    pub fn answer_of(&self, mine: Ticket) -> Option<Result<Answer, AppError>> {
        self.all.iter().rev().find_map(|effect| match effect {
            Effect::Answer { ticket, result } if *ticket == mine => Some(result.clone()),
            _ => None,
        })
    }

    pub fn did(&self, effect: &Effect) -> bool {
        self.last.contains(effect)
    }

    pub fn view(&self) -> GatewayView {
        self.app.snapshot(self.now).gateways.remove(0)
    }

    pub fn finding(&self, id: &str) -> Option<clawtray_contract::FindingView> {
        self.view().findings.into_iter().find(|finding| finding.id == id)
    }

    pub fn notes(&self) -> Vec<Note> {
        let note = |effect: &Effect| match effect {
            Effect::Notify(note) => Some(note.clone()),
            _ => None,
        };
        self.last.iter().filter_map(note).collect()
    }

    pub fn all_notes(&self) -> usize {
        self.all.iter().filter(|effect| matches!(effect, Effect::Notify(_))).count()
    }

    pub fn withdrawn(&self) -> Vec<String> {
        let key = |effect: &Effect| match effect {
            Effect::Withdraw { key } => Some(key.clone()),
            _ => None,
        };
        self.last.iter().filter_map(key).collect()
    }

    /// The newest call of that kind.
    pub fn call(&self, which: impl Fn(&Request) -> bool) -> Option<Ticket> {
        self.all.iter().rev().find_map(|effect| match effect {
            Effect::Call { ticket, request, .. } if which(request) => Some(*ticket),
            _ => None,
        })
    }

    pub fn reply(&mut self, which: impl Fn(&Request) -> bool, reply: Reply) {
        let ticket = self.call(which).expect("such a call was made");
        self.tell(Event::Replied { ticket, result: Ok(reply) });
    }

    /// The newest command's ticket.
    pub fn command(&self) -> Ticket {
        let ticket = self.all.iter().rev().find_map(|effect| match effect {
            Effect::RunCli { ticket, .. } => Some(*ticket),
            _ => None,
        });
        ticket.expect("a command was run")
    }

    pub fn timer_of(&self, id: TimerId) -> Option<u64> {
        self.all.iter().rev().find_map(|effect| match effect {
            Effect::Timer { id: set, after_ms } if *set == id => Some(*after_ms),
            _ => None,
        })
    }

    /// Presses a button of the notification that was last shown under a key.
    pub fn press(&mut self, key: &str, button: &str) {
        let shown = self.all.iter().rev().find_map(|effect| match effect {
            Effect::Notify(note) if note.key == key => Some(note.etag.clone()),
            _ => None,
        });
        self.tell(Event::Pressed { key: key.into(), etag: shown.unwrap_or_default(), button: button.into() });
    }

    /// From nothing to a process.
    pub fn launch(&mut self) {
        self.tell(Event::Began);
        self.fact(Fact::Surroundings(Box::new(around())));
        self.fact(Fact::Occupancy(Occupancy::Free));
        self.prepared_and_spawned();
    }

    pub fn prepared_and_spawned(&mut self) {
        let secrets = SecretsHeld { shared_token: true, ..SecretsHeld::default() };
        self.fact(Fact::Prepared(Ok(secrets)));
        assert!(self.last.iter().any(|effect| matches!(effect, Effect::Spawn { .. })));
        self.fact(Fact::Spawned(GATEWAY));
    }

    /// From a process to ready.
    pub fn become_ready(&mut self) {
        self.tell(Event::Timer(TimerId::Probe));
        self.fact(Fact::Probed(ready_probes()));
        self.link(LinkEvent::Ready(hello()));
        self.reply(|request| *request == Request::ListApprovals(Source::Devices), Reply::Approvals(vec![]));
        self.reply(|request| *request == Request::ListJobs, Reply::Jobs { runs: vec![], due: vec![] });
        self.fact(Fact::Probed(ready_probes()));
    }

    pub fn running() -> Self {
        let mut world = Self::new();
        world.launch();
        world.become_ready();
        assert_eq!(world.view().state, clawtray_contract::State::Running, "{:?}", world.view());
        world
    }

    pub fn exit(&mut self, reason: ExitReason) {
        self.fact(Fact::Exited { process: GATEWAY, reason, last_lines: vec!["last words".into()] });
    }

    pub fn connected_with(&self) -> Option<CredentialChoice> {
        self.all.iter().rev().find_map(|effect| match effect {
            Effect::Connect { credential, .. } => Some(*credential),
            _ => None,
        })
    }

    /// Asks for the plan and runs it with its tag.
    pub fn run(&mut self, finding: FindingRef, action: &str) -> u64 {
        let plan = match self.ask(Intent::Preview { finding: finding.clone(), action: action.into(), choice: None }) {
            Some(Ok(Answer::Plan { plan })) => plan,
            other => panic!("expected a plan, got {other:?}"),
        };
        match self.ask(Intent::Run { finding, action: action.into(), plan: Some(plan.etag), choice: None }) {
            Some(Ok(Answer::Repair { repair })) => repair,
            other => panic!("expected a repair, got {other:?}"),
        }
    }

    pub fn outcome(&self, repair: u64) -> Option<clawtray_contract::Outcome> {
        self.view().repairs.into_iter().find(|view| view.id == repair).and_then(|view| view.outcome)
    }
}
