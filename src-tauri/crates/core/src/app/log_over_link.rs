//! The gateway's log over the link, where no line of it is read on this computer: a remote gateway's, or a file that may
//! not be read here.

use super::{App, Purpose};
use crate::{
    effect::Request,
    event::{LogLines, Records},
    turn::Turn,
};

/// The call that gives lines of the log.
const TAIL: &str = "logs.tail";

/// How far it was read.
#[derive(Debug, Default)]
pub(super) struct LogOverLink {
    /// Lines are read on this computer.
    pub(super) read_here: bool,
    /// Since when the gateway is up, milliseconds since 1970: the file holds what others wrote before.
    began_ms: Option<u64>,
    cursor: Option<u64>,
}

impl App {
    /// Signed in to a gateway that has been up for so long.
    pub(super) fn log_offered(&mut self, up_ms: Option<u64>, turn: &Turn) {
        self.log_over_link.began_ms = up_ms.map(|up_ms| turn.now.unix_ms.saturating_sub(up_ms));
        self.log_over_link.cursor = None;
    }

    /// Asks for what was written since.
    pub(super) fn ask_log(&mut self, turn: &mut Turn) {
        let LogOverLink { read_here, began_ms, cursor } = self.log_over_link;
        let offered = self.link.hello().is_some_and(|hello| hello.methods.iter().any(|method| method == TAIL));
        if !read_here && began_ms.is_some() && offered {
            self.call(Request::TailLog { cursor }, Purpose::Aside, turn);
        }
    }

    /// What it says. Others on the gateway's computer may write there too.
    pub(super) fn log_told(&mut self, lines: &[String], cursor: Option<u64>, whole: bool, turn: &mut Turn) {
        if self.log_over_link.read_here {
            return;
        }
        self.log_over_link.cursor = cursor;
        let not_before_ms = self.log_over_link.began_ms;
        let log = LogLines { lines: lines.to_vec(), shared: true, not_before_ms, records: Records::All };
        self.read_log(&log, turn);
        if whole {
            self.lines_caught_up();
        }
    }
}
