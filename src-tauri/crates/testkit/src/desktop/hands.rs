//! What a person does at a private desktop: clicks, presses, closes, looks into the keyring and at the screen.

use std::{path::Path, time::Duration};

use zbus::blocking::Connection;

use super::{
    Closed, Desktop, DesktopError, Registration, Result, TrayItem, keyring, locked, notifications, program, tray,
};

impl Desktop {
    fn bus(&self) -> Result<&Connection> {
        self.bus.as_ref().ok_or(DesktopError::Unfit("the session bus has ended"))
    }

    fn first_item(&self) -> Result<Registration> {
        self.shared.lock().items.first().cloned().ok_or_else(|| DesktopError::Missing("tray item".to_owned()))
    }

    /// Reads the first tray item now. [`DesktopState::tray`] has what it last announced.
    ///
    /// # Errors
    /// No item, or it does not answer.
    pub fn tray(&self) -> Result<TrayItem> {
        tray::read(self.bus()?, &self.first_item()?)
    }

    /// Clicks a menu entry of the first tray item, found by the labels that lead to it.
    ///
    /// # Errors
    /// No such entry, or it is off.
    pub fn click(&self, labels: &[&str]) -> Result<()> {
        tray::click(self.bus()?, &self.first_item()?, labels)
    }

    /// Left click on the first tray item.
    ///
    /// # Errors
    /// No item, or it refuses.
    pub fn activate(&self) -> Result<()> {
        tray::press(self.bus()?, &self.first_item()?, "Activate")
    }

    /// Middle click on the first tray item.
    ///
    /// # Errors
    /// No item, or it refuses.
    pub fn secondary_activate(&self) -> Result<()> {
        tray::press(self.bus()?, &self.first_item()?, "SecondaryActivate")
    }

    /// Presses a button of a notification, which then leaves the screen unless it is `resident`. Waits for the program
    /// to listen first, as a person is slower than programs are.
    ///
    /// # Errors
    /// The notification is not on screen, has no such action, or nobody listens within ten seconds.
    pub fn press(&self, id: u32, action_key: &str) -> Result<()> {
        let missing = || DesktopError::Missing(format!("notification {id} with action {action_key:?} on screen"));
        let notification =
            self.state().on_screen().into_iter().find(|shown| shown.id == id).cloned().ok_or_else(missing)?;
        if !notification.actions.iter().any(|(key, _)| key == action_key) {
            return Err(missing());
        }
        self.wait_for_listener(&notification.sender)?;
        let place = locked(&self.notifications);
        let connection = place.as_ref().ok_or(DesktopError::Unfit("this desktop has no notification service"))?;
        notifications::invoke(connection, id, action_key)?;
        let resident = notification.hints.get("resident").and_then(|value| bool::try_from(value).ok());
        if resident != Some(true) {
            notifications::leave(connection, &self.shared, id, Closed::Dismissed)?;
        }
        Ok(())
    }

    /// Takes a notification off the screen, as a person or time does.
    ///
    /// # Errors
    /// It is not on screen.
    pub fn close_notification(&self, id: u32, why: Closed) -> Result<()> {
        let sender =
            self.state().on_screen().into_iter().find(|shown| shown.id == id).map(|shown| shown.sender.clone());
        let sender = sender.ok_or_else(|| DesktopError::Missing(format!("notification {id} on screen")))?;
        self.wait_for_listener(&sender)?;
        let place = locked(&self.notifications);
        let connection = place.as_ref().ok_or(DesktopError::Unfit("this desktop has no notification service"))?;
        notifications::leave(connection, &self.shared, id, why)
    }

    /// Waits until a connection of the program that owns `sender` listens to the notification service.
    fn wait_for_listener(&self, sender: &str) -> Result<()> {
        let bus = zbus::blocking::fdo::DBusProxy::new(self.bus()?)?;
        let pid_of = |name: &str| {
            let name = zbus::names::BusName::try_from(name).ok()?;
            bus.get_connection_unix_process_id(name).ok()
        };
        let pid = pid_of(sender);
        self.wait_until("listener for the notification", Duration::from_secs(10), |state| {
            state.listens(sender)
                || (pid.is_some() && state.rules.keys().any(|owner| state.listens(owner) && pid_of(owner) == pid))
        })
    }

    /// Tells what logind tells when the computer sleeps or has woken; heard by a program for which this session's bus
    /// is the system's too.
    ///
    /// # Errors
    /// The bus refuses.
    pub fn tell_sleep(&self, sleeps: bool) -> Result<()> {
        let (bus, name) = (self.bus()?, "org.freedesktop.login1");
        bus.request_name(name)?;
        let (path, interface) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
        bus.emit_signal(None::<&str>, path, interface, "PrepareForSleep", &sleeps)?;
        // Nobody shall wait for answers to anything else that is asked of it.
        bus.release_name(name)?;
        Ok(())
    }

    /// The secret that `service` keeps for `username`.
    ///
    /// # Errors
    /// The keyring does not answer.
    pub fn secret_lookup(&self, service: &str, username: &str) -> Result<Option<String>> {
        keyring::lookup(self.command("secret-tool"), service, username)
    }

    /// Puts a secret into the keyring.
    ///
    /// # Errors
    /// The keyring refuses.
    pub fn secret_store(&self, service: &str, username: &str, secret: &str) -> Result<()> {
        keyring::store(self.command("secret-tool"), service, username, secret)
    }

    /// The user names under which `service` keeps secrets.
    ///
    /// # Errors
    /// The keyring does not answer.
    pub fn secret_usernames(&self, service: &str) -> Result<Vec<String>> {
        keyring::usernames(self.command("secret-tool"), service)
    }

    /// Writes a picture of the whole screen; the ending of `path` names the format.
    ///
    /// # Errors
    /// No screen, or ImageMagick is missing or refuses.
    pub fn screenshot(&self, path: &Path) -> Result<()> {
        if self.display.is_none() {
            return Err(DesktopError::Unfit("this desktop has no screen"));
        }
        let path = std::path::absolute(path)?;
        let mut command = self.command("import");
        command.args(["-window", "root"]).arg(path);
        let (status, said) = program::output("import", command, "", Duration::from_secs(30))?;
        if status.success() { Ok(()) } else { Err(DesktopError::Failed { program: "import".to_owned(), why: said }) }
    }
}
