//! The members, and what changes them.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError, Weak,
    atomic::{AtomicBool, Ordering},
};

use clawtray_contract::{Answer, AppError, FoundGateway, Intent, Snapshot};
use clawtray_core::{
    Fact, Surface, TrayModel,
    fleet::{self, MOST_KEPT, Refusal, found_view},
};
use clawtray_text::Catalogue;
use tokio::sync::watch;

use super::{
    choice::write_watched,
    member::{Member, engine},
};
use crate::{
    environment::{Environment, Roster},
    executors::keep::load_settings,
    handle::EngineHandle,
    ports::Keychain,
    start::{StartFailure, StartOptions, accounts_keychain, blocking},
};

/// What all handles of a fleet share.
pub(super) struct Inner {
    options: StartOptions,
    catalogue: Catalogue,
    /// More than one gateway is kept: whatever speaks of one names it.
    several: Arc<AtomicBool>,
    state: Mutex<State>,
    /// One change of the members at a time.
    changing: tokio::sync::Mutex<()>,
    pub(super) snapshots: watch::Sender<Arc<Snapshot>>,
    pub(super) tray: watch::Sender<Arc<TrayModel>>,
    pub(super) over: watch::Sender<bool>,
}

#[derive(Default)]
struct State {
    /// The primary one first.
    members: Vec<Member>,
    found: Vec<FoundGateway>,
    /// Added to the members' revisions, so that the sum goes on growing when one leaves.
    revision_base: u64,
    /// What is known about the desktop, for a member that tells of it from now on.
    desktop: Vec<Fact>,
    /// All are asked to end, or have to.
    ending: bool,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ids: Vec<String> = self.lock().members.iter().map(|member| member.id.clone()).collect();
        formatter.debug_struct("Inner").field("gateways", &ids).finish_non_exhaustive()
    }
}

impl Inner {
    /// Starts the engines that the settings name.
    pub(super) async fn begin(options: StartOptions) -> Result<Arc<Self>, StartFailure> {
        let keychain = options.keychain.clone().unwrap_or_else(|| accounts_keychain(&options.environment));
        let options = StartOptions { keychain: Some(keychain), ..options };
        let catalogue = Catalogue::for_languages(&options.environment.languages);
        let roster = look(&options).await?;
        let several = Arc::new(AtomicBool::new(roster.kept.len() > 1));
        let mut members = Vec::new();
        for (at, id) in roster.kept.iter().enumerate() {
            match engine(&options, &several, id).await {
                Ok(engine) => members.push(Member::new(id, engine)),
                Err(failure) if at == 0 => return Err(failure),
                Err(failure) => tracing::warn!(gateway = id, %failure, "this gateway cannot be kept"),
            }
        }
        let Some(first) = members.first() else {
            return Err(StartFailure::Held { by_pid: None });
        };
        let (snapshots, _) = watch::channel(first.snapshots.borrow().clone());
        let (tray, _) = watch::channel(first.tray.borrow().clone());
        let (over, _) = watch::channel(false);
        let inner = Arc::new(Self {
            options,
            catalogue,
            several,
            state: Mutex::default(),
            changing: tokio::sync::Mutex::default(),
            snapshots,
            tray,
            over,
        });
        for member in members {
            inner.join(member);
        }
        inner.tell_found(&roster);
        inner.publish();
        Ok(inner)
    }

    /// The engine of a gateway; without an id the primary one's.
    pub(super) fn engine(&self, id: Option<&str>) -> Option<EngineHandle> {
        let state = self.lock();
        let found = match id {
            Some(id) => state.members.iter().find(|member| member.id == id && !member.leaving),
            None => state.members.first(),
        };
        found.map(|member| member.engine.clone())
    }

    /// The engine whose findings tell of the desktop.
    pub(super) fn speaks_of_desktop(&self) -> Option<EngineHandle> {
        self.lock().members.iter().find(|member| member.speaks_of_desktop).map(|member| member.engine.clone())
    }

    pub(super) fn environment(&self) -> &Environment {
        &self.options.environment
    }

    pub(super) fn keychain(&self) -> Option<Arc<dyn Keychain>> {
        self.options.keychain.clone()
    }

    /// Which gateways the disk and the settings tell of now.
    pub(super) async fn roster(&self) -> Result<Roster, AppError> {
        look(&self.options).await.map_err(|failure| self.refusal(Refusal::NotStarted, Some(failure.to_string())))
    }

