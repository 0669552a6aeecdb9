//! `service.config_mismatch`: the installed service would not start today's gateway.

use clawtray_contract::{Risk, Severity};

use crate::findings::{Action, Fault, Rule, Scene, Verdict, Words};

pub(crate) const RULE: Rule = Rule {
    id: "service.config_mismatch",
    severity: Severity::Warning,
    title: "finding-service-config-mismatch",
    visible_after_ms: 0,
    explained_by: &["install.split_brain"],
    signals: &[
        "Config (cli) vs Config (service) differ",
        "service port does not match current gateway config",
        "token embedded in the service file differs from config",
        "ExecStart / node path no longer exists",
    ],
    actions: &[Action {
        id: "reinstall_service",
        label: "action-service-config-mismatch-reinstall-service",
        risk: Risk::Confirm,
        built: true,
    }],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let Some(around) = &scene.facts.surroundings else { return Verdict::Unknown };
    let Some(service) = &around.service else { return Verdict::Healthy };
    let fault = |words, etag: String| {
        Verdict::one(
            Fault::new(words, etag, scene.now.unix_ms)
                .saw("service", service.path.clone(), None)
                .offer(&["reinstall_service"]),
        )
    };
    if let Some(why) = &service.unreadable {
        let words = Words::with("finding-service-config-mismatch-unreadable", vec![("words", why.as_str().into())]);
        return fault(words, format!("unreadable:{why}"));
    }
    if let Some(program) = service.missing.first() {
        let args = vec![("program", program.as_str().into())];
        let words = Words::with("finding-service-config-mismatch-missing", args);
        return fault(words, format!("missing:{}", service.missing.join("\n")));
    }
    if service.stale_token {
        return fault(Words::plain("finding-service-config-mismatch-token"), "token".into());
    }
    match service.port {
        Some(port) if port != around.port => {
            if around.config.broken.is_some() {
                // A file that cannot be read does not say which port is meant.
                return Verdict::Unknown;
            }
            let args = vec![("service", i64::from(port).into()), ("port", i64::from(around.port).into())];
            let words = Words::with("finding-service-config-mismatch-port", args);
            fault(words, format!("port:{port}:{}", around.port))
        }
        _ => Verdict::Healthy,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{
        event::{ConfigFault, ConfigFaultKind, ServiceFile},
        rules::scenes::Stage,
    };

    fn installed(missing: &[&str], port: Option<u16>) -> Stage {
        let mut stage = Stage::new();
        let missing = missing.iter().map(ToString::to_string).collect();
        if let Some(around) = &mut stage.facts.surroundings {
            let path = "/u/openclaw-gateway.service".into();
            around.service = Some(ServiceFile { path, missing, port, ..ServiceFile::default() });
        }
        stage
    }

    #[test]
    fn a_program_that_is_gone_raises_it_and_is_named() {
        let faults = installed(&["/gone/node"], Some(18789)).faults(RULE.check);
        assert_eq!(faults[0].text.id, "finding-service-config-mismatch-missing");
        assert_eq!(faults[0].text.args, [("program", "/gone/node".into())]);
        assert_eq!(faults[0].actions, ["reinstall_service"]);
        assert_eq!(faults[0].evidence[0].text, "/u/openclaw-gateway.service");
    }

    #[test]
    fn a_definition_that_cannot_be_read_is_said_and_not_passed_over() {
        let mut stage = installed(&[], None);
        if let Some(service) = &mut stage.around().service {
            service.unreadable = Some("permission denied".into());
        }
        assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-service-config-mismatch-unreadable");
    }

    #[test]
    fn another_port_than_the_configured_one_raises_it_and_the_same_or_none_does_not() {
        let faults = installed(&[], Some(19000)).faults(RULE.check);
        assert_eq!(faults[0].text.id, "finding-service-config-mismatch-port");
        assert!(installed(&[], Some(18789)).is_healthy(RULE.check));
        assert!(installed(&[], None).is_healthy(RULE.check));
    }

    #[test]
    fn a_stale_copy_of_the_token_raises_it_apart_from_a_refused_token() {
        let mut stage = installed(&[], Some(18789));
        if let Some(service) = &mut stage.around().service {
            service.stale_token = true;
        }
        let faults = stage.faults(RULE.check);
        assert_eq!(faults[0].text.id, "finding-service-config-mismatch-token");
        assert_eq!((faults.len(), faults[0].actions.as_slice()), (1, ["reinstall_service"].as_slice()));
        if let Some(service) = &mut stage.around().service {
            service.stale_token = false;
        }
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn an_unreadable_configuration_says_nothing_about_its_port() {
        let mut stage = installed(&[], Some(19000));
        stage.broken_config(ConfigFault {
            kind: ConfigFaultKind::NotJson,
            key: None,
            line: None,
            column: None,
            words: String::new(),
        });
        assert!(stage.is_unknown(RULE.check));
    }

    #[test]
    fn no_service_is_healthy_and_nothing_looked_at_is_unknown() {
        let mut stage = Stage::new();
        assert!(stage.is_healthy(RULE.check));
        stage.facts.surroundings = None;
        assert!(stage.is_unknown(RULE.check));
    }
}
