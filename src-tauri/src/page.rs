//! What is pushed to the page, and remembering the newest of it for a page that loads later.

use std::sync::{Mutex, PoisonError};

use clawtray_contract::{Route, Snapshot};
use serde::Serialize;
use tauri::ipc::Channel;

/// How the connection to the keeper stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "link")]
pub enum LinkState {
    /// Looking for the keeper, or starting it.
    Connecting,
    /// Snapshots are flowing.
    Connected,
    /// There is no keeper. Clawtray goes on looking.
    NoKeeper {
        /// Why, where that is known: a sentence or a technical detail.
        detail: Option<String>,
    },
}

/// A message to the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "push")]
pub enum Push {
    /// The connection changed.
    Link {
        /// How it stands now.
        state: LinkState,
    },
    /// The newest truth.
    Snapshot {
        /// The truth.
        snapshot: Box<Snapshot>,
    },
    /// Go to this place.
    Show {
        /// Where.
        route: Route,
        /// Of which gateway; absent for the one that is shown.
        #[serde(skip_serializing_if = "Option::is_none")]
        gateway: Option<String>,
    },
}

/// Takes the messages; tests put their own in the page's place.
pub trait Ear: Send + Sync + 'static {
    /// Takes one message. Never waits.
    fn take(&self, push: Push);
}

struct Inner {
    channel: Option<Channel<Push>>,
    link: LinkState,
    snapshot: Option<Box<Snapshot>>,
    place: Option<Place>,
}

/// A place of one gateway.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Where.
    pub route: Route,
    /// Of which gateway; absent for the primary one, or the one that is shown.
    pub gateway: Option<String>,
}

/// The page. A page that attaches gets the newest of everything first, so a reload loses nothing.
pub struct Page(Mutex<Inner>);

impl Page {
    /// A page that has not loaded yet and will open at `place`.
    pub fn new(place: Place) -> Self {
        Self(Mutex::new(Inner { channel: None, link: LinkState::Connecting, snapshot: None, place: Some(place) }))
    }

    /// The page has loaded and listens on `channel` from now on.
    pub fn attach(&self, channel: Channel<Push>) {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut first = vec![Push::Link { state: inner.link.clone() }];
        first.extend(inner.snapshot.clone().map(|snapshot| Push::Snapshot { snapshot }));
        first.extend(inner.place.take().map(|Place { route, gateway }| Push::Show { route, gateway }));
        for push in first {
            // A page that is gone attaches again when it comes back.
            let _gone = channel.send(push);
        }
        inner.channel = Some(channel);
    }
}

impl Ear for Page {
    fn take(&self, push: Push) {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &push {
            Push::Link { state } => {
                inner.link = state.clone();
                if matches!(state, LinkState::NoKeeper { .. }) {
                    inner.snapshot = None;
                }
            }
            Push::Snapshot { snapshot } => inner.snapshot = Some(snapshot.clone()),
            Push::Show { route, gateway } if inner.channel.is_none() => {
                inner.place = Some(Place { route: route.clone(), gateway: gateway.clone() });
            }
            Push::Show { .. } => {}
        }
        if let Some(channel) = &inner.channel {
            let _gone = channel.send(push);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use tauri::ipc::InvokeResponseBody;

    fn recording() -> (Channel<Push>, Arc<Mutex<Vec<String>>>) {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&heard);
        let channel = Channel::new(move |body| {
            if let InvokeResponseBody::Json(text) = body {
                sink.lock().unwrap().push(text);
            }
            Ok(())
        });
        (channel, heard)
    }

    #[test]
    fn a_page_that_loads_late_gets_what_it_missed_and_the_route_once() {
        let page = Page::new(Place { route: Route::Logs, gateway: None });
        page.take(Push::Link { state: LinkState::Connected });
        let (channel, heard) = recording();
        page.attach(channel);
        let expected =
            [r#"{"push":"link","state":{"link":"connected"}}"#, r#"{"push":"show","route":{"page":"logs"}}"#];
        assert_eq!(*heard.lock().unwrap(), expected);
        let (channel, heard) = recording();
        page.attach(channel);
        assert_eq!(heard.lock().unwrap().len(), 1, "a reload stays where the person is");
    }

    #[test]
    fn a_route_that_comes_before_the_page_is_kept() {
        let page = Page::new(Place::default());
        page.take(Push::Show { route: Route::History, gateway: Some("work".to_owned()) });
        let (channel, heard) = recording();
        page.attach(channel);
        assert_eq!(
            heard.lock().unwrap().last().unwrap(),
            r#"{"push":"show","route":{"page":"history"},"gateway":"work"}"#
        );
    }
}
