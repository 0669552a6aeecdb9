//! The icon: the engine's model drawn by the platform, and presses turned into wishes.

use std::{collections::HashMap, time::Duration};

use clawtray_contract::{Intent, Route};
use clawtray_core::{Fact, IconChoice, MenuEntry as Entry, Surface, TrayModel as Model};
use clawtray_engine::Fleet;
use clawtray_platform::{
    appearance::{self, Appearance},
    tray::{Icon as Look, IconState, IconStyle, MenuEntry, Tray, TrayEvent, TrayModel, run_on_main_thread},
};
use tokio::{
    sync::mpsc,
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
    let Icon { tray, mut events } = icon;
    let _leaves = LeavesWithThis(tray.clone());
    let mut models = fleet.tray();
    models.mark_changed();
    let mut appearance = appearance::watch();
    let mut intents = HashMap::new();
    let mut shown = TrayModel::default();
    let mut next_frame = Instant::now() + FRAME;
    loop {
        let moves = shown.icon.state == IconState::Starting && appearance.borrow().motion;
        tokio::select! {
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
                tray.show(shown.clone());
            }
            Ok(()) = appearance.changed() => {
                let style = style(&models.borrow(), &appearance.borrow_and_update());
                if shown.icon.style != style {
                    shown.icon.style = style;
                    tray.show(shown.clone());
                }
            }
            () = sleep_until(next_frame), if moves => {
                next_frame = Instant::now() + FRAME;
                shown.icon.frame = shown.icon.frame.wrapping_add(1);
                tray.show(shown.clone());
            }
            event = events.recv() => match event {
                Some(TrayEvent::Menu(id)) => match intents.get(&id) {
                    Some(intent) => ask(&fleet, Intent::clone(intent)),
                    None => tracing::info!("a menu entry was pressed that is not there any more"),
                },
                Some(TrayEvent::Activate) => ask(&fleet, Intent::OpenWindow { route: Route::default() }),
                Some(TrayEvent::Host(host)) => {
                    if let Err(missing) = &host {
                        tracing::info!(%missing, "no tray icon");
                    }
                    fleet.learned(Fact::TrayHost(host.is_ok())).await;
                }
                Some(TrayEvent::SessionEnds) => {
                    tracing::info!("the session ends");
                    fleet.shutdown().await;
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
    use clawtray_platform::{appearance::Appearance, tray::IconStyle};

    use super::{drawn, style};

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
}
