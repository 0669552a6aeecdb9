//! `clawtray secret get`: OpenClaw's own way to a secret that its configuration only names.
//!
//! OpenClaw runs this program as an `exec` secret provider: the names it wants come as JSON on standard input, the
//! values go as JSON to standard output. Only the name given as an argument is answered, and never to a terminal.

use std::{
    io::{self, Read},
    sync::PoisonError,
    time::Duration,
};

use clawtray_contract::{ErrorCode, Secret};
use clawtray_platform::keychain::{Keychain, KeychainFailure, SecretName};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    exit,
    problem::Problem,
    screen::{Input, Screen},
    secret::gateway_of,
    start::Places,
};

/// Longest request, bytes.
const LONGEST: u64 = 64 * 1024;
/// Most names in one request.
const MOST_NAMES: usize = 64;
/// How long the keychain may take: OpenClaw itself waits no longer than its `timeoutMs`.
const KEYCHAIN_LIMIT: Duration = Duration::from_secs(8);
/// The version of OpenClaw's exec provider protocol.
const PROTOCOL: u64 = 1;

/// What OpenClaw asks.
#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Request {
    #[serde(rename = "protocolVersion")]
    protocol_version: u64,
    ids: Vec<String>,
}

/// Answers OpenClaw's request for `name`.
pub(crate) async fn run(places: &Places, screen: &mut Screen, name: &str) -> Result<u8, Problem> {
    if screen.terminal.shows {
        return Err(Problem::new(ErrorCode::BadRequest, screen.say("cli-secret-get-terminal")));
    }
    let gateway = gateway_of(places, screen)?;
    let input = screen.input();
    let read = tokio::task::spawn_blocking(move || request(&input)).await;
    let Ok(Some(request)) = read else {
        return Err(Problem::new(ErrorCode::BadRequest, screen.say("cli-secret-get-request")));
    };
    // Nothing is asked of the keychain for a name that is not answered.
    let kept = if request.ids.iter().any(|id| id == name) {
        Keychain::new(&places.environment.keychain_service, KEYCHAIN_LIMIT).load(&gateway).await
    } else {
        Ok(None)
    };
    let token = kept.map(|kept| kept.and_then(|kept| kept.get(SecretName::SharedToken).cloned()));
    screen.record(&answer(&request.ids, name, token.as_ref()))?;
    match token {
        Ok(_) => Ok(exit::FINE),
        Err(failure) => Err(Problem::detailed(ErrorCode::Keychain, screen.say("cli-secret-get-keychain"), failure)),
    }
}

fn request(input: &Input) -> Option<Request> {
    let mut input = input.lock().unwrap_or_else(PoisonError::into_inner);
    let mut text = String::new();
    let read: io::Result<usize> = Read::take(&mut *input, LONGEST).read_to_string(&mut text);
    read.ok()?;
    let request: Request = serde_json::from_str(&text).ok()?;
    (request.protocol_version == PROTOCOL && (1..=MOST_NAMES).contains(&request.ids.len())).then_some(request)
}

/// Values for the one name that is answered, errors for all others.
fn answer(ids: &[String], name: &str, token: Result<&Option<Secret>, &KeychainFailure>) -> Value {
    let (mut values, mut errors) = (Map::new(), Map::new());
    for id in ids {
        match token {
            Ok(Some(secret)) if id == name => {
                values.insert(id.clone(), secret.expose().into());
            }
            Err(failure) if id == name => {
                errors.insert(id.clone(), json!({"code": "KEYCHAIN_UNAVAILABLE", "message": failure.to_string()}));
            }
            _ => {
                errors.insert(id.clone(), json!({"code": "NOT_FOUND"}));
            }
        }
    }
    json!({"protocolVersion": PROTOCOL, "values": values, "errors": errors})
}

#[cfg(test)]
mod tests {
    use std::{
        io::Cursor,
        sync::{Arc, Mutex},
    };

    use super::{answer, request};
    use clawtray_contract::Secret;
    use clawtray_platform::keychain::KeychainFailure;
    use serde_json::json;

    fn asked(text: &str) -> Option<Vec<String>> {
        let input: super::Input = Arc::new(Mutex::new(Box::new(Cursor::new(text.to_owned().into_bytes()))));
        request(&input).map(|request| request.ids)
    }

    #[test]
    fn only_a_whole_request_of_the_known_protocol_is_answered() {
        let one = r#"{"protocolVersion":1,"provider":"clawtray","ids":["shared-token"]}"#;
        assert_eq!(asked(one), Some(vec!["shared-token".to_owned()]));
        let endless = format!(r#"{{"protocolVersion":1,"ids":["{}"]}}"#, "x".repeat(100_000));
        for bad in [
            "",
            "shared-token",
            "[]",
            r#"{"protocolVersion":2,"ids":["a"]}"#,
            r#"{"protocolVersion":1,"ids":[]}"#,
            &endless,
        ] {
            assert_eq!(asked(bad), None, "{bad:.40}");
        }
    }

    #[test]
    fn its_own_name_is_answered_and_no_other() {
        let token = Some(Secret::new("tok-1"));
        let ids = ["shared-token", "device-key", "../shared-token"].map(str::to_owned);
        let said = answer(&ids, "shared-token", Ok(&token));
        assert_eq!(said["values"], json!({"shared-token": "tok-1"}));
        assert_eq!(said["errors"]["device-key"]["code"], "NOT_FOUND");
        assert_eq!(said["errors"].as_object().unwrap().len(), 2);
        let none = answer(&ids[..1], "shared-token", Ok(&None));
        assert_eq!(
            none,
            json!({"protocolVersion": 1, "values": {}, "errors": {"shared-token": {"code": "NOT_FOUND"}}})
        );
        let locked = answer(&ids[..1], "shared-token", Err(&KeychainFailure::Locked));
        assert_eq!(locked["errors"]["shared-token"]["message"], "the keychain is locked");
        assert_eq!(locked["values"], json!({}));
    }
}
