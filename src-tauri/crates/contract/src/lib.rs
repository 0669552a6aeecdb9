//! What crosses a border: between the keeper, the window and the command line.
mod secret;

pub use secret::Secret;
