//! What the gateway writes, judged as it comes: its output, and its log.

use std::collections::BTreeSet;

use super::App;
use crate::{
    diagnose::{Reader, Told, What},
    effect::Effect,
    event::{LogLines, ModelError, Records},
    facts::Facts,
    signatures::{self, BROWSER_STARTED, Strength, excerpt, fields_in, subject_of, together::Together},
    signs::Sign,
    turn::Turn,
};

/// What was written longer ago is not news, whatever it says, milliseconds.
const HISTORY_MS: u64 = 86_400_000;
/// How long a finding speaks against what several lines say together, milliseconds.
const AGAINST_MS: u64 = 600_000;
/// A line so fresh may mean that the configuration's files are others now, milliseconds.
const FRESH_MS: u64 = 60_000;

/// The finding that a missing module may show.
const UPDATE: &str = "install.update_incomplete";
/// Most modules remembered as asked about.
const MODULES_KEPT: usize = 64;

/// Findings that change what lies beside the configuration.
static ABOUT_CONFIG: &[&str] = &["config.restored", "config.write_rejected", "config.reload_skipped", "config.invalid"];

/// The readers of the gateway's lines, and how far they have come.
#[derive(Debug, Default)]
pub(super) struct Lines {
    output: Reader,
    log: Reader,
    /// When the last line of output was written, milliseconds since 1970.
    output_ms: Option<u64>,
    /// A line was judged: when it was written is known.
    judged: bool,
    /// Everything that was written before has been read.
    caught_up: bool,
    /// Missing modules that were named: each is looked for once.
    modules: BTreeSet<String>,
}

impl Lines {
    /// "No line says so" is an answer once lines were judged and none is left over from before.
    fn tell(&self, facts: &mut Facts) {
        facts.lines_read |= self.judged && self.caught_up;
    }

    /// The last of these lines of output with a time says when it was written.
    fn date(&mut self, lines: &[String]) {
        let written = lines.iter().rev().find_map(|line| signatures::written_ms(line));
        self.output_ms = written.or(self.output_ms);
    }

    /// Whether the line names a missing module that was not named before.
    fn is_new_module(&mut self, sign: &Sign) -> bool {
        let module = signatures::missing_module(&sign.line).filter(|_| sign.finding == UPDATE);
        self.modules.len() < MODULES_KEPT && module.is_some_and(|module| self.modules.insert(module.to_owned()))
    }
}