    /// What came of a change of the settings file.
    pub(super) fn written(&self, written: Result<Result<(), String>, StartFailure>) -> Result<(), AppError> {
        let written = written.map_err(|failure| failure.to_string()).and_then(|written| written);
        written.map_err(|words| self.refusal(Refusal::SettingsNotWritten, Some(words)))
    }

    /// A member is the primary one from now on.
    pub(super) fn put_first(&self, id: &str) {
        let mut state = self.lock();
        if let Some(at) = state.members.iter().position(|member| member.id == id) {
            state.members[..=at].rotate_right(1);
            state.revision_base = state.revision_base.saturating_add(1);
        }
    }

    /// Every engine with its gateway's id, the primary one's first.
    pub(super) fn engines(&self) -> Vec<(String, EngineHandle)> {
        self.lock().members.iter().map(|member| (member.id.clone(), member.engine.clone())).collect()
    }

    pub(super) fn refusal(&self, refusal: Refusal, detail: Option<String>) -> AppError {
        refusal.error(&self.catalogue, detail)
    }

    pub(super) fn begins_to_end(&self) {
        self.lock().ending = true;
    }

    pub(super) fn remember_desktop(&self, fact: &Fact) {
        let mut state = self.lock();
        state.desktop.retain(|known| std::mem::discriminant(known) != std::mem::discriminant(fact));
        state.desktop.push(fact.clone());
    }

    /// Draws all members anew where something changed.
    pub(super) fn publish(&self) {
        let state = self.lock();
        let shown: Vec<(&str, Arc<Snapshot>, Arc<TrayModel>)> = state
            .members
            .iter()
            .map(|member| (member.id.as_str(), member.snapshots.borrow().clone(), member.tray.borrow().clone()))
            .collect();
        let snapshots: Vec<_> = shown.iter().map(|(id, snapshot, _)| (*id, snapshot.as_ref())).collect();
        let members: Vec<_> = shown.iter().map(|(id, snapshot, tray)| fleet::Member { id, snapshot, tray }).collect();
        let snapshot = match shown.as_slice() {
            // The usual case costs nothing.
            [(_, only, _)] if state.found.is_empty() && state.revision_base == 0 => Some(Arc::clone(only)),
            _ => fleet::picture(&snapshots, &state.found, &self.catalogue).map(|mut picture| {
                picture.revision = picture.revision.saturating_add(state.revision_base);
                Arc::new(picture)
            }),
        };
        if let Some(snapshot) = snapshot {
            send(&self.snapshots, snapshot);
        }
        let tray = match shown.as_slice() {
            [(_, _, only)] => Some(Arc::clone(only)),
            _ => fleet::tray(&members, &state.found, &self.catalogue).map(Arc::new),
        };
        if let Some(tray) = tray {
            send(&self.tray, tray);
        }
    }

    /// Looks anew which gateways there are.
    pub(super) async fn find(&self) {
        match look(&self.options).await {
            Ok(roster) => self.tell_found(&roster),
            Err(failure) => tracing::warn!(%failure, "the gateways of this computer cannot be looked for"),
        }
    }

    fn tell_found(&self, roster: &Roster) {
        let mut state = self.lock();
        let others = roster.there.iter().filter(|one| state.members.iter().all(|member| member.id != one.id));
        let view = |one: &crate::environment::OnDisk| {
            found_view(&one.id, &one.state_folder.to_string_lossy(), one.service, &self.catalogue)
        };
        state.found = others.map(view).collect();
    }

    /// Keeps another gateway, from now on and after the next start.
    pub(super) async fn watch(self: &Arc<Self>, id: &str) -> Result<Answer, AppError> {
        let _one_at_a_time = self.changing.lock().await;
        let before: Vec<String> = self.engines().into_iter().map(|(id, _)| id).collect();
        if before.iter().any(|kept| kept == id) {
            return Ok(Answer::Accepted);
        }
        let roster = self.roster().await?;
        let is_own = id == self.options.environment.gateway_id();
        if before.len() >= MOST_KEPT || !(is_own || roster.knows(id)) {
            return Err(self.refusal(Refusal::NotFound, None));
        }
        let after = before.iter().cloned().chain([id.to_owned()]).collect();
        self.choose(after).await?;
        match engine(&self.options, &self.several, id).await {
            Ok(engine) => {
                self.join(Member::new(id, engine));
                self.tell_found(&roster);
                Ok(Answer::Accepted)
            }
            Err(failure) => {
                self.choose(before).await?;
                Err(self.refusal(Refusal::NotStarted, Some(failure.to_string())))
            }
        }
    }

