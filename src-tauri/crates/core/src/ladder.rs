//! The three signals in words: process, HTTP, RPC. Each is shown for itself; none is inferred from another.

use clawtray_contract::{Ladder, Mode, Rung, RungState};

use crate::{
    event::{HttpSign, Refusal},
    findings::Words,
    gateway::Observed,
    link::LinkState,
    present::Picture,
};

pub(crate) fn ladder(picture: &Picture<'_>) -> Ladder {
    Ladder { process: process(picture), http: http(picture), rpc: rpc(picture) }
}

fn rung(picture: &Picture<'_>, state: RungState, id: &'static str, detail: Option<String>) -> Rung {
    Rung { state, text: picture.say(&Words::plain(id)), detail }
}

fn process(picture: &Picture<'_>) -> Rung {
    if let Some(remote) = &picture.facts.remote {
        return rung(picture, RungState::Unknown, "rung-process-elsewhere", Some(remote.address()));
    }
    let restarts = picture.facts.unit.as_ref().map(|unit| unit.restarts).filter(|restarts| *restarts > 0);
    let service = restarts.filter(|_| picture.gateway.mode(picture.facts) == Mode::Service);
    let pid = picture.gateway.process().map(|process| match service {
        Some(restarts) => format!("pid {}, NRestarts {restarts}", process.pid),
        None => format!("pid {}", process.pid),
    });
    let exit = || {
        let exit = picture.facts.last_exit.as_ref()?;
        Some(crate::rules::how(&exit.reason).text(|words| picture.say(words)))
    };
    let foreign = picture.gateway.mode(picture.facts) == Mode::Attached;
    let (state, id, detail) = match &picture.gateway.observed {
        Observed::Unknown => (RungState::Unknown, "rung-process-unknown", None),
        _ if picture.gateway.is_stopping() => (RungState::Waiting, "rung-process-stopping", pid),
        Observed::Starting { .. } | Observed::Running { .. } if foreign => {
            return match crate::keepers::keeper(picture) {
                Some(keeper) => Rung {
                    state: RungState::Yes,
                    text: picture
                        .say(&Words::with("rung-process-foreign-by", vec![("keeper", keeper.as_str().into())])),
                    detail: pid,
                },
                None => rung(picture, RungState::Yes, "rung-process-foreign", pid),
            };
        }
        Observed::Starting { .. } | Observed::Running { .. } => (RungState::Yes, "rung-process-running", pid),
        Observed::Stopping { .. } | Observed::Looking | Observed::Preparing | Observed::Launching => {
            (RungState::Waiting, "rung-process-starting", None)
        }
        Observed::Backoff { .. } => (RungState::Waiting, "rung-process-waiting", exit()),
        Observed::Stopped | Observed::GaveUp | Observed::NotInstalled => {
            (RungState::No, "rung-process-stopped", exit())
        }
    };
    rung(picture, state, id, detail)
}

fn http(picture: &Picture<'_>) -> Rung {
    if picture.facts.remote.is_some() {
        return rung(picture, RungState::Unknown, "rung-http-elsewhere", None);
    }
    if !picture.gateway.is_up() {
        let known = !matches!(picture.gateway.observed, Observed::Unknown);
        let (state, id) =
            if known { (RungState::No, "rung-http-closed") } else { (RungState::Unknown, "rung-http-unknown") };
        return rung(picture, state, id, None);
    }
    let Some(probes) = &picture.facts.probes else {
        return rung(picture, RungState::Waiting, "rung-http-unknown", None);
    };
    let (state, id) = match (&probes.healthz, &probes.startupz, &probes.readyz) {
        (HttpSign::Yes, HttpSign::NotYet(_), _) => (RungState::Waiting, "rung-http-starting"),
        (HttpSign::Yes, _, HttpSign::NotYet(_)) => (RungState::Waiting, "rung-http-not-ready"),
        (HttpSign::Yes, HttpSign::Silent, _) | (HttpSign::Yes, _, HttpSign::Silent) => {
            (RungState::No, "rung-http-silent")
        }
        (HttpSign::Yes, _, _) => (RungState::Yes, "rung-http-ready"),
        (HttpSign::Silent, _, _) => (RungState::No, "rung-http-silent"),
        (HttpSign::NotOffered, _, _) => (RungState::Unknown, "rung-http-other"),
        _ => (RungState::Waiting, "rung-http-closed"),
    };
    let sign = |name: &str, sign: &HttpSign| match sign {
        HttpSign::Yes => format!("{name} 200"),
        HttpSign::NotYet(why) => format!("{name} {why}"),
        HttpSign::Closed => format!("{name} closed"),
        HttpSign::Silent => format!("{name} silent"),
        HttpSign::NotOffered => format!("{name} not offered"),
    };
    let detail =
        [sign("/healthz", &probes.healthz), sign("/startupz", &probes.startupz), sign("/readyz", &probes.readyz)]
            .join(", ");
    rung(picture, state, id, Some(detail))
}

fn rpc(picture: &Picture<'_>) -> Rung {
    let (state, id, detail) = match &picture.link.state {
        LinkState::Idle if picture.options.look_only && !picture.facts.secrets.device_token => {
            (RungState::Unknown, "rung-rpc-unknown", None)
        }
        LinkState::Idle if picture.gateway.is_up() => (RungState::Waiting, "rung-rpc-unknown", None),
        LinkState::Idle if matches!(picture.gateway.observed, Observed::Unknown) => {
            (RungState::Unknown, "rung-rpc-unknown", None)
        }
        LinkState::Idle => (RungState::No, "rung-rpc-none", None),
        LinkState::Connecting { .. } => (RungState::Waiting, "rung-rpc-connecting", None),
        LinkState::Ready(hello) => {
            (RungState::Yes, "rung-rpc-ready", Some(format!("protocol {}, {}", hello.protocol, hello.scopes.join(" "))))
        }
        LinkState::PairingNeeded { reason, .. } => (RungState::No, "rung-rpc-pairing", Some(reason.clone())),
        LinkState::Refused { refusal, .. } => (RungState::No, "rung-rpc-refused", Some(code(refusal))),
        LinkState::Waiting { why } => (RungState::Waiting, "rung-rpc-retry", Some(code(why))),
    };
    rung(picture, state, id, detail.map(|detail| clawtray_text::clean(&detail, 200)))
}

fn code(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Unreachable { words }
        | Refusal::NotAGateway { words }
        | Refusal::Tunnel { words }
        | Refusal::Protocol { words, .. } => words.clone(),
        Refusal::Starting { .. } => "UNAVAILABLE: starting".into(),
        Refusal::Pairing { reason, .. } => format!("PAIRING_REQUIRED {reason}"),
        Refusal::Other { code, words } => format!("{code} {words}"),
        _ => refusal.code().to_owned(),
    }
}
