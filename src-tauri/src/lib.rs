//! The Clawtray window: a process of its own that ends when its window closes.
//!
//! Invariants: it decides nothing and holds no state but the newest frame of the keeper, which the page draws. It
//! depends on the contract and the platform only. No secret reaches it, because the contract cannot carry one.

mod arguments;
mod display;
mod first;
mod ipc;
mod keeper;
mod link;
mod page;
mod places;
mod window;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use arguments::{Arguments, Wanted};
use clawtray_text::{Catalogue, languages};

/// No display, or a command line that makes no sense.
const CANNOT_START: u8 = 2;
/// Something failed while starting or running.
const FAILED: u8 = 1;

/// Runs the program with its arguments (its own name not among them) until the window closes.
///
/// Exit codes: 0 when the window was closed or another Clawtray window was brought to the front, 2 without a display or
/// with arguments that are not understood, 1 for anything else.
#[must_use]
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let wanted = match arguments::parse(arguments) {
        Ok(Arguments::Run(wanted)) => wanted,
        Ok(Arguments::Help) => return tell(std::io::stdout(), &arguments::help(&catalogue()), ExitCode::SUCCESS),
        Ok(Arguments::Version) => {
            let version = concat!("clawtray-desktop ", env!("CARGO_PKG_VERSION"));
            return tell(std::io::stdout(), version, ExitCode::SUCCESS);
        }
        Err(failure) => return tell(std::io::stderr(), &failure.said(&catalogue()), ExitCode::from(CANNOT_START)),
    };
    if wanted.bad_link {
        bad_link();
    }
    match start(wanted) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let code = if matches!(failure, Failure::Display(_)) { CANNOT_START } else { FAILED };
            tell(std::io::stderr(), &failure.said(&catalogue()), ExitCode::from(code))
        }
    }
}

/// The sentences in the person's language.
fn catalogue() -> Catalogue {
    Catalogue::for_languages(&languages(|name| std::env::var(name).ok()))
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Display(#[from] display::NoDisplay),
    #[error(transparent)]
    Places(#[from] places::PlacesFailure),
    #[error(transparent)]
    Tauri(#[from] tauri::Error),
}

impl Failure {
    /// What happened, in the person's language; the system's own words stay as they are.
    fn said(&self, catalogue: &Catalogue) -> String {
        let id = match self {
            Self::Display(_) => return catalogue.say("start-no-display"),
            Self::Places(_) => "start-failed",
            Self::Tauri(_) => "start-window-failed",
        };
        catalogue.say_with(id, &[("words", self.to_string().into())])
    }
}

fn start(wanted: Wanted) -> Result<(), Failure> {
    display::check(|name| std::env::var_os(name))?;
    let places = places::find()?;
    match tauri::async_runtime::block_on(first::claim(&places, wanted.place.as_ref())) {
        first::Claim::OtherRaised => Ok(()),
        first::Claim::First(listening) => Ok(window::run(places, wanted.place.unwrap_or_default(), Some(*listening))?),
        first::Claim::Alone => Ok(window::run(places, wanted.place.unwrap_or_default(), None)?),
    }
}

/// One line about a link that leads nowhere; its words are foreign and not repeated.
fn bad_link() {
    let _ = tell(std::io::stderr(), &catalogue().say("start-link-ignored"), ExitCode::SUCCESS);
}

fn tell(mut stream: impl Write, text: &str, code: ExitCode) -> ExitCode {
    // A closed stream changes nothing about what happened.
    let _closed = writeln!(stream, "{text}");
    code
}
