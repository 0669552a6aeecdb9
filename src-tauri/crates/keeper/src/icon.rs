//! The icon: the engine's model drawn by the platform, and presses turned into wishes.

use std::{collections::HashMap, sync::Arc, time::Duration};

use clawtray_contract::{Intent, Route};
use clawtray_core::{Fact, IconChoice, MenuEntry as Entry, Surface, TrayModel as Model};
use clawtray_engine::Fleet;
use clawtray_platform::{
    appearance::{self, Appearance},
    tray::{Icon as Look, IconState, IconStyle, MenuEntry, Tray, TrayEvent, TrayModel, run_on_main_thread},
};
use tokio::{
    sync::{mpsc, watch},
    time::{Instant, sleep_until},
};

/// How the program is named to the desktop.
const ID: &str = "clawtray";

/// How long one moment of the busy picture stays: at most four a second, and only while busy.
const FRAME: Duration = Duration::from_millis(320);

/// The icon's two ends.
pub(crate) struct Icon {
    tray: Tray,
    events: mpsc::UnboundedReceiver<TrayEvent>,
}

/// Gives the main thread to the icon where the system wants that, and runs `work` beside it. Gives its exit code.
pub(crate) fn beside_main_thread(work: impl FnOnce(Icon) -> i32 + Send + 'static) -> i32 {
    let (events_in, events) = mpsc::unbounded_channel();
    run_on_main_thread(ID, events_in, move |tray| work(Icon { tray, events }))
}

/// Keeps the icon as the engine says until the task is aborted.
pub(crate) async fn run(icon: Icon, fleet: Fleet) {
    let Icon { tray, events } = icon;
    let _leaves = LeavesWithThis(tray.clone());
    let models = fleet.tray();
    let tell = move |heard| {
        let fleet = fleet.clone();
        async move {
            match heard {
                Heard::Wish(intent) => ask(&fleet, intent),
                Heard::Host(present) => fleet.learned(Fact::TrayHost(present)).await,
                Heard::SessionEnds => fleet.shutdown().await,
            }
        }
    };
    follow(models, appearance::watch(), events, move |model| tray.show(model), tell).await;
}

/// What comes from the icon.
enum Heard {
    /// An entry or the icon itself was pressed.
    Wish(Intent),
    /// A tray host is there, or none.
    Host(bool),
    /// The person's session ends, and everything with it.
    SessionEnds,
}

/// Shows every model and, while busy, its moments; ends when the engine or the icon has ended.
async fn follow<Told: Future<Output = ()> + Send>(
    mut models: watch::Receiver<Arc<Model>>,
    mut appearance: watch::Receiver<Appearance>,
    mut events: mpsc::UnboundedReceiver<TrayEvent>,
    show: impl Fn(TrayModel),
    tell: impl Fn(Heard) -> Told,
) {
    models.mark_changed();
    let mut intents = HashMap::new();
    let mut shown = TrayModel::default();
    let mut next_frame = Instant::now() + FRAME;
    loop {
        let moves = shown.icon.state == IconState::Starting && appearance.borrow().motion;
        tokio::select! {
            // What has changed is shown before another moment of what was.
            biased;
            changed = models.changed() => {
                if changed.is_err() {
                    return;
                }
                let model = models.borrow_and_update().clone();
                let (mut drawn, pressed) = drawn(&model, &appearance.borrow());
                intents = pressed;
                // A new sentence while busy does not turn the picture back.
                drawn.icon.frame = shown.icon.frame;
                shown = drawn;
                show(shown.clone());
            }
            Ok(()) = appearance.changed() => {
                let style = style(&models.borrow(), &appearance.borrow_and_update());
                if shown.icon.style != style {
                    shown.icon.style = style;
                    show(shown.clone());
                }
            }
            () = sleep_until(next_frame), if moves => {
                next_frame = Instant::now() + FRAME;
                shown.icon.frame = shown.icon.frame.wrapping_add(1);
                show(shown.clone());
            }
            event = events.recv() => match event {
                Some(TrayEvent::Menu(id)) => match intents.get(&id) {
                    Some(intent) => tell(Heard::Wish(Intent::clone(intent))).await,
                    None => tracing::info!("a menu entry was pressed that is not there any more"),
                },
                Some(TrayEvent::Activate) => tell(Heard::Wish(Intent::OpenWindow { route: Route::default() })).await,
                Some(TrayEvent::Host(host)) => {
                    if let Err(missing) = &host {
                        tracing::info!(%missing, "no tray icon");
                    }
                    tell(Heard::Host(host.is_ok())).await;
                }
                Some(TrayEvent::SessionEnds) => {
                    tracing::info!("the session ends");
                    tell(Heard::SessionEnds).await;
                }
                None => return,
            },
        }
    }
}

/// A wish from the menu: its outcome shows in the picture, nobody waits for the answer.
fn ask(fleet: &Fleet, intent: Intent) {
    let fleet = fleet.clone();
    tokio::spawn(async move {
        if let Err(error) = fleet.ask(intent, Surface::Tray).await {
            tracing::info!(%error, "a wish from the menu was refused");
        }
    });
}

struct LeavesWithThis(Tray);

