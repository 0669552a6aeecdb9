//! Things played by tests: never part of what people install.

#[cfg(target_os = "linux")]
pub mod container;
#[cfg(target_os = "linux")]
pub mod desktop;
pub mod fake_gateway;
pub mod fake_model;
pub mod fake_telegram;
mod served;
