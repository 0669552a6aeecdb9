//! `clawtray status`.

use clawtray_contract::{GatewayView, Rung, RungState, Snapshot, State};

use crate::{
    doctor::command,
    exit, json,
    problem::Problem,
    screen::{Look, Screen, pad, short, width_of},
    source::{Need, Source},
    start::Places,
};

pub(crate) async fn run(places: &Places, screen: &mut Screen, watch: bool) -> Result<u8, Problem> {
    let mut source = Source::open(places, screen, Need::Look).await?;
    let snapshot = source.snapshot().await?;
    if !watch {
        show_whole(screen, &snapshot)?;
        return Ok(exit::FINE);
    }
    let mut shown = None;
    let mut snapshot = snapshot;
    loop {
        // What is the same is not told twice.
        let now = json::status(&snapshot);
        if shown.as_ref() != Some(&now) {
            if screen.json {
                screen.record(&now)?;
            } else {
                if shown.is_some() {
                    screen.gap()?;
                }
                show(screen, &snapshot)?;
                screen.flush()?;
            }
            shown = Some(now);
        }
        snapshot = source.changed().await?;
    }
}

fn show_whole(screen: &mut Screen, snapshot: &Snapshot) -> Result<(), Problem> {
    if screen.json { screen.document(&json::status(snapshot)) } else { show(screen, snapshot) }
}

fn show(screen: &mut Screen, snapshot: &Snapshot) -> Result<(), Problem> {
    for notice in &snapshot.notices {
        let mark = screen.say("cli-mark-notice");
        screen.paragraph(&mark, width_of(&mark) + 1, Look::Dim, &notice.text)?;
    }
    for (index, gateway) in snapshot.gateways.iter().enumerate() {
        if index > 0 {
            screen.gap()?;
        }
        let name = (snapshot.gateways.len() > 1).then_some(gateway.name.as_str());
        let address = (index > 0).then_some(gateway.id.as_str());
        show_gateway(screen, gateway, name, address)?;
    }
    Ok(())
}

/// `name` where there are several; `address` where commands have to name it.
fn show_gateway(
    screen: &mut Screen,
    gateway: &GatewayView,
    name: Option<&str>,
    address: Option<&str>,
) -> Result<(), Problem> {
    if let Some(name) = name {
        let name = screen.paint(Look::Dim, &short(name, 60));
        screen.line(&name)?;
    }
    screen.paragraph("", 0, look_of_state(gateway.state), &gateway.headline)?;
    show_details(screen, gateway)?;
    screen.gap()?;
    let words = &gateway.healthy_words;
    let rows = [
        ("cli-rung-process", &gateway.ladder.process, format!("Runtime: {}", short(&words.runtime, 40))),
        (
            "cli-rung-http",
            &gateway.ladder.http,
            format!("Connectivity probe: {}", short(&words.connectivity_probe, 40)),
        ),
        ("cli-rung-rpc", &gateway.ladder.rpc, format!("Capability: {}", short(&words.capability, 40))),
    ];
    show_rungs(screen, &rows)?;
    screen.gap()?;
    let findings = screen.say_with("cli-status-findings", &[("count", gateway.findings.len().into())]);
    let approvals = screen.say_with("cli-status-approvals", &[("count", gateway.approvals.len().into())]);
    show_count(screen, &findings, gateway.findings.is_empty(), &command("doctor", address))?;
    show_count(screen, &approvals, gateway.approvals.is_empty(), &command("approvals", address))
}

fn show_details(screen: &mut Screen, gateway: &GatewayView) -> Result<(), Problem> {
    let details = &gateway.details;
    let mode = screen.say(match gateway.mode {
        clawtray_contract::Mode::Child => "cli-mode-child",
        clawtray_contract::Mode::Service => "cli-mode-service",
        clawtray_contract::Mode::Attached => "cli-mode-attached",
        clawtray_contract::Mode::Remote => "cli-mode-remote",
    });
    let mut parts = vec![mode];
    parts.extend(details.version.as_ref().map(|version| format!("OpenClaw {}", short(version, 40))));
    parts.extend(details.pid.map(|pid| screen.say_with("cli-pid", &[("pid", pid.into())])));
    parts.extend(details.port.map(|port| screen.say_with("cli-port", &[("port", port.into())])));
    parts.extend(details.memory_bytes.map(|bytes| screen.catalogue.bytes(bytes)));
    screen.paragraph("", 0, Look::Dim, &parts.join(" · "))
}

/// The three signals with our words, and the runbook's beside them where there is room, else below.
fn show_rungs(screen: &mut Screen, rows: &[(&str, &Rung, String)]) -> Result<(), Problem> {
    let rows: Vec<_> = rows
        .iter()
        .map(|(id, rung, words)| {
            let detail = rung.detail.as_deref().map(|detail| format!(" ({})", short(detail, 60))).unwrap_or_default();
            (screen.say(id), rung.state, format!("{}{detail}", short(&rung.text, 80)), words.as_str())
        })
        .collect();
    let marks =
        [RungState::Yes, RungState::Waiting, RungState::No, RungState::Unknown].map(|state| mark(screen, state));
    let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
    let names = widest(&mut rows.iter().map(|row| width_of(&row.0)));
    let marks = widest(&mut marks.iter().map(|mark| width_of(mark)));
    let texts = widest(&mut rows.iter().map(|row| width_of(&row.2)));
    let words = widest(&mut rows.iter().map(|row| width_of(row.3)));
    let beside = 2 + names + 2 + marks + 2 + texts + 3 + words <= screen.terminal.width;
    for (name, state, text, words) in &rows {
        let mark = screen.paint(look_of_rung(*state), &pad(&mark(screen, *state), marks));
        let lead = format!("  {}  {mark}  ", pad(name, names));
        if beside {
            let words = screen.paint(Look::Dim, words);
            screen.line(&format!("{lead}{}   {words}", pad(text, texts)))?;
        } else {
            screen.line(format!("{lead}{text}").trim_end())?;
        }
    }
    if !beside {
        screen.gap()?;
        for (_, _, _, words) in &rows {
            let words = screen.paint(Look::Dim, words);
            screen.line(&format!("  {words}"))?;
        }
    }
    Ok(())
}

fn show_count(screen: &mut Screen, text: &str, none: bool, command: &str) -> Result<(), Problem> {
    if none {
        return screen.line(text);
    }
    let text = screen.paint(Look::Waiting, text);
    let command = screen.paint(Look::Dim, command);
    screen.line(&format!("{text}   {command}"))
}

fn mark(screen: &Screen, state: RungState) -> String {
    screen.say(match state {
        RungState::Yes => "cli-mark-yes",
        RungState::Waiting => "cli-mark-waiting",
        RungState::No => "cli-mark-no",
        RungState::Unknown => "cli-mark-unknown",
    })
}

fn look_of_rung(state: RungState) -> Look {
    match state {
        RungState::Yes => Look::Good,
        RungState::Waiting => Look::Waiting,
        RungState::No => Look::Bad,
        RungState::Unknown => Look::Dim,
    }
}

/// The colour of the headline.
pub(crate) fn look_of_state(state: State) -> Look {
    match state {
        State::Running => Look::Good,
        State::Starting | State::NeedsYou | State::Degraded => Look::Waiting,
        State::Down | State::GaveUp | State::Unreachable => Look::Bad,
        State::NotSetUp | State::Paused => Look::Bold,
    }
}
