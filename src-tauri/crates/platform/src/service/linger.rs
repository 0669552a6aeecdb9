//! Whether this account's services go on when the person logs out, as logind says.

use std::time::Duration;

use zbus::{
    Connection,
    zvariant::{OwnedObjectPath, OwnedValue},
};

/// How long logind may take: a look around does not wait longer for it.
const LIMIT: Duration = Duration::from_secs(2);

/// `None` where there is no logind, or it does not answer.
pub async fn lingers() -> Option<bool> {
    tokio::time::timeout(LIMIT, ask()).await.ok()?
}

async fn ask() -> Option<bool> {
    on(&Connection::system().await.ok()?, rustix::process::getuid().as_raw()).await
}

async fn on(connection: &Connection, user: u32) -> Option<bool> {
    let name = Some("org.freedesktop.login1");
    let manager = Some("org.freedesktop.login1.Manager");
    let found = connection.call_method(name, "/org/freedesktop/login1", manager, "GetUser", &(user,)).await.ok()?;
    let path: OwnedObjectPath = found.body().deserialize().ok()?;
    let properties = Some("org.freedesktop.DBus.Properties");
    let asked = ("org.freedesktop.login1.User", "Linger");
    let value: OwnedValue =
        connection.call_method(name, &path, properties, "Get", &asked).await.ok()?.body().deserialize().ok()?;
    bool::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::UnixStream;

    use zbus::{Guid, connection::Builder, interface, zvariant::OwnedObjectPath};

    use super::on;

    const PATH: &str = "/org/freedesktop/login1/user/_1000";

    struct Logind;

    #[interface(name = "org.freedesktop.login1.Manager")]
    impl Logind {
        fn get_user(&self, user: u32) -> zbus::fdo::Result<OwnedObjectPath> {
            match user {
                1000 => Ok(OwnedObjectPath::try_from(PATH).unwrap()),
                _ => Err(zbus::fdo::Error::Failed("no such user".into())),
            }
        }
    }

    struct User;

    #[interface(name = "org.freedesktop.login1.User")]
    impl User {
        #[zbus(property)]
        fn linger(&self) -> bool {
            true
        }
    }

    #[tokio::test]
    async fn logind_says_whether_an_account_lingers_and_an_unknown_one_is_not_guessed() {
        let (here, there) = UnixStream::pair().unwrap();
        let system = Builder::async_io_unix_stream(there)
            .server(Guid::generate())
            .unwrap()
            .p2p()
            .serve_at("/org/freedesktop/login1", Logind)
            .unwrap()
            .serve_at(PATH, User)
            .unwrap()
            .build();
        let (system, ours) = tokio::join!(system, Builder::async_io_unix_stream(here).p2p().build());
        let (_system, ours) = (system.unwrap(), ours.unwrap());
        assert_eq!(on(&ours, 1000).await, Some(true));
        assert_eq!(on(&ours, 7).await, None);
    }
}
