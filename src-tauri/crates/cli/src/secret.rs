//! `clawtray secret set`: from standard input into the keychain.

use std::{
    io::{self, BufRead, Read},
    sync::PoisonError,
    time::Duration,
};

use clawtray_contract::{ErrorCode, Intent, Secret};
use clawtray_platform::keychain::{Keychain, KeychainFailure, SecretName};
use serde_json::json;

use crate::{
    exit,
    problem::Problem,
    screen::{Input, Screen},
    source::Source,
    start::Places,
};

/// Longest secret, bytes; it must fit into the keychain's item beside the device's token and key.
const LONGEST: u64 = 1024;
/// How long the keychain may take: a locked one asks the person to unlock it.
const KEYCHAIN_LIMIT: Duration = Duration::from_secs(60);
/// Longest gateway id, characters.
const LONGEST_ID: usize = 100;

/// The gateway that is named, or this computer's first.
pub(crate) fn gateway_of(places: &Places, screen: &Screen) -> Result<String, Problem> {
    let gateway = places.gateway.as_deref().unwrap_or(places.environment.gateway_id());
    if gateway.is_empty() || clawtray_text::clean(gateway, LONGEST_ID) != gateway {
        return Err(Problem::new(ErrorCode::BadRequest, screen.say("cli-secret-gateway")));
    }
    Ok(gateway.to_owned())
}

/// Reads the gateway's shared token and keeps it. A keeper that runs reads the keychain again.
pub(crate) async fn set(places: &Places, screen: &mut Screen) -> Result<u8, Problem> {
    let gateway = gateway_of(places, screen)?;
    let secret = read(screen).await?;
    let keychain = Keychain::new(&places.environment.keychain_service, KEYCHAIN_LIMIT);
    let unusable = |failure: KeychainFailure| {
        Problem::detailed(ErrorCode::Keychain, screen.say("cli-secret-no-keychain"), failure)
    };
    // What else is kept there stays: the item is read before it is written.
    let mut kept = keychain.load(&gateway).await.map_err(unusable)?.unwrap_or_default();
    kept.set(SecretName::SharedToken, Some(secret));
    keychain.save(&gateway, &kept).await.map_err(unusable)?;
    let told = match Source::keeper(places, screen).await {
        Ok(Some(mut keeper)) => keeper.send(Intent::ReloadSecrets).await.map(|_| true),
        Ok(None) => Ok(false),
        Err(problem) => Err(problem),
    };
    let text = screen.say(if told.is_err() { "cli-secret-saved-untold" } else { "cli-secret-saved" });
    if screen.json {
        let told = told.unwrap_or(false);
        screen.document(&json!({ "done": true, "gateway": gateway, "keeper_told": told, "text": text }))?;
    } else {
        screen.line(&text)?;
    }
    Ok(exit::FINE)
}

/// One line, without its end. On a terminal nothing of it shows.
async fn read(screen: &mut Screen) -> Result<Secret, Problem> {
    screen.flush()?;
    let hidden = screen.terminal.answers;
    let (prompt, input) = (screen.say("cli-secret-ask"), screen.input());
    let line = tokio::task::spawn_blocking(move || {
        if hidden { rpassword::prompt_password(format!("{prompt} ")).map(Secret::new) } else { piped(&input) }
    });
    match line.await {
        Ok(Ok(secret)) if is_usable(&secret) => Ok(secret),
        // What was wrong with it is not said: the answer must not describe the secret.
        _ => Err(Problem::new(ErrorCode::BadRequest, screen.say("cli-secret-unusable"))),
    }
}

fn piped(input: &Input) -> io::Result<Secret> {
    let mut input = input.lock().unwrap_or_else(PoisonError::into_inner);
    let mut line = String::new();
    Read::take(&mut *input, LONGEST + 3).read_line(&mut line)?;
    let end = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(end);
    Ok(Secret::new(line))
}

fn is_usable(secret: &Secret) -> bool {
    let text = secret.expose();
    !text.trim().is_empty()
        && u64::try_from(text.len()).is_ok_and(|length| length <= LONGEST)
        && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use std::{
        io::Cursor,
        sync::{Arc, Mutex},
    };

    use super::{Input, is_usable, piped};
    use clawtray_contract::Secret;

    #[test]
    fn only_one_visible_line_is_a_token() {
        assert!(is_usable(&Secret::new("0123456789abcdef")));
        assert!(is_usable(&Secret::new("correct horse battery")));
        for bad in ["", " ", "line\nbreak", "\u{1b}[31m", &"x".repeat(1_025)] {
            assert!(!is_usable(&Secret::new(bad)), "{bad:?}");
        }
    }

    #[test]
    fn the_line_end_is_not_part_of_the_token_and_a_second_line_is_left() {
        let input: Input = Arc::new(Mutex::new(Box::new(Cursor::new(b"tok-1\r\nmore\n".to_vec()))));
        assert_eq!(piped(&input).unwrap().expose(), "tok-1");
        let endless: Input = Arc::new(Mutex::new(Box::new(std::io::BufReader::new(std::io::repeat(b'x')))));
        assert!(!is_usable(&piped(&endless).unwrap()), "endless input is refused");
    }
}
