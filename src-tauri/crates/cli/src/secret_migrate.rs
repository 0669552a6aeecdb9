//! `clawtray secret migrate`: the gateway's token out of OpenClaw's configuration and into the keychain.

use clawtray_contract::{FindingRef, Intent};

use crate::{
    planned::{self, Consent},
    problem::Problem,
    screen::Screen,
    start::Places,
};

/// What the action is filed under, and its id.
const TOKEN: &str = "token";
const ACTION: &str = "keep_in_keychain";

pub(crate) async fn run(places: &Places, screen: &mut Screen, consent: Consent) -> Result<u8, Problem> {
    let finding = || FindingRef::of(TOKEN);
    let preview = Intent::Preview { finding: finding(), action: ACTION.to_owned(), choice: None };
    let carried_out =
        |plan| Intent::Run { finding: finding(), action: ACTION.to_owned(), plan: Some(plan), choice: None };
    planned::carry_out(places, screen, preview, carried_out, consent).await
}
