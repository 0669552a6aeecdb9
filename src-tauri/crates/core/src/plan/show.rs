//! Actions that show something, and actions that take the person there.

use super::{Place, Plan, Step};
use crate::findings::Rule;

/// The steps of an action that changes nothing; false where it is not one.
pub(super) fn steps(plan: &mut Plan, rule: &Rule) -> bool {
    match (rule.id, plan.action.id) {
        ("port.conflict", "show_who_holds_it")
        | ("process.state_owned", "show_who_it_is")
        | ("process.crash_loop", "see_the_cause")
        | ("cron.job_failed" | "cron.tick_failed" | "heartbeat.failed", "show_the_error")
        | ("heartbeat.skipped", "explain_the_reason")
        | ("model.upstream_403", "show_the_evidence")
        | ("channel.permission", "show_what_is_missing")
        | ("browser.launch_failed", "show_why")
        | ("config.reload_skipped", "show_the_mistake")
        | ("probe.secretref_unresolved", "show_which_one")
        | ("auth.rate_limited", "find_who_keeps_trying")
        | ("app.slow_start", "show_the_stage") => {
            plan.shows = true;
            plan.steps.extend([Step::LookAround, Step::Look, Step::Show]);
        }
        ("model.credentials", "sign_in_again")
        | ("channel.disconnected", "link_it_again")
        | ("cron.delivery_failed", "fix_the_destination")
        | ("model.long_context_429", "use_an_api_key_instead")
        | ("auth.device_identity", "open_the_dashboard_safely")
        | ("auth.origin_not_allowed", "open_the_dashboard_at_the_right_address") => plan.guide(Place::Dashboard),
        ("install.node_unsupported", "install_a_supported_node") => plan.guide(Place::Documentation("install/node")),
        ("browser.executable_missing", "install_a_browser")
        | ("browser.cdp_unreachable", "show_how_to_allow_attaching") => {
            plan.guide(Place::Documentation("tools/browser"));
        }
        ("channel.permission", "open_the_provider_s_page") => plan.guide(Place::Documentation("channels")),
        _ => return false,
    }
    true
}

impl Plan {
    /// The person does the rest there; the finding goes by itself when it is done.
    fn guide(&mut self, place: Place) {
        self.guides = true;
        self.steps.push(Step::Open(place));
    }
}
