//! Toasts of Windows.

use std::collections::VecDeque;

use windows::{
    Data::Xml::Dom::XmlDocument,
    Foundation::TypedEventHandler,
    UI::Notifications::{
        NotificationSetting, ToastActivatedEventArgs, ToastDismissalReason, ToastNotification,
        ToastNotificationManager, ToastNotifier,
    },
    core::{HSTRING, Interface as _},
};

use super::{Answer, Closing, NotifyFailure, Pressed, Program, refused};
use crate::notify::{Note, toast_xml};

/// What people see as the sender.
const SHOWN_NAME: &str = "Clawtray";

/// All our notes are one group.
const GROUP: &str = "clawtray";

/// Toasts whose presses are listened for; Windows forgets a toast's listeners together with the object.
const KEPT: usize = 64;

/// The toasts of one program.
pub(super) struct Bubbles {
    application: HSTRING,
    notifier: ToastNotifier,
    pressed: Pressed,
    kept: VecDeque<(String, ToastNotification)>,
}

impl Bubbles {
    /// Makes the program known to Windows.
    pub(super) async fn open(program: Program, pressed: Pressed) -> Result<Self, NotifyFailure> {
        let opened = tokio::task::spawn_blocking(move || {
            register(&program)?;
            let application = HSTRING::from(&program.name);
            let notifier = ToastNotificationManager::CreateToastNotifierWithId(&application)?;
            Ok::<_, windows::core::Error>((application, notifier))
        });
        let (application, notifier) = opened.await.map_err(refused)?.map_err(refused)?;
        // Says nothing about a program that has not shown a note yet.
        if let Ok(setting) = notifier.Setting()
            && setting != NotificationSetting::Enabled
        {
            return Err(refused("notifications are switched off in Windows' settings"));
        }
        Ok(Self { application, notifier, pressed, kept: VecDeque::new() })
    }

    /// Shows a note in place of one with the same name.
    pub(super) async fn show(&mut self, note: &Note, name: &str, id: u32) -> Result<(), NotifyFailure> {
        let (toast_xml, notifier, pressed) = (toast_xml::toast(note), self.notifier.clone(), self.pressed.clone());
        let tag = HSTRING::from(name);
        let shown = tokio::task::spawn_blocking(move || {
            let document = XmlDocument::new()?;
            document.LoadXml(&HSTRING::from(toast_xml))?;
            let toast = ToastNotification::CreateToastNotification(&document)?;
            toast.SetTag(&tag)?;
            toast.SetGroup(&HSTRING::from(GROUP))?;
            // Both before it is shown, so that no press is lost.
            listen(&toast, id, &pressed)?;
            notifier.Show(&toast)?;
            Ok::<_, windows::core::Error>(toast)
        });
        let toast = shown.await.map_err(refused)?.map_err(refused)?;
        self.kept.retain(|(kept, _)| kept != name);
        self.kept.push_back((name.to_owned(), toast));
        if self.kept.len() > KEPT {
            self.kept.pop_front();
        }
        Ok(())
    }

    /// Takes a note off the screen and out of the list.
    pub(super) async fn take_back(&mut self, name: &str) {
        self.kept.retain(|(kept, _)| kept != name);
        let (application, tag) = (self.application.clone(), HSTRING::from(name));
        let removed = tokio::task::spawn_blocking(move || {
            let history = ToastNotificationManager::History()?;
            history.RemoveGroupedTagWithId(&tag, &HSTRING::from(GROUP), &application)
        });
        // A note that is gone already is as good as taken back.
        let _removed = removed.await;
    }
}

/// Windows shows notes only of programs it knows: by a shortcut in the Start menu, or by these values. They go with the
/// session and are written again at the next start.
fn register(program: &Program) -> Result<(), windows::core::Error> {
    let path = format!(r"Software\Classes\AppUserModelId\{}", program.name);
    let key = windows_registry::CURRENT_USER.options().read().write().create().volatile().open(path)?;
    key.set_string("DisplayName", SHOWN_NAME)?;
    match &program.icon {
        Some(icon) => key.set_string("IconUri", icon.to_string_lossy()),
        None => Ok(()),
    }
}

fn listen(toast: &ToastNotification, id: u32, pressed: &Pressed) -> Result<(), windows::core::Error> {
    let tell = pressed.clone();
    toast.Activated(&TypedEventHandler::new(
        move |_, event: windows::core::Ref<'_, windows::core::IInspectable>| {
            let chosen = event.as_ref().and_then(|event| event.cast::<ToastActivatedEventArgs>().ok());
            let chosen = chosen.and_then(|event| event.Arguments().ok()).map(|words| words.to_string());
            let answer = match chosen {
                Some(button) if !button.is_empty() && button != toast_xml::DEFAULT => Answer::Pressed(button),
                _ => Answer::Default,
            };
            // Nobody listens any more: nothing to do about it.
            let _told = tell.send((id, answer));
            Ok(())
        },
    ))?;
    let tell = pressed.clone();
    toast.Dismissed(&TypedEventHandler::new(
        move |_, event: windows::core::Ref<'_, windows::UI::Notifications::ToastDismissedEventArgs>| {
            let closing = match event.as_ref().and_then(|event| event.Reason().ok()) {
                Some(ToastDismissalReason::UserCanceled) => Closing::Dismissed,
                Some(ToastDismissalReason::TimedOut) => Closing::Expired,
                Some(ToastDismissalReason::ApplicationHidden) => Closing::Withdrawn,
                _ => Closing::Unknown,
            };
            let _told = tell.send((id, Answer::Closed(closing)));
            Ok(())
        },
    ))?;
    Ok(())
}
