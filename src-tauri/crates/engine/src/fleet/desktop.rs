//! The one desktop, as one gateway's engine sees it.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use clawtray_contract::Route;
use clawtray_core::{
    Note,
    fleet::{key_of_gateway, named_note},
};
use clawtray_text::Catalogue;

use crate::{ports::Desktop, sink::EventSink};

/// Gives notifications the gateway's key and name, and places the gateway's address.
pub(super) struct OfGateway {
    desktop: Arc<dyn Desktop>,
    id: String,
    catalogue: Catalogue,
    several: Arc<AtomicBool>,
}

impl OfGateway {
    pub(super) fn new(desktop: Arc<dyn Desktop>, id: &str, languages: &[String], several: Arc<AtomicBool>) -> Self {
        Self { desktop, id: id.to_owned(), catalogue: Catalogue::for_languages(languages), several }
    }

    fn is_one_of_several(&self) -> bool {
        self.several.load(Ordering::Relaxed)
    }
}

impl Desktop for OfGateway {
    fn notify(&self, note: Note) {
        self.desktop.notify(named_note(&self.id, self.is_one_of_several(), note, &self.catalogue));
    }

    fn test_notification(&self, note: Note, events: &EventSink) {
        self.desktop.test_notification(note, events);
    }

    fn withdraw(&self, key: &str) {
        self.desktop.withdraw(&key_of_gateway(&self.id, key));
    }

    fn open_window(&self, route: Route, gateway: Option<String>) {
        let own = self.is_one_of_several().then(|| self.id.clone());
        self.desktop.open_window(route, gateway.or(own));
    }

    fn offer_window(&self, route: Route) {
        self.desktop.offer_window(route);
    }

    fn start_at_login(&self, on: bool, events: &EventSink) {
        self.desktop.start_at_login(on, events);
    }
}
