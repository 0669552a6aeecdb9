//! The desktop's settings over `org.freedesktop.portal.Settings`.

use std::time::Duration;

use futures_util::StreamExt as _;
use tokio::{sync::watch, time::timeout};
use zbus::{
    Connection, Proxy,
    zvariant::{OwnedValue, Value},
};

use super::Appearance;

const SERVICE: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const SETTINGS: &str = "org.freedesktop.portal.Settings";
/// How long the portal may take for one answer; it may have to be started.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);

/// Namespace and key of everything that is asked.
const CONTRAST: (&str, &str) = ("org.freedesktop.appearance", "contrast");
const REDUCED_MOTION: (&str, &str) = ("org.freedesktop.appearance", "reduced-motion");
const ANIMATIONS: (&str, &str) = ("org.gnome.desktop.interface", "enable-animations");

/// Tells the appearance whenever it changes, until nobody listens or the bus ends.
pub(super) async fn follow(tell: &watch::Sender<Appearance>) -> zbus::Result<()> {
    let bus = Connection::session().await?;
    let portal = Proxy::new(&bus, SERVICE, PATH, SETTINGS).await?;
    // Heard from before it is asked, so that no change is lost in between.
    let mut changes = portal.receive_signal("SettingChanged").await?;
    loop {
        let now = appearance(&portal).await;
        tell.send_if_modified(|shown| std::mem::replace(shown, now) != now);
        tokio::select! {
            change = changes.next() => if change.is_none() { return Ok(()) },
            () = tell.closed() => return Ok(()),
        }
    }
}

async fn appearance(portal: &Proxy<'_>) -> Appearance {
    let contrast = read(portal, CONTRAST).await.and_then(|value| number(&value));
    let reduced = read(portal, REDUCED_MOTION).await.and_then(|value| number(&value));
    let animations = read(portal, ANIMATIONS).await.and_then(|value| flag(&value));
    judged(contrast, reduced, animations)
}

/// Motion is allowed where one of the two settings says so and none forbids it.
fn judged(contrast: Option<u32>, reduced_motion: Option<u32>, animations: Option<bool>) -> Appearance {
    let allowed = [reduced_motion.map(|reduced| reduced == 0), animations];
    Appearance {
        high_contrast: contrast == Some(1),
        motion: allowed.contains(&Some(true)) && !allowed.contains(&Some(false)),
    }
}

async fn read(portal: &Proxy<'_>, (namespace, key): (&str, &str)) -> Option<OwnedValue> {
    // `Read` wraps its value once more than `ReadOne`, which older portals do not have.
    timeout(ANSWER_LIMIT, portal.call::<_, _, OwnedValue>("Read", &(namespace, key))).await.ok()?.ok()
}

fn inner<'a>(mut value: &'a Value<'a>) -> &'a Value<'a> {
    while let Value::Value(wrapped) = value {
        value = wrapped;
    }
    value
}

fn number(value: &Value<'_>) -> Option<u32> {
    if let Value::U32(number) = inner(value) { Some(*number) } else { None }
}

fn flag(value: &Value<'_>) -> Option<bool> {
    if let Value::Bool(flag) = inner(value) { Some(*flag) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_moves_unless_a_setting_allows_it_and_none_forbids_it() {
        for (reduced, animations, moves) in [
            (None, None, false),
            (Some(0), None, true),
            (None, Some(true), true),
            (Some(1), Some(true), false),
            (Some(0), Some(false), false),
        ] {
            assert_eq!(judged(None, reduced, animations).motion, moves, "{reduced:?} {animations:?}");
        }
        assert!(judged(Some(1), None, None).high_contrast);
        assert!(!judged(Some(0), None, None).high_contrast);
    }

    #[test]
    fn values_are_read_however_often_they_are_wrapped() {
        let once = Value::Value(Box::new(Value::U32(1)));
        assert_eq!(number(&Value::Value(Box::new(once))), Some(1));
        assert_eq!(number(&Value::Bool(true)), None);
        assert_eq!(flag(&Value::Bool(false)), Some(false));
    }
}
