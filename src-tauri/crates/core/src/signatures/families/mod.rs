//! Families of words: what a line is about and what went wrong with it, in whatever order and wording. They catch what
//! no list of sentences can: other versions, other providers, the words of an operating system.
//!
//! Most are hints: whatever says it outright comes before them, and a live gateway is never judged by them.

pub(super) mod channel;
pub(super) mod config;
pub(super) mod device;
pub(super) mod gateway;
pub(super) mod install;
pub(super) mod local_model;
pub(super) mod locale;
pub(super) mod model;
pub(super) mod model_limits;
mod names;
pub(super) mod service;
pub(super) mod sign_in;
pub(super) mod storage;
pub(super) mod work;
