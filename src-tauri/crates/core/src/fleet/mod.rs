//! Several gateways in one keeper: which are kept, where a wish goes, and how their pictures become one.
//!
//! Invariants: each gateway has a state of its own, and nothing here lets one gateway's facts decide about another.
//! With one gateway every picture is the gateway's own, unchanged.

mod destination;
mod kept;
mod note;
mod picture;
mod refusal;
mod remote;
mod tray;

pub use destination::{Destination, destination};
pub use kept::{Candidate, MOST_KEPT, kept};
pub use note::{key_of_gateway, named_note, split_key};
pub use picture::{found_view, name_of, picture};
pub use refusal::Refusal;
pub use remote::{RemoteFault, RemoteGateway, Way};
pub use tray::tray;

use clawtray_contract::{Snapshot, State};

use crate::menu::TrayModel;

/// One gateway as its own state shows it.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its snapshot, with this one gateway in it.
    pub snapshot: &'a Snapshot,
    /// Its tray.
    pub tray: &'a TrayModel,
}

/// How much a state needs attention; the highest one is shown by the icon.
fn weight(state: State) -> u8 {
    match state {
        State::Running => 0,
        State::Paused => 1,
        State::NotSetUp => 2,
        State::Starting => 3,
        State::Degraded => 4,
        State::NeedsYou => 5,
        State::Unreachable => 6,
        State::Down => 7,
        State::GaveUp => 8,
    }
}

/// The members by how much they need attention, the worst first; equals keep their order.
fn by_weight<'a, 'm>(members: &'m [Member<'a>]) -> Vec<&'m Member<'a>> {
    let mut sorted: Vec<_> = members.iter().collect();
    sorted.sort_by_key(|member| std::cmp::Reverse(weight(member.tray.state)));
    sorted
}