    /// Leaves a gateway alone, from now on and after the next start.
    pub(super) async fn unwatch(&self, id: &str) -> Result<Answer, AppError> {
        let _one_at_a_time = self.changing.lock().await;
        let engines = self.engines();
        let Some((_, engine)) = engines.iter().find(|(kept, _)| kept == id) else {
            return Err(self.refusal(Refusal::Unknown, None));
        };
        if engines.len() == 1 {
            return Err(self.refusal(Refusal::Last, None));
        }
        self.choose(engines.iter().filter(|(kept, _)| kept != id).map(|(kept, _)| kept.clone()).collect()).await?;
        for member in self.lock().members.iter_mut().filter(|member| member.id == id) {
            member.leaving = true;
        }
        // An engine that has ended already needs no word.
        let _answer = engine.ask(Intent::Quit { stop_gateway: false }, Surface::CommandLine).await;
        engine.ended().await;
        self.left(id);
        self.find().await;
        let (first, known) = {
            let state = self.lock();
            (
                state.members.iter().find(|member| member.speaks_of_desktop).map(|member| member.engine.clone()),
                state.desktop.clone(),
            )
        };
        if let Some(first) = first {
            for fact in known {
                first.learned(fact).await;
            }
        }
        Ok(Answer::Accepted)
    }

    async fn choose(&self, ids: Vec<String>) -> Result<(), AppError> {
        let file = self.options.environment.paths.settings_file.clone();
        self.written(blocking(move || write_watched(&file, &ids)).await)
    }

    /// Takes a member in and draws it from now on.
    fn join(self: &Arc<Self>, member: Member) {
        let attending = attend(Arc::downgrade(self), member.id.clone(), &member.engine);
        let mut state = self.lock();
        state.found.retain(|found| found.id != member.id);
        state.members.push(member);
        state.somebody_speaks();
        self.several.store(state.members.len() > 1, Ordering::Relaxed);
        drop(state);
        tokio::spawn(attending);
    }

    /// A member's engine has ended.
    fn left(&self, id: &str) {
        let mut state = self.lock();
        let Some(at) = state.members.iter().position(|member| member.id == id && !member.ended) else { return };
        let leaves_alone = state.members.get(at).is_some_and(|member| member.leaving) && !state.ending;
        if !leaves_alone {
            if let Some(member) = state.members.get_mut(at) {
                member.ended = true;
            }
            if !state.ending {
                tracing::error!(gateway = id, "an engine ended unasked; the keeper ends with it");
                state.ending = true;
                state.members.iter().filter(|member| !member.ended).for_each(Member::asked_to_end);
            }
        } else {
            let member = state.members.remove(at);
            state.somebody_speaks();
            let seen = member.snapshots.borrow().revision;
            state.revision_base = state.revision_base.saturating_add(seen).saturating_add(1);
            self.several.store(state.members.len() > 1, Ordering::Relaxed);
        }
        if state.members.iter().all(|member| member.ended) {
            self.over.send_replace(true);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// One member's findings tell of the desktop, as long as there is a member.
    fn somebody_speaks(&mut self) {
        if !self.members.iter().any(|member| member.speaks_of_desktop)
            && let Some(first) = self.members.first_mut()
        {
            first.speaks_of_desktop = true;
        }
    }
}

/// Draws a member's changes, and notices its end. Holds nothing that would keep the member.
fn attend(fleet: Weak<Inner>, id: String, engine: &EngineHandle) -> impl Future<Output = ()> + use<> {
    let (mut snapshots, mut tray, mut over) = (engine.snapshots(), engine.tray(), engine.over());
    async move {
        loop {
            let goes_on = tokio::select! {
                changed = snapshots.changed() => changed.is_ok(),
                changed = tray.changed() => changed.is_ok(),
            };
            let Some(fleet) = fleet.upgrade() else { return };
            fleet.publish();
            if !goes_on {
                break;
            }
        }
        // An error means that the sender is gone, which is the end as well.
        let _ended = over.wait_for(|over| *over).await.is_ok();
        if let Some(fleet) = fleet.upgrade() {
            fleet.left(&id);
        }
    }
}

/// Which gateways there are, and which of them the settings name.
async fn look(options: &StartOptions) -> Result<Roster, StartFailure> {
    let environment = options.environment.clone();
    blocking(move || {
        let (settings, _) = load_settings(&environment.paths.settings_file);
        environment.roster(&settings)
    })
    .await
}

fn send<T: PartialEq>(channel: &watch::Sender<Arc<T>>, newest: Arc<T>) {
    channel.send_if_modified(|last| {
        let differs = !Arc::ptr_eq(last, &newest) && **last != *newest;
        if differs {
            *last = newest;
        }
        differs
    });
}
