//! What a step waits for.

use crate::{
    effect::{ProcessRef, Ticket},
    event::CallProblem,
};

/// What the running step waits for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wait {
    Nothing,
    Occupancy {
        must_be_free: bool,
    },
    /// Nobody shall be there, and a gateway that does not come up has not ended yet.
    Leaving,
    Surroundings,
    Cli(Ticket),
    /// The configuration is read before it is patched; `retried` after one changed hash.
    ConfigRead {
        ticket: Ticket,
        retried: bool,
    },
    Patched {
        ticket: Ticket,
        retried: bool,
        /// By a gateway of spring 2026.
        of_spring: bool,
    },
    /// It wrote; how the configuration is now is read for whoever asks next.
    Written(Ticket),
    /// The gateway did not say in time whether it wrote: the configuration is read, which knows.
    MaybePatched(Ticket),
    /// The gateway refused what it may have written all the same: the configuration is read, which knows.
    RefusedOrPatched(Ticket, CallProblem),
    /// The session ended while the gateway wrote: the configuration is read once there is one again.
    PatchedOrNot,
    Call(Ticket),
    /// The list in which a request waits is read again before it is decided.
    Listed(Ticket),
    /// Whether the configuration on disk is valid.
    Validity(Ticket),
    /// More rights were asked for; `here` approves it on this computer.
    RightsAsked {
        ticket: Ticket,
        here: bool,
    },
    Ended,
    OtherEnd(ProcessRef),
    Started,
    Ready,
    Stable,
    NotOurs,
    Restored,
    Opened,
    Shown,
    Inspected,
    Tested,
    Others,
    Installed,
    Acknowledged,
    Prepared,
    Keychain,
    /// A restart; `left` once the old process is not running any more.
    Again {
        left: bool,
    },
    Token,
    TokenProof,
    SignedIn,
    SignedInWithToken,
    /// All is done; the gateway takes a change in, at most until then.
    TakingIn {
        until_mono_ms: u64,
    },
}

impl Wait {
    /// True where nothing of ours is under way: the gateway does what it does, watched or not.
    pub(super) fn only_waits(&self) -> bool {
        matches!(
            self,
            Self::Leaving
                | Self::Started
                | Self::Ready
                | Self::Stable
                | Self::Again { .. }
                | Self::SignedIn
                | Self::SignedInWithToken
                | Self::TakingIn { .. }
        )
    }
}
