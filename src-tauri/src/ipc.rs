//! The only commands the page can call, each a thin pass-through.

use clawtray_contract::{Answer, AppError, Intent};
use tauri::State;
use tauri::ipc::Channel;

use crate::link::Link;
use crate::page::{Page, Push};

/// Sends an intent to the keeper and waits for what came of it.
#[tauri::command]
pub async fn send(link: State<'_, Link>, intent: Intent) -> Result<Answer, AppError> {
    link.send(intent).await
}

/// Starts the keeper if none answers.
#[tauri::command]
pub async fn start_keeper(link: State<'_, Link>) -> Result<(), AppError> {
    link.start_keeper().await
}

/// The page has loaded: from now on it hears everything on this channel, the newest first.
#[tauri::command]
pub fn attach(page: State<'_, std::sync::Arc<Page>>, channel: Channel<Push>) {
    page.attach(channel);
}
