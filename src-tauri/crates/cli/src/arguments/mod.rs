//! The words of the command line.

#[cfg(test)]
mod tests;
mod wanted;

use std::{ffi::OsString, path::PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, builder::RangedU64ValueParser, error::ErrorKind};
use clawtray_contract::{Decision, FindingRef, ServiceVerb};
use clawtray_text::Catalogue;

use crate::{planned::Consent, screen::Terminal};
pub(crate) use wanted::{
    ApprovalWish, FixWish, GatewaysWish, LogsWish, OpenClawWish, RunVerb, RunWish, ServiceWish, Verb,
};

/// Most lines that `logs -n` shows.
pub(crate) const MOST_LINES: u64 = 100_000;

/// What came of reading the words.
#[derive(Debug)]
pub(crate) enum Parsed {
    Verb {
        verb: Verb,
        json: bool,
        /// The gateway that was named.
        gateway: Option<String>,
    },
    /// Help or the version was asked for.
    Help(String),
    /// The words were not understood.
    Wrong(String),
}

/// Reads the words.
pub(crate) fn parse(catalogue: &Catalogue, words: &[OsString], terminal: Terminal) -> Parsed {
    let command = command(catalogue).term_width(terminal.width.clamp(40, 140));
    match command.try_get_matches_from(words) {
        Ok(matches) => match verb(&matches) {
            Some(verb) => {
                let gateway = matches.get_one::<String>("gateway").cloned();
                Parsed::Verb { verb, json: matches.get_flag("json"), gateway }
            }
            None => Parsed::Wrong(catalogue.say("cli-not-understood")),
        },
        Err(error) => {
            let text = error.render();
            let text = if terminal.colour { text.ansi().to_string() } else { text.to_string() };
            match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Parsed::Help(text),
                _ => Parsed::Wrong(text),
            }
        }
    }
}

