//! Gateways that announce themselves on the network, found because a person asked.

use std::time::Duration;

use clawtray_contract::NearGateway;
use clawtray_core::fleet::Refusal;
use clawtray_platform::discovery::{Browsing, Where, is_metered, metered};
use tokio::time::{Instant, timeout_at};

/// How long answers are waited for.
const LISTEN: Duration = Duration::from_secs(3);

/// Who announces itself on the network of this computer, by name; takes 3 s. On a metered network only with
/// `on_metered`. `asks` is called when they are about to be asked.
///
/// # Errors
/// Why nobody was asked, with technical words where there are any.
pub async fn find_gateways(
    on_metered: bool,
    asks: impl FnOnce(),
) -> Result<Vec<NearGateway>, (Refusal, Option<String>)> {
    if !on_metered && is_metered(metered().await) {
        return Err((Refusal::Metered, None));
    }
    asks();
    let mut browsing = Browsing::begin(Where::Everywhere).map_err(|words| (Refusal::NotAsked, Some(words)))?;
    let until = Instant::now() + LISTEN;
    while let Ok(true) = timeout_at(until, browsing.hear()).await {}
    Ok(browsing.near())
}
