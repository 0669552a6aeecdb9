//! Clawtray as OpenClaw's secret provider: what OpenClaw would run for the gateway's token, and the proof that it gives it.

use std::{collections::BTreeMap, path::Path, process::Stdio, time::Duration};

use clawtray_contract::Secret;
use clawtray_core::{ProviderFault, TokenFault, TokenKept, TokenProvider, TokenSeen};
use clawtray_openclaw::{ConfigParse, ConfigReading, config::TokenState};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    process::Command,
};

use super::grounds::Grounds;
use crate::{
    environment::Environment,
    words::{LINE, clean},
};

/// The name of the provider in OpenClaw's configuration.
const NAME: &str = "clawtray";
/// The name of the secret that it answers.
const SECRET: &str = "shared-token";
/// How long OpenClaw waits for it, milliseconds: a keychain that is busy takes seconds.
const TIMEOUT_MS: u64 = 15_000;
/// Longest answer read, bytes.
const LONGEST: u64 = 64 * 1024;

/// What the way to a keychain needs of the gateway's environment, where it is set.
const PASSED: &[&str] = if cfg!(windows) {
    &["SystemRoot", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP"]
} else if cfg!(target_os = "macos") {
    &["HOME", "USER", "TMPDIR"]
} else {
    &["HOME", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"]
};

/// Where the token stands, and what OpenClaw could ask instead. Nothing where the configuration cannot be read. Waits for
/// the disk.
pub(crate) fn look(environment: &Environment, reading: &ConfigReading) -> Option<TokenSeen> {
    let ConfigParse::Value(config) = &reading.parse else { return None };
    let asks = reading.auth_mode.as_deref().is_none_or(|mode| mode == "token");
    let named = config.pointer("/gateway/auth/token/provider").and_then(Value::as_str);
    let kept = match &reading.token {
        _ if !asks => TokenKept::Nowhere,
        TokenState::Absent => TokenKept::Nowhere,
        TokenState::Plain(_) => TokenKept::Plain,
        TokenState::Reference if named == Some(NAME) => TokenKept::WithClawtray,
        TokenState::Reference => TokenKept::Elsewhere,
    };
    let taken = config.pointer("/secrets/providers").and_then(|providers| providers.get(NAME)).is_some();
    let provider = if taken { Err(ProviderFault::NameTaken) } else { provider(environment) };
    Some(TokenSeen { kept, provider })
}

fn provider(environment: &Environment) -> Result<TokenProvider, ProviderFault> {
    let folder = environment.programs.as_ref().ok_or(ProviderFault::NotFound)?;
    let program = folder.join(format!("clawtray{}", std::env::consts::EXE_SUFFIX));
    trusted(&program)?;
    let own_home = environment.variables.text("CLAWTRAY_HOME").filter(|home| !home.is_empty());
    Ok(TokenProvider {
        command: program.display().to_string(),
        args: ["secret", "get", SECRET, "--gateway", environment.gateway_id()].map(str::to_owned).to_vec(),
        pass_env: PASSED.iter().map(|name| (*name).to_owned()).collect(),
        env: own_home.map(|home| ("CLAWTRAY_HOME".to_owned(), home.to_owned())).into_iter().collect::<BTreeMap<_, _>>(),
        timeout_ms: TIMEOUT_MS,
    })
}

/// What OpenClaw asks of a program that it runs for secrets ("SecretRef contract" of its documentation).
fn trusted(program: &Path) -> Result<(), ProviderFault> {
    let path = || clean(&program.display().to_string(), LINE);
    let seen = program.symlink_metadata().map_err(|_| ProviderFault::NotFound)?;
    if seen.is_symlink() {
        return Err(ProviderFault::Link { path: path() });
    }
    if !seen.is_file() {
        return Err(ProviderFault::NotFound);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;

        if seen.mode() & 0o022 != 0 {
            return Err(ProviderFault::Writable { path: path() });
        }
        if seen.uid().to_string() != clawtray_platform::paths::current_user_id() {
            return Err(ProviderFault::NotOwn { path: path() });
        }
    }
    Ok(())
}

/// Puts the configuration's token into the keychain and asks for it the way OpenClaw will: with that program and no more
/// of the environment than OpenClaw gives it.
///
/// # Errors
/// Why the configuration must keep it.
pub(crate) async fn prove(grounds: &Grounds, provider: &TokenProvider) -> Result<(), TokenFault> {
    let reading = ConfigReading::read(&grounds.environment.profile.config_path).await;
    let TokenState::Plain(token) = reading.token else { return Err(TokenFault::NotPlain) };
    grounds.vault.keep_shared_token(token.clone()).await;
    if let Some(words) = grounds.vault.load().await.keychain_problem {
        return Err(TokenFault::Keychain { words: clean(&words, LINE) });
    }
    let fault = |words: String| TokenFault::Provider { words: grounds.vault.scrub(clean(&words, LINE)) };
    let answer = ask(grounds, provider).await.map_err(fault)?;
    match answer["values"][SECRET].as_str() {
        Some(given) if Secret::new(given) == token => Ok(()),
        Some(_) => Err(fault("it gave another one".to_owned())),
        None => Err(fault(format!("it answered {}", answer["errors"][SECRET]))),
    }
}

async fn ask(grounds: &Grounds, provider: &TokenProvider) -> Result<Value, String> {
    let mut command = Command::new(&provider.command);
    command.args(&provider.args).env_clear().envs(&provider.env).kill_on_drop(true);
    for name in &provider.pass_env {
        if let Some(value) = grounds.environment.variables.get(name) {
            command.env(name, value);
        }
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let request = json!({"protocolVersion": 1, "provider": NAME, "ids": [SECRET]}).to_string();
    let asking = async {
        let mut child = command.spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(request.as_bytes()).await?;
        }
        let mut text = Vec::new();
        if let Some(stdout) = child.stdout.take() {
            stdout.take(LONGEST).read_to_end(&mut text).await?;
        }
        child.wait().await?;
        Ok::<_, std::io::Error>(text)
    };
    let limit = Duration::from_millis(provider.timeout_ms);
    let text = tokio::time::timeout(limit, asking).await.map_err(|_| "it did not answer in time".to_owned())?;
    let text = text.map_err(|error| error.to_string())?;
    // What it printed may be the secret, so nothing of it is told.
    serde_json::from_slice(&text).map_err(|_| "it did not answer as OpenClaw asks".to_owned())
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::{ffi::OsString, fs, os::unix::fs::PermissionsExt as _, path::Path};

    use clawtray_core::{ProviderFault, TokenKept};
    use clawtray_openclaw::ConfigReading;

    use super::look;
    use crate::environment::Environment;

    fn environment(home: &Path, pairs: &[(&str, &str)]) -> Environment {
        let pairs = pairs.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
        let environment = Environment::from_variables(pairs, home, "1000").unwrap();
        Environment { programs: Some(home.to_owned()), ..environment }
    }

    fn reading(text: &str) -> ConfigReading {
        ConfigReading::from_text(Path::new("/c.json"), text.to_owned())
    }

    const PLAIN: &str = "{gateway:{auth:{token:'tok-visible-nowhere'}}}";

    #[test]
    fn a_program_that_openclaw_would_refuse_is_told_and_a_good_one_gets_its_way_to_the_keychain() {
        let home = tempfile::tempdir().unwrap();
        let program = home.path().join("clawtray");
        let seen = |pairs: &[(&str, &str)]| look(&environment(home.path(), pairs), &reading(PLAIN)).unwrap().provider;
        assert_eq!(seen(&[]), Err(ProviderFault::NotFound));
        fs::write(home.path().join("real"), "").unwrap();
        std::os::unix::fs::symlink(home.path().join("real"), &program).unwrap();
        assert!(matches!(seen(&[]), Err(ProviderFault::Link { .. })));
        fs::remove_file(&program).unwrap();
        fs::write(&program, "").unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o775)).unwrap();
        assert!(matches!(seen(&[]), Err(ProviderFault::Writable { .. })));
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let provider = seen(&[]).unwrap();
        assert!(provider.env.is_empty() && provider.args.ends_with(&["--gateway".to_owned(), "default".to_owned()]));
        let own = seen(&[("CLAWTRAY_HOME", "/tmp/c"), ("OPENCLAW_PROFILE", "work")]).unwrap();
        assert_eq!(own.env["CLAWTRAY_HOME"], "/tmp/c");
        assert_eq!(own.args.last().map(String::as_str), Some("work"));
        let shell =
            look(&Environment { programs: Some("/bin".into()), ..environment(home.path(), &[]) }, &reading(PLAIN));
        assert_eq!(shell.unwrap().provider, Err(ProviderFault::NotFound));
    }

    #[test]
    fn where_the_token_stands_is_seen_and_the_token_is_not_told() {
        let home = tempfile::tempdir().unwrap();
        let environment = environment(home.path(), &[]);
        let kept = |text: &str| look(&environment, &reading(text)).map(|seen| seen.kept);
        assert_eq!(kept(PLAIN), Some(TokenKept::Plain));
        assert_eq!(kept("{"), None);
        assert_eq!(kept("{gateway:{}}"), Some(TokenKept::Nowhere));
        assert_eq!(kept("{gateway:{auth:{mode:'none',token:'x'}}}"), Some(TokenKept::Nowhere));
        assert_eq!(kept("{gateway:{auth:{token:'${TOKEN}'}}}"), Some(TokenKept::Elsewhere));
        let reference = |provider: &str| {
            format!("{{gateway:{{auth:{{token:{{source:'exec',provider:'{provider}',id:'shared-token'}}}}}}}}")
        };
        assert_eq!(kept(&reference("vault")), Some(TokenKept::Elsewhere));
        assert_eq!(kept(&reference("clawtray")), Some(TokenKept::WithClawtray));
        let taken = "{gateway:{auth:{token:'x'}},secrets:{providers:{clawtray:{source:'env'}}}}";
        assert_eq!(look(&environment, &reading(taken)).unwrap().provider, Err(ProviderFault::NameTaken));
        assert!(!format!("{:?}", look(&environment, &reading(PLAIN))).contains("visible"));
    }
}
