//! One window per Clawtray home: a second start brings the first to the front and ends.

use std::time::Duration;

use clawtray_contract::{KeeperFrame, MAX_FRAME_BYTES};
use clawtray_platform::lock::{KeeperLock, LockFailure};
use clawtray_platform::socket::{self, Connection, Listener, lines};
use tokio::time::timeout;

use crate::page::Place;
use crate::places::Places;

/// How long the other window may take to answer. One that hangs must not keep a person from opening another.
const ANSWER_LIMIT: Duration = Duration::from_secs(3);
/// The first window may hold the lock a moment before it listens.
const RETRIES: u32 = 20;
const RETRY_PAUSE: Duration = Duration::from_millis(50);
/// After a failed accept, so that a lasting failure costs nothing.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);

/// Who we are among the windows.
pub enum Claim {
    /// Another window was there and came to the front.
    OtherRaised,
    /// We are the window, and hear from later starts.
    First(Box<Listening>),
    /// We open a window without being heard by later starts: the lock or the socket cannot be used, or the other
    /// window does not answer. A second window is better than none.
    Alone,
}

/// The right to be the window, and its ear.
pub struct Listening {
    listener: Listener,
    _lock: KeeperLock,
}

/// Becomes the window, or sends `place` to the one there is; without one that only comes to the front.
pub async fn claim(places: &Places, place: Option<&Place>) -> Claim {
    for _ in 0..RETRIES {
        match KeeperLock::acquire(&places.window_lock) {
            Ok(lock) => {
                return match Listener::bind(&places.window_socket, &lock).await {
                    Ok(listener) => Claim::First(Box::new(Listening { listener, _lock: lock })),
                    Err(_) => Claim::Alone,
                };
            }
            Err(LockFailure::File(_)) => return Claim::Alone,
            Err(LockFailure::Held { .. }) => {}
        }
        match timeout(ANSWER_LIMIT, raise(places, place)).await {
            Ok(true) => return Claim::OtherRaised,
            // It is about to listen, or about to end and give the lock back.
            Ok(false) => tokio::time::sleep(RETRY_PAUSE).await,
            Err(_) => return Claim::Alone,
        }
    }
    Claim::Alone
}

/// Sends the place and waits for its echo; false when nobody is there.
async fn raise(places: &Places, place: Option<&Place>) -> bool {
    let Ok(connection) = socket::connect(&places.window_socket, ANSWER_LIMIT).await else { return false };
    let (mut reader, mut writer) = lines(connection, MAX_FRAME_BYTES);
    let frame = place.cloned().map(|Place { route, gateway }| KeeperFrame::Show { route, gateway });
    let Ok(frame) = serde_json::to_string(&frame) else { return false };
    writer.send(&frame).await.is_ok() && matches!(reader.next().await, Ok(Some(_)))
}

impl Listening {
    /// Hands what every later start wants to see to `show`, nothing for the window as it is. Never ends.
    pub async fn run(self, show: impl Fn(Option<Place>)) {
        loop {
            match self.listener.accept().await {
                Ok(connection) => {
                    if let Ok(Some(place)) = timeout(ANSWER_LIMIT, hear(connection)).await {
                        show(place);
                    }
                }
                Err(socket::SocketFailure::OtherUser) => {}
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            }
        }
    }
}

async fn hear(connection: Connection) -> Option<Option<Place>> {
    let (mut reader, mut writer) = lines(connection, MAX_FRAME_BYTES);
    let line = reader.next().await.ok()??;
    let place = match serde_json::from_str(&line).ok()? {
        Some(KeeperFrame::Show { route, gateway }) => Some(Place { route, gateway }),
        Some(_) => return None,
        None => None,
    };
    writer.send(&line).await.ok()?;
    Some(place)
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use clawtray_contract::Route;
    use clawtray_platform::paths::{Paths, Surroundings, System};

    fn places_in(folder: &std::path::Path) -> Places {
        let home = folder.as_os_str().to_owned();
        let paths = Paths::from(&Surroundings {
            environment: &|name| (name == "CLAWTRAY_HOME").then(|| home.clone()),
            system: System::current(),
            home: None,
            user_id: "test",
        })
        .unwrap();
        paths.create().unwrap();
        Places {
            window_lock: paths.state_folder.join("window.lock"),
            window_socket: paths.socket.with_file_name("window.sock"),
            programs: folder.to_owned(),
            paths,
        }
    }

    #[tokio::test]
    async fn a_second_start_hands_its_route_to_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let places = places_in(folder.path());
        let Claim::First(listening) = claim(&places, None).await else { panic!("nobody else is there") };
        let (heard, mut routes) = tokio::sync::mpsc::unbounded_channel();
        let ear = tokio::spawn(listening.run(move |place| heard.send(place).unwrap()));
        let finding = Place { route: Route::Finding("config.invalid".to_owned()), gateway: Some("work".to_owned()) };
        let second = claim(&places, Some(&finding)).await;
        assert!(matches!(second, Claim::OtherRaised), "the second start must end");
        let route = timeout(Duration::from_secs(5), routes.recv()).await.unwrap();
        assert_eq!(route, Some(Some(finding)));
        assert!(matches!(claim(&places, None).await, Claim::OtherRaised));
        assert_eq!(timeout(Duration::from_secs(5), routes.recv()).await.unwrap(), Some(None), "it stays where it is");
        ear.abort();
    }

    #[tokio::test]
    async fn after_the_first_has_ended_the_next_is_first_again() {
        let folder = tempfile::tempdir().unwrap();
        let places = places_in(folder.path());
        drop(claim(&places, None).await);
        assert!(matches!(claim(&places, None).await, Claim::First(_)));
    }
}
