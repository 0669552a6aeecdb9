//! The one window.

use std::sync::Arc;

use tauri::{AppHandle, Manager, Theme, WebviewUrl, WebviewWindowBuilder};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::arguments::follow;
use crate::bad_link;
use crate::first::Listening;
use crate::page::{Ear, Page, Place, Push};
use crate::places::Places;
use crate::{ipc, link};

const LABEL: &str = "main";
/// Size in logical pixels.
const SIZE: (f64, f64) = (960.0, 680.0);
/// Small enough for half a small screen, and for a page at 200 % zoom.
const SMALLEST: (f64, f64) = (360.0, 320.0);

/// Raises the window whenever the page is told where to go, and passes everything on.
struct Raising {
    app: AppHandle,
    page: Arc<Page>,
}

impl Ear for Raising {
    fn take(&self, push: Push) {
        if matches!(push, Push::Show { .. }) {
            raise(&self.app);
        }
        self.page.take(push);
    }
}

/// Opens the window at `place` and returns when it was closed.
///
/// # Errors
/// When the system's web view cannot be used.
pub fn run(places: Places, place: Place, listening: Option<Listening>) -> tauri::Result<()> {
    let page = Arc::new(Page::new(place));
    let (link, requests) = link::open();
    let app = tauri::Builder::default()
        .manage(Arc::clone(&page))
        .manage(link)
        .plugin(tauri_plugin_deep_link::init())
        .invoke_handler(tauri::generate_handler![ipc::send, ipc::start_keeper, ipc::attach])
        .setup(move |app| {
            let ear = Arc::new(Raising { app: app.handle().clone(), page });
            if let Some(listening) = listening {
                let ear = Arc::clone(&ear);
                tauri::async_runtime::spawn(listening.run(move |place| match place {
                    Some(Place { route, gateway }) => ear.take(Push::Show { route, gateway }),
                    None => raise(&ear.app),
                }));
            }
            // On macOS links come as events of the running program; elsewhere as arguments of another start.
            let opened = Arc::clone(&ear);
            app.deep_link().on_open_url(move |event| {
                let show = |route| opened.take(Push::Show { route, gateway: None });
                follow(event.urls().iter().map(AsRef::as_ref), show, bad_link);
            });
            tauri::async_runtime::spawn(link::run(places, ear, requests));
            open(app.handle())?;
            Ok(())
        })
        .build(tauri::generate_context!("tauri.conf.json"))?;
    app.run(|_, _| {});
    Ok(())
}

fn open(app: &AppHandle) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Clawtray")
        .inner_size(SIZE.0, SIZE.1)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        .theme(None::<Theme>)
        .zoom_hotkeys_enabled(true)
        // The page is one document; anything else, a link in foreign text above all, stays outside.
        .on_navigation(|url| url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost"))
        .build()?;
    Ok(())
}

fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        // Each may be refused by the window manager; the person still sees the window listed.
        let _refused = window.unminimize();
        let _refused = window.show();
        let _refused = window.set_focus();
    }
}
