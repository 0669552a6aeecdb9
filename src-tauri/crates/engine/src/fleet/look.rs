//! A look at every gateway that is kept, without a keeper.

use std::{sync::Arc, time::Duration};

use clawtray_contract::Snapshot;
use clawtray_core::fleet::{found_view, picture};
use clawtray_text::Catalogue;
use tokio::task::JoinSet;

use crate::{
    executors::keep::load_settings,
    start::{StartFailure, StartOptions, accounts_keychain, blocking, look},
};

/// Looks at all of them at the same time, for at most `patience`, or at the one with the id `only`. As
/// [`look`], it changes nothing.
///
/// # Errors
/// As [`look`].
pub async fn look_at_fleet(
    options: StartOptions,
    only: Option<&str>,
    patience: Duration,
) -> Result<Arc<Snapshot>, StartFailure> {
    let environment = options.environment.clone();
    let roster = blocking(move || {
        let (settings, _) = load_settings(&environment.paths.settings_file);
        environment.roster(&settings)
    })
    .await?;
    let kept = only.map_or_else(|| roster.kept.clone(), |id| vec![id.to_owned()]);
    let keychain = options.keychain.clone().unwrap_or_else(|| accounts_keychain(&options.environment));
    let mut looks = JoinSet::new();
    for (at, id) in kept.iter().enumerate() {
        let environment = options.environment.of_gateway(id);
        let options = StartOptions { environment, keychain: Some(Arc::clone(&keychain)), ..options.clone() };
        looks.spawn(async move { (at, Box::pin(look(options, patience)).await) });
    }
    let mut seen = Vec::new();
    for (at, looked) in looks.join_all().await {
        seen.push((at, looked?));
    }
    seen.sort_by_key(|(at, _)| *at);
    let snapshots: Vec<(&str, &Snapshot)> =
        kept.iter().zip(&seen).map(|(id, (_, snapshot))| (id.as_str(), snapshot.as_ref())).collect();
    let catalogue = Catalogue::for_languages(&options.environment.languages);
    let others = roster.there.iter().filter(|one| !roster.kept.contains(&one.id));
    let view = |one: &crate::environment::OnDisk| {
        found_view(&one.id, &one.state_folder.to_string_lossy(), one.service, &catalogue)
    };
    let found: Vec<_> = others.map(view).collect();
    match picture(&snapshots, &found, &catalogue) {
        Some(picture) => Ok(Arc::new(picture)),
        None => Err(StartFailure::Held { by_pid: None }),
    }
}
