//! `clawtray service install` and `service uninstall`.

use clawtray_contract::Intent;

use crate::{
    arguments::ServiceWish,
    planned::{self, Consent},
    problem::Problem,
    screen::Screen,
    start::Places,
};

pub(crate) async fn run(places: &Places, screen: &mut Screen, wish: ServiceWish) -> Result<u8, Problem> {
    let verb = wish.verb;
    let consent = Consent { dry_run: wish.dry_run, yes: wish.yes };
    let carried_out = |plan| Intent::RunService { verb, plan };
    planned::carry_out(places, screen, Intent::PreviewService { verb }, carried_out, consent).await
}
