//! Where the gateway's token stands, and what OpenClaw could ask for it instead.

use std::collections::BTreeMap;

/// Where the gateway's token stands, and what OpenClaw could ask for it instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSeen {
    /// Where it stands.
    pub kept: TokenKept,
    /// The program that OpenClaw would run for it, or why it would refuse to.
    pub provider: Result<TokenProvider, ProviderFault>,
}

/// Where `gateway.auth.token` is kept, as the configuration says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKept {
    /// The configuration has none, or asks for something else than a token.
    Nowhere,
    /// In the configuration, for everybody who reads it.
    Plain,
    /// OpenClaw asks Clawtray for it.
    WithClawtray,
    /// It names another place.
    Elsewhere,
}

/// An entry of `secrets.providers`: the program that OpenClaw runs to learn the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenProvider {
    /// The program.
    pub command: String,
    /// Its arguments.
    pub args: Vec<String>,
    /// Names of variables that it gets as the gateway has them.
    pub pass_env: Vec<String>,
    /// Variables that it gets besides, by name.
    pub env: BTreeMap<String, String>,
    /// How long it may take, milliseconds.
    pub timeout_ms: u64,
}

/// Why OpenClaw would not take the token from Clawtray.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderFault {
    /// The command line is not beside this program.
    NotFound,
    /// It belongs to another account: OpenClaw runs only what its own account owns.
    NotOwn {
        /// The program.
        path: String,
    },
    /// It is a link, which OpenClaw does not follow.
    Link {
        /// The program.
        path: String,
    },
    /// Others may write to it.
    Writable {
        /// The program.
        path: String,
    },
    /// The configuration has a provider of that name already.
    NameTaken,
}

/// Why the token was not proven to come from the keychain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenFault {
    /// The configuration does not hold it in plain any more.
    NotPlain,
    /// The keychain does not take it or does not give it back, in the system's words.
    Keychain {
        /// The words.
        words: String,
    },
    /// The program that OpenClaw would run did not answer as it must, in technical words.
    Provider {
        /// The words.
        words: String,
    },
}
