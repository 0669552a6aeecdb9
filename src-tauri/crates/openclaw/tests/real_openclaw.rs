//! The real OpenClaw, when `CLAWTRAY_TEST_OPENCLAW` (its package folder) and `CLAWTRAY_TEST_NODE` name one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use clawtray_contract::Secret;
use clawtray_openclaw::cli::{ConfigValidation, DoctorSummary, PatchResult};
use clawtray_openclaw::config::TokenState;
use clawtray_openclaw::{
    Cli, CliOutcome, CliProblem, ConfigReading, Environment, Limits, Locator, Places, Profile, command,
};
use std::ffi::OsString;

const LIMITS: Limits = Limits { timeout_ms: 600_000, max_output_bytes: 1024 * 1024 };

async fn run(cli: &Cli, command: &command::Command, stdin: Option<&str>) -> CliOutcome {
    let outcome = cli.run(command, stdin.map(Secret::new), LIMITS).await.expect("it started");
    eprintln!("{}: exit {:?} after {} ms", command.display(), outcome.exit, outcome.duration_ms);
    outcome
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_commands_answer_as_this_crate_expects() {
    let wanted = (std::env::var_os("CLAWTRAY_TEST_OPENCLAW"), std::env::var_os("CLAWTRAY_TEST_NODE"));
    let (Some(package), Some(node)) = wanted else {
        eprintln!("skipped: CLAWTRAY_TEST_OPENCLAW and CLAWTRAY_TEST_NODE are not set");
        return;
    };
    let home = tempfile::Builder::new().prefix("Zoë K ").tempdir().expect("a folder");
    let path = |inside: &str| OsString::from(home.path().join(inside));
    let base = Environment::from_iter([
        ("PATH", OsString::from("/usr/bin:/bin")),
        ("HOME", OsString::from(home.path())),
        ("TMPDIR", OsString::from(home.path())),
        ("OPENCLAW_STATE_DIR", path("state")),
        ("OPENCLAW_CONFIG_PATH", path("state/openclaw.json")),
        ("OPENCLAW_DISABLE_BONJOUR", OsString::from("1")),
    ]);
    let mut places = Places::usual(base.clone(), home.path().to_path_buf());
    places.explicit_openclaw = Some(package.into());
    places.explicit_node = Some(node.into());
    let openclaw = Locator::new(places).locate().await.expect("the real OpenClaw").chosen;
    let profile = Profile::from_environment(&base, home.path());
    let cli = Cli::new(openclaw.clone(), &profile, &base);

    // No state folder and no file at all: the patch makes both.
    let patch = "{gateway:{mode:'local',auth:{token:'tok-of-the-test'}}}";
    let outcome = run(&cli, &command::config_patch_stdin(), Some(patch)).await;
    PatchResult::of(&outcome).unwrap_or_else(|problem| panic!("{problem}: {}", outcome.stderr));
    let reading = ConfigReading::read(&profile.config_path).await;
    assert_eq!(reading.gateway_mode.as_deref(), Some("local"));
    assert_eq!(reading.token, TokenState::Plain(Secret::new("tok-of-the-test")));
    assert_eq!(reading.last_touched_version.as_deref(), Some(openclaw.version.as_str()));
    assert!(!reading.is_newer_than(&openclaw.version));

    let valid = ConfigValidation::of(&run(&cli, &command::config_validate(), None).await).expect("an answer");
    assert!(valid.valid && valid.issues.is_empty(), "{valid:?}");

    let refused = run(&cli, &command::config_patch_stdin(), Some("{gateway:{bogus:1}}")).await;
    assert!(PatchResult::of(&refused).is_err(), "an unknown key is refused");

    // A key nobody knows: named by validation, removed by doctor.
    let good = std::fs::read_to_string(&profile.config_path).expect("the file");
    std::fs::write(&profile.config_path, good.replacen("\"mode\"", "\"bogus\": 1, \"mode\"", 1)).expect("written");
    let invalid = ConfigValidation::of(&run(&cli, &command::config_validate(), None).await).expect("an answer");
    assert!(!invalid.valid && invalid.issues.iter().any(|issue| issue.path == "gateway"), "{invalid:?}");
    let fixed = run(&cli, &command::doctor_fix(), None).await;
    let summary = DoctorSummary::of(&fixed).unwrap_or_else(|problem| panic!("{problem}: {}", fixed.stderr));
    eprintln!("doctor after an unknown key: {summary:?}");
    let after = ConfigReading::read(&profile.config_path).await;
    assert!(after.value().is_some_and(|config| config.pointer("/gateway/bogus").is_none()), "{after:?}");
    assert_eq!(after.token, TokenState::Plain(Secret::new("tok-of-the-test")), "the token survives a repair");

    // Half a file: either put back from a copy, or refused and left alone.
    let half = good.get(..good.len() / 2).expect("half").to_owned();
    std::fs::write(&profile.config_path, &half).expect("written");
    let outcome = run(&cli, &command::doctor_fix(), None).await;
    match DoctorSummary::of(&outcome) {
        Ok(summary) => {
            eprintln!("doctor after a cut: {summary:?}");
            let after = ConfigReading::read(&profile.config_path).await;
            assert_eq!(after.gateway_mode.as_deref(), Some("local"));
        }
        Err(CliProblem::Refused { message }) => {
            eprintln!("doctor after a cut: {message}");
            assert_eq!(std::fs::read_to_string(&profile.config_path).expect("the file"), half);
        }
        Err(problem) => panic!("{problem}"),
    }
}
