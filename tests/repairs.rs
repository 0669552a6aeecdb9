//! The table of repairs: each fault that can be put into a real gateway on one machine is found, repaired by the surface
//! a person uses, proven, and taken back where that is offered; what it touched is held against what its plan named.
//!
//! Each test is one fault, so that each can be tried alone. Lines are collected in `repairs/table.md` below the target's
//! folder for files of tests, and those of one run are in `docs/repairs.md`.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

#[path = "repairs/allowed.rs"]
mod allowed;
#[path = "repairs/around.rs"]
mod around;
#[path = "repairs/beats.rs"]
mod beats;
#[path = "repairs/broken_off.rs"]
mod broken_off;
#[path = "repairs/browsers.rs"]
mod browsers;
#[path = "repairs/channels.rs"]
mod channels;
#[path = "repairs/elsewhere.rs"]
mod elsewhere;
#[path = "repairs/long.rs"]
mod long;
#[path = "repairs/memory.rs"]
mod memory;
#[path = "repairs/models.rs"]
mod models;
#[path = "repairs/others.rs"]
mod others;
#[path = "repairs/probe.rs"]
mod probe;
#[path = "repairs/refused.rs"]
mod refused;
#[path = "repairs/runs.rs"]
mod runs;
#[path = "repairs/scheduler.rs"]
mod scheduler;
#[path = "repairs/service.rs"]
mod service;
#[path = "repairs/signin.rs"]
mod signin;
#[path = "repairs/sleep.rs"]
mod sleep;
#[path = "repairs/starts.rs"]
mod starts;
#[path = "repairs/tools.rs"]
mod tools;
