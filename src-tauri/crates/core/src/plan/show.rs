//! Actions that show something, and actions that take the person there.

use super::{Place, Plan, Step};
use crate::{
    effect::Inspection,
    event::ConfigCopyKind,
    findings::{Rule, Scene},
    fleet::Way,
};

/// The steps of an action that changes nothing; false where it is not one.
pub(super) fn steps(plan: &mut Plan, rule: &Rule, scene: &Scene<'_>) -> bool {
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
        | ("app.slow_start", "show_the_stage")
        | ("install.protocol_mismatch", "show_which_program_it_is")
        | ("install.split_brain", "show_every_install")
        | ("service.duplicate", "show_the_services")
        | ("model.rate_limited", "show_when_it_resets")
        | ("node.background", "tell_me_which_device")
        | ("node.permission", "show_what_to_allow")
        | ("node.offline", "show_when_it_was_last_seen")
        | ("auth.device_identity", "show_which_client_must_be_updated" | "check_the_clock") => plan.show(),
        ("probe.ssh_fallback", "test_the_ssh_connection") => match scene.facts.remote.as_ref().map(|remote| &remote.way) {
            // The tunnel is the test: it asks nothing either, and the finding has ssh's last line.
            Some(Way::Ssh { destination }) => {
                let command = Step::Tell(format!("ssh -o BatchMode=yes {destination} true"));
                plan.steps.extend([command, Step::Reconnect]);
            }
            _ => {
                plan.shows = true;
                plan.steps.push(Step::Tell("ssh -o BatchMode=yes HOST true".to_owned()));
            }
        },
        ("probe.multiple_gateways", "choose_the_one_to_watch") => match &scene.facts.remote {
            Some(remote) => {
                plan.guides = true;
                plan.steps.push(Step::Tell(format!("clawtray gateways add {} {}", remote.id, remote.address())));
            }
            None => plan.guide(Place::Gateways),
        },
        ("config.restored", "compare_the_two") => {
            plan.compare(ConfigCopyKind::Clobbered, scene);
            plan.show();
        }
        ("config.write_rejected", "show_what_was_rejected") => {
            plan.compare(ConfigCopyKind::Rejected, scene);
            plan.show();
            plan.steps.push(Step::Acknowledge);
        }
        ("storage.full", "show_the_largest_openclaw_folders") => plan.inspect(Inspection::LargestFolders),
        ("storage.readonly", "show_owner_and_mode") => plan.inspect(Inspection::OwnerAndMode),
        ("storage.locked", "show_what_holds_it") => plan.inspect(Inspection::DatabaseHolders),
        ("config.restored", "keep_the_restored_one")
        | ("channel.mention_required" | "channel.blocked", "leave_it_so")
        | ("channel.pairing_pending", "refuse")
        | ("cron.missed", "skip_it")
        | ("node.allowlist_miss", "leave_it_blocked")
        // Without a keychain they are kept in memory anyway.
        | ("secrets.unavailable", "keep_secrets_for_this_session_only") => plan.steps.push(Step::Acknowledge),
        ("model.credentials", "sign_in_again")
        | ("channel.disconnected", "link_it_again")
        | ("cron.delivery_failed", "fix_the_destination")
        | ("model.long_context_429", "use_an_api_key_instead")
        | ("auth.device_identity", "open_the_dashboard_safely")
        | ("auth.origin_not_allowed", "open_the_dashboard_at_the_right_address") => plan.guide(Place::Dashboard),
        // The icon appears by itself as soon as there is a place for it; until then the window stands in.
        ("desktop.notifications_off", "send_a_test_notification") => plan.steps.push(Step::TestNotification),
        ("desktop.notifications_off", "open_system_settings") => plan.guide(Place::NotificationSettings),
        ("probe.secretref_unresolved", "store_it_in_the_keychain") => {
            // A gateway reads its own secrets; what Clawtray's keychain has only lets Clawtray in.
            plan.type_a_secret("shared-token", scene);
            plan.steps.push(Step::Tell("openclaw secrets configure".to_owned()));
            plan.steps.push(Step::Open(Place::Documentation("gateway/secrets")));
        }
        ("desktop.no_tray_host", "open_the_window_instead") => {
            plan.shows = true;
            plan.steps.push(Step::Open(Place::Window));
        }
        ("install.node_unsupported", "install_a_supported_node") => plan.guide(Place::Documentation("install/node")),
        ("browser.executable_missing", "install_a_browser")
        | ("browser.cdp_unreachable", "show_how_to_allow_attaching") => {
            plan.guide(Place::Documentation("tools/browser"));
        }
        ("channel.permission", "open_the_provider_s_page") => plan.guide(Place::Documentation("channels")),
        ("probe.ssh_fallback", "edit_the_connection") => plan.guide(Place::Documentation("gateway/remote")),
        ("install.split_brain", "remove_the_stale_wrapper") => {
            plan.guides = true;
            plan.steps.extend(removals(scene).into_iter().map(Step::Tell));
            plan.steps.push(Step::Open(Place::Documentation("install/uninstall")));
        }
        _ => return false,
    }
    true
}

/// The package managers' own commands for every OpenClaw but the newest. Nothing is removed by itself.
fn removals(scene: &Scene<'_>) -> Vec<String> {
    let older = scene.facts.installs.iter().skip(1);
    let command = |path: &str| match path.replace('\\', "/") {
        path if path.contains("/pnpm/") => "pnpm remove -g openclaw".to_owned(),
        path if path.contains("/.bun/") => "bun remove -g openclaw".to_owned(),
        path => match path.split_once("/lib/node_modules/") {
            Some((prefix, _)) => format!("npm uninstall -g openclaw --prefix {prefix}"),
            None => format!("npm uninstall -g openclaw  # {path}"),
        },
    };
    older.map(|install| command(&install.path)).collect()
}

impl Plan {
    /// What is known, after a fresh look.
    pub(super) fn show(&mut self) {
        self.shows = true;
        self.steps.extend([Step::LookAround, Step::Look, Step::Show]);
    }

    /// What is not known until somebody asks.
    fn inspect(&mut self, what: Inspection) {
        self.shows = true;
        self.steps.push(Step::Inspect(what));
    }

    /// How the newest file of this kind differs from the configuration.
    fn compare(&mut self, kind: ConfigCopyKind, scene: &Scene<'_>) {
        let copies = scene.facts.surroundings.iter().flat_map(|around| &around.config.copies);
        let newest = copies.filter(|copy| copy.kind == kind).max_by_key(|copy| copy.changed_ms);
        self.shown_diff = newest.map(|copy| copy.diff.clone()).unwrap_or_default();
    }

    /// The person does the rest there; the finding goes by itself when it is done.
    fn guide(&mut self, place: Place) {
        self.guides = true;
        self.steps.push(Step::Open(place));
    }
}