/// The whole grammar.
pub(crate) fn command(catalogue: &Catalogue) -> Command {
    let say = |id: &str| catalogue.say(id);
    let flag = |name: &'static str, help: &str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(say(help));
    let sub = |name: &'static str| Command::new(name).about(say(&format!("cli-about-{name}")));
    let id = || Arg::new("id").required(true).value_name("ID").help(say("cli-arg-approval"));
    let yes = || flag("yes", "cli-arg-yes").short('y');
    let wait = || Arg::new("wait").long("wait").value_name("SECONDS").help(say("cli-arg-wait")).value_parser(seconds());
    let gateway = Arg::new("gateway").long("gateway").value_name("ID").help(say("cli-arg-gateway")).global(true);
    let repair = || {
        let repair = Arg::new("repair").value_name("REPAIR").help(say("cli-arg-repair"));
        repair.value_parser(clap::value_parser!(u64))
    };
    // A gateway takes either where it asks for the other: they are kept as one.
    let secret_name = || {
        let name = Arg::new("name").required(true).value_name("NAME").help(say("cli-arg-secret"));
        name.value_parser(["shared-token", "password"])
    };
    let named = || Arg::new("id").required(true).value_name("ID").help(say("cli-arg-gateway"));
    Command::new("clawtray")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say("cli-about"))
        .after_help(say("cli-after"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .arg(flag("json", "cli-arg-json").global(true))
        .arg(gateway)
        .subcommand(sub("status").arg(flag("watch", "cli-arg-watch").short('w')))
        .subcommand(
            sub("doctor")
                .arg(flag("watch", "cli-arg-watch").short('w').conflicts_with_all(["explain", "logs"]))
                .arg(flag("deep", "cli-arg-deep").conflicts_with_all(["watch", "explain", "logs"]))
                .arg(Arg::new("explain").long("explain").value_name("FINDING").help(say("cli-arg-explain")))
                .arg(
                    Arg::new("logs")
                        .long("logs")
                        .value_name("FILE")
                        .help(say("cli-arg-logs"))
                        .value_parser(clap::value_parser!(OsString))
                        .conflicts_with("explain"),
                ),
        )
        .subcommand(sub("runbook"))
        .subcommand(
            sub("report")
                .arg(
                    Arg::new("output")
                        .short('o')
                        .long("output")
                        .value_name("FILE")
                        .help(say("cli-arg-report-output"))
                        .value_parser(clap::value_parser!(PathBuf)),
                )
                .arg(yes()),
        )
        .subcommand(
            sub("fix")
                .arg(Arg::new("finding").value_name("FINDING").help(say("cli-arg-finding")))
                .arg(Arg::new("action").value_name("ACTION").help(say("cli-arg-action")))
                .arg(flag("dry-run", "cli-arg-dry-run").short('n'))
                .arg(yes())
                .arg(
                    Arg::new("choice")
                        .long("choice")
                        .value_name("CHOICE")
                        .help(say("cli-arg-choice"))
                        .requires("finding"),
                )
                .arg(
                    Arg::new("accept")
                        .long("accept")
                        .value_name("REPAIR")
                        .help(say("cli-arg-accept"))
                        .value_parser(clap::value_parser!(u64))
                        .conflicts_with_all(["finding", "action", "dry-run", "undo"]),
                )
                .arg(
                    Arg::new("undo")
                        .long("undo")
                        .value_name("REPAIR")
                        .help(say("cli-arg-undo"))
                        .value_parser(clap::value_parser!(u64))
                        .conflicts_with_all(["finding", "action", "dry-run"]),
                ),
        )
        .subcommand(
            sub("approvals")
                .subcommand(Command::new("list").about(say("cli-about-approvals-list")))
                .subcommand(
                    Command::new("approve")
                        .about(say("cli-about-approvals-approve"))
                        .arg(id())
                        .arg(yes())
                        .arg(flag("always", "cli-arg-always")),
                )
                .subcommand(Command::new("deny").about(say("cli-about-approvals-deny")).arg(id())),
        )
        .subcommand(
            sub("logs")
                .arg(
                    Arg::new("lines")
                        .short('n')
                        .long("lines")
                        .value_name("N")
                        .default_value("50")
                        .help(say("cli-arg-lines"))
                        .value_parser(RangedU64ValueParser::<u64>::new().range(0..=MOST_LINES)),
                )
                .arg(flag("follow", "cli-arg-follow").short('f')),
        )
        .subcommand(
            sub("history").arg(repair()).arg(
                Arg::new("lines")
                    .short('n')
                    .long("lines")
                    .value_name("N")
                    .default_value("10")
                    .help(say("cli-arg-exit-lines"))
                    .value_parser(RangedU64ValueParser::<u64>::new().range(0..=MOST_LINES)),
            ),
        )
        .subcommand(sub("start").arg(wait()))
        .subcommand(sub("stop").arg(flag("now", "cli-arg-now")).arg(wait()))
        .subcommand(sub("restart").arg(wait()))
        .subcommand(
            sub("service")
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommand(
                    Command::new("install")
                        .about(say("cli-about-service-install"))
                        .arg(flag("dry-run", "cli-arg-dry-run").short('n'))
                        .arg(yes()),
                )
                .subcommand(
                    Command::new("uninstall")
                        .about(say("cli-about-service-uninstall"))
                        .arg(flag("dry-run", "cli-arg-dry-run").short('n'))
                        .arg(yes()),
                )
                .subcommand(Command::new("start").about(say("cli-about-service-start")).arg(wait()))
                .subcommand(Command::new("stop").about(say("cli-about-service-stop")).arg(wait()))
                .subcommand(Command::new("restart").about(say("cli-about-service-restart")).arg(wait())),
        )
        .subcommand(sub("quit").arg(flag("stop-gateway", "cli-arg-stop-gateway")))
        .subcommand(sub("open"))
        .subcommand(sub("dashboard"))
        .subcommand(
            sub("secret")
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommand(Command::new("set").about(say("cli-about-secret-set")).arg(secret_name()))
                .subcommand(Command::new("get").about(say("cli-about-secret-get")).arg(secret_name()))
                .subcommand(
                    Command::new("migrate")
                        .about(say("cli-about-secret-migrate"))
                        .arg(flag("dry-run", "cli-arg-dry-run").short('n'))
                        .arg(yes()),
                ),
        )
        .subcommand(
            sub("openclaw")
                .subcommand_required(true)
                .arg_required_else_help(true)
                .subcommand(
                    Command::new("use").about(say("cli-about-openclaw-use")).arg(
                        Arg::new("path")
                            .required(true)
                            .value_name("PATH")
                            .value_parser(clap::value_parser!(PathBuf))
                            .help(say("cli-arg-openclaw")),
                    ),
                )
                .subcommand(Command::new("search").about(say("cli-about-openclaw-search"))),
        )
        .subcommand(
            sub("gateways")
                .subcommand(Command::new("list").about(say("cli-about-gateways-list")))
                .subcommand(Command::new("watch").about(say("cli-about-gateways-watch")).arg(named()))
                .subcommand(Command::new("unwatch").about(say("cli-about-gateways-unwatch")).arg(named()))
                .subcommand(
                    Command::new("add")
                        .about(say("cli-about-gateways-add"))
                        .arg(named())
                        .arg(
                            Arg::new("address")
                                .required(true)
                                .value_name("ADDRESS")
                                .help(say("cli-arg-gateways-address")),
                        )
                        .arg(Arg::new("pin").long("pin").value_name("SHA256").help(say("cli-arg-gateways-pin")))
                        .arg(yes()),
                )
                .subcommand(
                    Command::new("find").about(say("cli-about-gateways-find")).arg(
                        Arg::new("metered")
                            .long("metered")
                            .action(ArgAction::SetTrue)
                            .help(say("cli-arg-gateways-metered")),
                    ),
                )
                .subcommand(Command::new("remove").about(say("cli-about-gateways-remove")).arg(named())),
        )
}

fn seconds() -> RangedU64ValueParser<u64> {
    RangedU64ValueParser::<u64>::new().range(0..=86_400)
}

fn verb(matches: &ArgMatches) -> Option<Verb> {
    let (name, found) = matches.subcommand()?;
    let text = |name: &str| found.get_one::<String>(name).cloned();
    let run = |verb| Verb::RunState(RunWish { verb, wait_s: found.get_one::<u64>("wait").copied(), service: false });
    Some(match name {
        "status" => Verb::Status { watch: found.get_flag("watch") },
        "doctor" => Verb::Doctor {
            explain: text("explain"),
            logs: found.get_one::<OsString>("logs").cloned(),
            watch: found.get_flag("watch"),
            deep: found.get_flag("deep"),
        },
        "runbook" => Verb::Runbook,
        "report" => Verb::Report { output: found.get_one::<PathBuf>("output").cloned(), yes: found.get_flag("yes") },
        "fix" => Verb::Fix(FixWish {
            finding: text("finding").map(|name| reference(&name)),
            action: text("action"),
            dry_run: found.get_flag("dry-run"),
            yes: found.get_flag("yes"),
            undo: found.get_one::<u64>("undo").copied(),
            accept: found.get_one::<u64>("accept").copied(),
            choice: text("choice"),
        }),
        "approvals" => Verb::Approvals(match found.subcommand() {
            Some(("approve", decided)) => ApprovalWish::Decide {
                id: decided.get_one::<String>("id").cloned()?,
                decision: if decided.get_flag("always") { Decision::ApproveAlways } else { Decision::Approve },
                yes: decided.get_flag("yes"),
            },
            Some(("deny", decided)) => ApprovalWish::Decide {
                id: decided.get_one::<String>("id").cloned()?,
                decision: Decision::Deny,
                yes: true,
            },
            _ => ApprovalWish::List,
        }),
        "logs" => Verb::Logs(LogsWish {
            lines: usize::try_from(found.get_one::<u64>("lines").copied().unwrap_or_default()).unwrap_or(usize::MAX),
            follow: found.get_flag("follow"),
        }),
        "history" => Verb::History {
            repair: found.get_one::<u64>("repair").copied(),
            lines: usize::try_from(found.get_one::<u64>("lines").copied().unwrap_or_default()).unwrap_or(usize::MAX),
        },
        "start" => run(RunVerb::Start),
        "stop" => run(RunVerb::Stop { now: found.get_flag("now") }),
        "restart" => run(RunVerb::Restart),
        "service" => service(found)?,
        "quit" => Verb::Quit { stop_gateway: found.get_flag("stop-gateway") },
        "open" => Verb::Open,
        "dashboard" => Verb::Dashboard,
        "secret" => match found.subcommand() {
            Some(("get", named)) => Verb::SecretGet { name: named.get_one::<String>("name").cloned()? },
            Some(("migrate", found)) => {
                Verb::SecretMigrate(Consent { dry_run: found.get_flag("dry-run"), yes: found.get_flag("yes") })
            }
            _ => Verb::SecretSet,
        },
        "openclaw" => Verb::OpenClaw(match found.subcommand() {
            Some(("use", named)) => OpenClawWish::Use(named.get_one::<PathBuf>("path").cloned()?),
            _ => OpenClawWish::Search,
        }),
        "gateways" => Verb::Gateways(match found.subcommand() {
            Some(("watch", named)) => GatewaysWish::Watch(named.get_one::<String>("id").cloned()?),
            Some(("add", added)) => GatewaysWish::Add {
                id: added.get_one::<String>("id").cloned()?,
                address: added.get_one::<String>("address").cloned()?,
                pin: added.get_one::<String>("pin").cloned(),
                yes: added.get_flag("yes"),
            },
            Some(("find", found)) => GatewaysWish::Find { metered: found.get_flag("metered") },
            Some(("remove", named)) => GatewaysWish::Remove(named.get_one::<String>("id").cloned()?),
            Some(("unwatch", named)) => GatewaysWish::Unwatch(named.get_one::<String>("id").cloned()?),
            _ => GatewaysWish::List,
        }),
        _ => return None,
    })
}

fn service(matches: &ArgMatches) -> Option<Verb> {
    let (name, found) = matches.subcommand()?;
    let wish =
        |verb| Verb::Service(ServiceWish { verb, dry_run: found.get_flag("dry-run"), yes: found.get_flag("yes") });
    let run = |verb| Verb::RunState(RunWish { verb, wait_s: found.get_one::<u64>("wait").copied(), service: true });
    Some(match name {
        "install" => wish(ServiceVerb::Install),
        "uninstall" => wish(ServiceVerb::Uninstall),
        "start" => run(RunVerb::Start),
        "stop" => run(RunVerb::Stop { now: false }),
        "restart" => run(RunVerb::Restart),
        _ => return None,
    })
}

/// `id` or `id/subject`; a subject may hold slashes itself.
pub(crate) fn reference(name: &str) -> FindingRef {
    match name.split_once('/') {
        Some((id, subject)) if !subject.is_empty() => FindingRef::about(id, subject),
        Some((id, _)) => FindingRef::of(id),
        None => FindingRef::of(name),
    }
}