/// One sign, when its own line says it was written, and the combination of lines that shows it.
type Shown = (Sign, Option<u64>, Option<&'static Together>);

/// Signs of a line, and the model that a provider refused for long context.
#[derive(Debug, Default)]
struct Learned {
    signs: Vec<Shown>,
    long_context: Option<(String, ModelError)>,
    /// The profile of a browser that has started.
    browser: Option<String>,
}

impl App {
    /// Lines of the process that a keeper started. Without a time of their own they belong to the one before, or to now
    /// where this keeper started the process and so hears them as they are printed.
    pub(super) fn read_output(&mut self, lines: &[String], turn: &mut Turn) {
        self.facts.lines_denied &= lines.is_empty();
        let fresh = self.gateway.is_child_of_this_keeper();
        let now = fresh.then_some(turn.now.unix_ms);
        // When most lines were written does not matter: they say nothing.
        let mut dated = 0;
        for (place, line) in lines.iter().enumerate() {
            if self.lines.output.passes(line.as_bytes()) {
                continue;
            }
            self.lines.date(lines.get(dated..=place).unwrap_or_default());
            dated = place + 1;
            if let Some(at_ms) = signatures::written_ms(line).or(now).or(self.lines.output_ms) {
                self.read_line(line, "output", at_ms, turn);
            }
        }
        self.lines.date(lines.get(dated..).unwrap_or_default());
        self.lines.judged |= !lines.is_empty() && now.or(self.lines.output_ms).is_some();
        self.lines.tell(&mut self.facts);
    }

    /// Lines of the gateway's log. Where several programs share the file, only what parts of a gateway wrote counts,
    /// from the moment on when this gateway was the only one.
    pub(super) fn read_log(&mut self, log: &LogLines, turn: &mut Turn) {
        self.facts.lines_denied &= log.lines.is_empty();
        for line in &log.lines {
            let ours = match log.records {
                Records::OfModules => signatures::names_a_module(line) || signatures::is_verbose(line),
                Records::All => !log.shared || signatures::names_a_part(line) || signatures::is_verbose(line),
            };
            // When it was written does not matter of a line that says nothing, once one was judged.
            if !ours || self.lines.judged && self.lines.log.passes(line.as_bytes()) {
                continue;
            }
            let Some(at_ms) = signatures::written_ms(line) else { continue };
            if log.not_before_ms.is_none_or(|begin_ms| at_ms >= begin_ms) {
                self.read_line(line, "log", at_ms, turn);
            }
        }
        self.lines.tell(&mut self.facts);
    }

    /// Everything that was written before is read.
    pub(super) fn lines_caught_up(&mut self) {
        self.lines.caught_up = true;
        self.facts.lines_denied = false;
        self.lines.tell(&mut self.facts);
    }

    /// Some lines are not known.
    pub(super) fn lines_lost(&mut self) {
        self.lines.caught_up = false;
        self.facts.lines_read = false;
    }

    /// Lines may not be read: that shows nothing, and nothing that would be over.
    pub(super) fn lines_denied(&mut self) {
        self.lines_lost();
        self.facts.lines_denied = true;
    }

    fn read_line(&mut self, line: &str, source: &str, at_ms: u64, turn: &mut Turn) {
        self.lines.judged = true;
        // A clock that was wrong must not keep a finding for as long as it was.
        let at_ms = at_ms.min(turn.now.unix_ms);
        if at_ms.saturating_add(HISTORY_MS) < turn.now.unix_ms {
            return;
        }
        let Self { lines, facts, .. } = self;
        let reader = if source == "log" { &mut lines.log } else { &mut lines.output };
        let mut learned = Learned::default();
        reader.read(line.as_bytes(), &mut |told| learned.take(told));
        learned.signs.retain(|(_, _, together)| !together.is_some_and(|one| contradicted(one, reader, facts, at_ms)));
        if let Some((model, error)) = learned.long_context {
            facts.add_long_context(model, at_ms, error);
            turn.save = true;
        }
        let fresh = turn.now.unix_ms.saturating_sub(at_ms) <= FRESH_MS;
        if let Some(profile) = learned.browser {
            facts.browsers.add_started(profile, at_ms);
        }
        let mut look = false;
        let mut look_at_package = false;
        for (sign, own_ms, _) in learned.signs {
            look |= fresh && ABOUT_CONFIG.contains(&sign.finding);
            if fresh && sign.finding == "storage.locked" && !turn.effects.contains(&Effect::LookAtFolder) {
                turn.push(Effect::LookAtFolder);
            }
            look_at_package |= lines.is_new_module(&sign);
            facts.signs.add(sign, source, own_ms.unwrap_or(at_ms).min(at_ms));
        }
        if look_at_package {
            self.look_at_package(turn);
        }
        if look {
            self.look_at_config(turn);
        }
    }

    /// A line says that a module is missing or an update was not finished, the installation is another now, or a
    /// gateway is ready: whether it is whole decides.
    pub(super) fn look_at_package(&self, turn: &mut Turn) {
        // All that were ever named: of the lines only the newest are kept, and the answer replaces the one before.
        if self.lines.modules.is_empty() && self.facts.signs.of("install.update_incomplete").next().is_none() {
            return;
        }
        turn.effects.retain(|effect| !matches!(effect, Effect::LookAtPackage { .. }));
        turn.push(Effect::LookAtPackage { modules: self.lines.modules.iter().cloned().collect() });
    }

    /// The configuration or what lies beside it changed: it is read again, once for all changes that come together.
    pub(super) fn look_at_config(&mut self, turn: &mut Turn) {
        if !turn.effects.contains(&Effect::LookAround) {
            turn.push(Effect::LookAround);
        }
    }
}

impl Learned {
    fn take(&mut self, told: Told<'_>) {
        match told.what {
            What::Line { signature, text, at_ms } => {
                if self.long_context.is_none() {
                    self.long_context = signatures::long_context_in(text);
                }
                if signature.finding == BROWSER_STARTED {
                    self.browser = fields_in(text).remove("profile");
                }
                let known = self.signs.iter().any(|(sign, _, _)| sign.finding == signature.finding);
                if !signature.is_mark() && signature.strength > Strength::Hint && !known {
                    let fields = fields_in(text);
                    let subject = subject_of(signature.finding, &fields);
                    let sign = Sign { finding: signature.finding, subject, fields, line: excerpt(text) };
                    self.signs.push((sign, at_ms, None));
                }
            }
            What::Together { combination, evidence } => {
                let at_ms = evidence.iter().find_map(|evidence| evidence.at_ms);
                let line = evidence.iter().map(|evidence| evidence.text.as_str()).collect::<Vec<_>>().join(" … ");
                let sign = Sign {
                    finding: combination.finding,
                    subject: None,
                    fields: std::collections::BTreeMap::new(),
                    line: excerpt(&line),
                };
                self.signs.push((sign, at_ms, Some(combination)));
            }
        }
    }
}

/// Whether something near speaks against what lines only show together.
fn contradicted(one: &Together, reader: &Reader, facts: &Facts, at_ms: u64) -> bool {
    let lately = |name: &str| facts.signs.quiet_since(name).is_some_and(|last_ms| last_ms + AGAINST_MS >= at_ms);
    one.none.iter().any(|name| reader.has_near_mark(name) || lately(name))
}