impl Drop for LeavesWithThis {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// What the person chose; else what the desktop asks for.
fn style(model: &Model, appearance: &Appearance) -> IconStyle {
    match model.style {
        IconChoice::Auto if appearance.high_contrast => IconStyle::Contrast,
        IconChoice::Auto | IconChoice::Color => IconStyle::Color,
        IconChoice::LightPanel => IconStyle::Light,
        IconChoice::DarkPanel => IconStyle::Dark,
        IconChoice::HighContrast => IconStyle::Contrast,
    }
}

/// The platform's model, and what each entry asks for.
fn drawn(model: &Model, appearance: &Appearance) -> (TrayModel, HashMap<String, Intent>) {
    let mut intents = HashMap::new();
    let menu = model.menu.iter().map(|entry| drawn_entry(entry, &mut intents)).collect();
    let icon = Look { state: model.state.into(), count: model.count, frame: 0, style: style(model, appearance) };
    let drawn = TrayModel { icon, tooltip: model.tooltip.clone(), title: model.title.clone(), menu };
    (drawn, intents)
}

/// An entry's id holds what it asks for, so that a press on yesterday's entry never counts for today's.
fn drawn_entry(entry: &Entry, intents: &mut HashMap<String, Intent>) -> MenuEntry {
    match entry {
        Entry::Separator => MenuEntry::separator(),
        Entry::Item { key, label, intent: None, .. } => MenuEntry::text(key.clone(), label.clone()),
        Entry::Item { key, label, intent: Some(intent), checked } => {
            let wish = serde_json::to_string(intent).unwrap_or_default();
            let id = format!("{key} {wish}");
            intents.insert(id.clone(), intent.clone());
            MenuEntry { checked: *checked, ..MenuEntry::item(id, label.clone()) }
        }
        Entry::Group { key, label, entries } => {
            let children = entries.iter().map(|entry| drawn_entry(entry, intents)).collect();
            MenuEntry::submenu(key.clone(), label.clone(), children)
        }
    }
}

#[cfg(test)]
mod tests {
    use clawtray_contract::{Decision, Intent, State};
    use clawtray_core::{IconChoice, MenuEntry as Entry, TrayModel as Model};
    use std::{sync::Arc, time::Duration};

    use clawtray_platform::{
        appearance::Appearance,
        tray::{IconState, IconStyle, TrayModel},
    };
    use tokio::{
        sync::{mpsc, watch},
        time::sleep,
    };

    use super::{drawn, follow, style};

    fn model(approval: &str) -> Model {
        let intent = Intent::Decide { approval: approval.to_owned(), decision: Decision::Approve, etag: None };
        let approve =
            Entry::Item { key: "approve".to_owned(), label: "Approve".to_owned(), intent: Some(intent), checked: None };
        let state = Entry::Item { key: "state".to_owned(), label: "Running".to_owned(), intent: None, checked: None };
        let group = Entry::Group { key: "a".to_owned(), label: "Anna".to_owned(), entries: vec![approve] };
        let (title, tooltip) = ("Clawtray".to_owned(), "Running".to_owned());
        Model {
            state: State::NeedsYou,
            count: 1,
            style: IconChoice::Auto,
            title,
            tooltip,
            menu: vec![state, Entry::Separator, group],
        }
    }

    #[test]
    fn a_press_on_an_entry_that_asked_for_something_else_finds_nothing() {
        let (before, intents_before) = drawn(&model("request-1"), &Appearance::default());
        let (_, intents_after) = drawn(&model("request-2"), &Appearance::default());
        let id = &before.menu[2].children[0].id;
        assert!(matches!(intents_before.get(id), Some(Intent::Decide { approval, .. }) if approval == "request-1"));
        assert_eq!(intents_after.get(id), None);
        assert!(!before.menu[0].enabled, "a line that is only read cannot be pressed");
    }

    #[test]
    fn the_count_and_the_desktops_contrast_reach_the_picture() {
        let high = Appearance { high_contrast: true, ..Appearance::default() };
        let (shown, _) = drawn(&model("request-1"), &high);
        assert_eq!((shown.icon.count, shown.icon.style), (1, IconStyle::Contrast));
        let chosen = Model { style: IconChoice::LightPanel, ..model("request-1") };
        assert_eq!(style(&chosen, &high), IconStyle::Light, "what the person chose comes first");
    }

    /// What was drawn within the next ten seconds, the first model included.
    async fn ten_seconds(pictures: &mut mpsc::UnboundedReceiver<TrayModel>) -> Vec<TrayModel> {
        sleep(Duration::from_secs(10)).await;
        std::iter::from_fn(|| pictures.try_recv().ok()).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn the_picture_moves_only_while_busy_and_at_most_four_times_a_second() {
        let busy = |state| Arc::new(Model { state, ..model("r1") });
        let (models, shown_models) = watch::channel(busy(State::Starting));
        let (looks, appearance) = watch::channel(Appearance { motion: true, ..Appearance::default() });
        let (_presses, events) = mpsc::unbounded_channel();
        let (draws, mut pictures) = mpsc::unbounded_channel();
        let show = move |model: TrayModel| drop(draws.send(model));
        let following = tokio::spawn(follow(shown_models, appearance, events, show, |_| std::future::ready(())));

        let drawn = ten_seconds(&mut pictures).await;
        assert!((20..=41).contains(&drawn.len()), "{} pictures in ten seconds", drawn.len());
        assert!(drawn.windows(2).all(|two| two[0].icon.frame != two[1].icon.frame), "each is another moment");

        looks.send_replace(Appearance { motion: false, ..Appearance::default() });
        assert_eq!(ten_seconds(&mut pictures).await, [], "reduced motion");

        looks.send_replace(Appearance { motion: true, ..Appearance::default() });
        models.send_replace(busy(State::Running));
        let drawn = ten_seconds(&mut pictures).await;
        assert_eq!(drawn.iter().map(|one| one.icon.state).collect::<Vec<_>>(), [IconState::Running], "at rest");
        assert_eq!(ten_seconds(&mut pictures).await, []);
        drop(models);
        following.await.unwrap();
    }
}
