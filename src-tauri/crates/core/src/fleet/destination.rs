//! Where a wish goes.

use clawtray_contract::{Intent, Route};

/// Whom a wish concerns.
#[derive(Clone, Debug, PartialEq)]
pub enum Destination {
    /// One gateway: the one named, else the primary one.
    One {
        /// Its id.
        gateway: Option<String>,
        /// The wish itself.
        wish: Intent,
    },
    /// Every gateway, because it concerns the keeper.
    Every(Intent),
    /// The window shows this place of this gateway, and nothing of the others.
    Looking {
        /// The gateway's id; absent for the primary one.
        gateway: Option<String>,
        /// Where; absent when the window is not in front.
        route: Option<Route>,
    },
    /// Another gateway is to be kept.
    Watch(String),
    /// A gateway is to be left alone.
    Unwatch(String),
    /// It is about the gateways on other computers, or about their order.
    Gateways(Intent),
    /// The wish makes no sense.
    Nowhere,
}

/// Whom `intent` concerns.
pub fn destination(intent: Intent) -> Destination {
    match intent {
        Intent::For { gateway, wish } => match *wish {
            Intent::For { .. }
            | Intent::WatchGateway { .. }
            | Intent::UnwatchGateway { .. }
            | Intent::FindGateways { .. }
            | Intent::LookElsewhere { .. }
            | Intent::AddGateway { .. }
            | Intent::RemoveGateway { .. }
            | Intent::PrimaryGateway { .. } => Destination::Nowhere,
            wish => of(Some(gateway), wish),
        },
        intent => of(None, intent),
    }
}

fn of(gateway: Option<String>, wish: Intent) -> Destination {
    match wish {
        Intent::Quit { .. } | Intent::Mute { .. } | Intent::Choose { .. } => Destination::Every(wish),
        Intent::Refresh | Intent::ReloadSecrets if gateway.is_none() => Destination::Every(wish),
        // There is one session to start with, and the primary gateway's settings show it.
        Intent::StartAtLogin { .. } => Destination::One { gateway: None, wish },
        Intent::Looking { route } => Destination::Looking { gateway, route },
        Intent::WatchGateway { gateway } => Destination::Watch(gateway),
        Intent::UnwatchGateway { gateway } => Destination::Unwatch(gateway),
        wish @ (Intent::FindGateways { .. }
        | Intent::LookElsewhere { .. }
        | Intent::AddGateway { .. }
        | Intent::RemoveGateway { .. }
        | Intent::PrimaryGateway { .. }) => Destination::Gateways(wish),
        wish => Destination::One { gateway, wish },
    }
}

#[cfg(test)]
mod tests {
    use clawtray_contract::{Intent, MuteFor};

    use super::{Destination, destination};

    fn addressed(wish: Intent) -> Intent {
        Intent::For { gateway: "work".into(), wish: Box::new(wish) }
    }

    #[test]
    fn an_addressed_wish_goes_there_and_another_to_the_primary_one() {
        let stop = Intent::Stop { now: false };
        let to = |gateway: Option<&str>, wish| Destination::One { gateway: gateway.map(str::to_owned), wish };
        assert_eq!(destination(addressed(stop.clone())), to(Some("work"), stop.clone()));
        assert_eq!(destination(stop.clone()), to(None, stop));
        let login = Intent::StartAtLogin { on: true };
        assert_eq!(destination(addressed(login.clone())), to(None, login));
        assert_eq!(destination(addressed(Intent::Refresh)), to(Some("work"), Intent::Refresh));
    }

    #[test]
    fn what_concerns_the_keeper_goes_to_all_also_when_it_is_addressed() {
        let off = Intent::Choose { change: clawtray_contract::SettingChange::MuteEverything(true) };
        for wish in [Intent::Quit { stop_gateway: true }, Intent::Mute { muted: MuteFor::Hour }, off] {
            assert_eq!(destination(addressed(wish.clone())), Destination::Every(wish.clone()));
            assert_eq!(destination(wish.clone()), Destination::Every(wish));
        }
        assert_eq!(destination(Intent::Refresh), Destination::Every(Intent::Refresh));
        let login = Intent::StartAtLogin { on: true };
        assert_eq!(destination(addressed(login.clone())), Destination::One { gateway: None, wish: login });
    }

    #[test]
    fn what_is_about_the_gateways_as_a_whole_takes_no_address() {
        let gateway = || "x".to_owned();
        for wish in [
            Intent::FindGateways { metered: true },
            Intent::LookElsewhere { address: "ws://a".into() },
            Intent::AddGateway { gateway: gateway(), address: "ws://a".into(), certificate: None, open: true },
            Intent::RemoveGateway { gateway: gateway() },
            Intent::PrimaryGateway { gateway: gateway() },
        ] {
            assert_eq!(destination(addressed(wish.clone())), Destination::Nowhere);
            assert_eq!(destination(wish.clone()), Destination::Gateways(wish));
        }
    }

    #[test]
    fn wishes_do_not_nest() {
        assert_eq!(destination(addressed(addressed(Intent::Start))), Destination::Nowhere);
        assert_eq!(destination(addressed(Intent::WatchGateway { gateway: "x".into() })), Destination::Nowhere);
    }
}
