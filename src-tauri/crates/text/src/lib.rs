//! Every sentence shown to a person, and how foreign text and numbers are put into words.
//!
//! Invariants: the sentences live in `locales/<language>/*.ftl` (Project Fluent) and nowhere else; an unknown id or a
//! broken message never panics; text that comes from outside passes [`clean`] before it becomes part of a sentence.

mod arg;
mod catalogue;
mod clean;
mod locale;
mod look_alike;
mod units;
mod visible;
mod wanted;

pub use arg::Arg;
pub use catalogue::Catalogue;
pub use clean::clean;
pub use look_alike::{Wording, look_alike, marked};
pub use units::{Moment, clock};
pub use visible::visible;
pub use wanted::languages;
