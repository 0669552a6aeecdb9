//! The gateway's own dashboard in the browser, without its token on any command line: the browser is given a loopback
//! address that redirects once.

use std::time::Duration;

use clawtray_contract::Secret;
use clawtray_core::fleet::Way;
use clawtray_gateway::redirect::one_shot_redirect;
use clawtray_platform::opener;

use super::grounds::{Grounds, random};

/// How long the browser may take to come.
const LIFETIME: Duration = Duration::from_secs(60);

/// How long an opener may take to fail.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the dashboard.
///
/// # Errors
/// In words for a person.
pub(crate) async fn open(grounds: &Grounds) -> Result<(), String> {
    if let Some(remote) = &grounds.remote {
        // The token goes with no address that leaves this computer: the person signs in there.
        let scheme = match remote.way {
            Way::Tls { .. } => "https",
            Way::Plain => "http",
            Way::Ssh { .. } => return Err("the gateway is only reached through a tunnel".to_owned()),
        };
        return open_page(grounds, &format!("{scheme}://{}/", grounds.endpoint())).await;
    }
    let token = grounds.vault.shared_token();
    let target = address(grounds.port(), token.as_ref());
    let (address, serving) =
        one_shot_redirect(&target, &random::<16>()?, LIFETIME).await.map_err(|error| error.to_string())?;
    tokio::spawn(async move {
        let outcome = serving.await;
        tracing::debug!(?outcome, "the dashboard's redirect is over");
    });
    let program = grounds.environment.opener.as_deref();
    opener::open(address.expose(), program, PATIENCE).await.map_err(|error| error.to_string())
}

/// Opens a page that needs no token.
///
/// # Errors
/// In words for a person.
pub(crate) async fn open_page(grounds: &Grounds, address: &str) -> Result<(), String> {
    let program = grounds.environment.opener.as_deref();
    opener::open(address, program, PATIENCE).await.map_err(|error| error.to_string())
}

/// Opens the system's own settings of notifications.
///
/// # Errors
/// In words for a person.
pub(crate) async fn open_notification_settings(grounds: &Grounds) -> Result<(), String> {
    let (program, variables) = (grounds.environment.opener.as_deref(), &grounds.environment.variables);
    let desktop = variables.text("XDG_CURRENT_DESKTOP").unwrap_or_default();
    opener::open_notification_settings(desktop, program, PATIENCE).await.map_err(|error| error.to_string())
}

/// The token stands behind `#`, where it never reaches a server's log.
fn address(port: u16, token: Option<&Secret>) -> Secret {
    let plain = format!("http://127.0.0.1:{port}/");
    Secret::new(match token {
        Some(token) => format!("{plain}#token={}", percent_encoded(token.expose())),
        None => plain,
    })
}

fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use clawtray_contract::Secret;

    use super::address;

    #[test]
    fn the_token_goes_into_the_fragment_encoded() {
        assert_eq!(address(7, None).expose(), "http://127.0.0.1:7/");
        let token = Secret::new("a b/c#d\r\n");
        assert_eq!(address(7, Some(&token)).expose(), "http://127.0.0.1:7/#token=a%20b%2Fc%23d%0D%0A");
    }
}
