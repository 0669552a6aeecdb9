//! What the end of a model's run says: its status and kind decide, and its words only where those do not.

use crate::{
    event::{JobRun, ModelRun},
    signs::Sign,
};

use super::{excerpt, signs_in};

/// The findings that a failed run shows, about its model.
pub(crate) fn signs_of(run: &ModelRun) -> Vec<Sign> {
    let Some(error) = &run.error else { return Vec::new() };
    let sign = |finding| Sign {
        finding,
        subject: Some(run.model.clone()),
        fields: [("model", run.model.clone())].into(),
        line: excerpt(&error.words),
    };
    let kind = error.kind.as_deref().unwrap_or_default();
    match error.http_status {
        Some(401) => vec![sign("model.credentials")],
        Some(403) if matches!(kind, "authentication_error" | "permission_error") => vec![sign("model.credentials")],
        // A provider answers in its own format; anything else with 403 stands in front of it.
        Some(403) => vec![sign("model.upstream_403")],
        Some(429 | 529) => vec![sign("model.rate_limited")],
        _ => {
            let about_models = |sign: &Sign| sign.finding.starts_with("model.");
            let of_this_run = |shown: Sign| Sign { subject: Some(run.model.clone()), ..shown };
            signs_in(&error.words).into_iter().filter(about_models).map(of_this_run).collect()
        }
    }
}

/// What a job's run shows about its model, beside how that model's run ended. Of an empty answer nothing else tells:
/// OpenClaw 2026.9.6 calls such a run good and writes no line about it, where it does for a chat.
pub(crate) fn sign_of_job(run: &JobRun) -> Option<Sign> {
    let model = run.model.clone().filter(|_| run.empty_answer)?;
    Some(Sign {
        finding: "model.local_backend",
        subject: Some(model.clone()),
        line: excerpt(&format!("{}: model={model} output_tokens=0", run.name.as_deref().unwrap_or(&run.job))),
        fields: [("model", model)].into(),
    })
}

#[cfg(test)]
mod tests {
    use super::{sign_of_job, signs_of};
    use crate::event::{JobRun, ModelError, ModelRun};

    #[test]
    fn a_job_whose_model_said_nothing_names_it_and_another_does_not() {
        let run = JobRun { job: "j".into(), ok: true, model: Some("local/tiny".into()), ..JobRun::default() };
        assert_eq!(sign_of_job(&run), None);
        let sign = sign_of_job(&JobRun { empty_answer: true, ..run.clone() }).expect("a sign");
        assert_eq!((sign.finding, sign.subject.as_deref()), ("model.local_backend", Some("local/tiny")));
        assert_eq!(sign_of_job(&JobRun { empty_answer: true, model: None, ..run }), None, "of no model that is known");
    }

    fn shown(http_status: Option<u16>, kind: Option<&str>, words: &str) -> Vec<&'static str> {
        let error = Some(ModelError { http_status, kind: kind.map(str::to_owned), words: words.into() });
        let run = ModelRun { model: "openai/gpt-5".into(), at_ms: 1, error };
        let signs = signs_of(&run);
        assert!(signs.iter().all(|sign| sign.subject.as_deref() == Some("openai/gpt-5")));
        signs.into_iter().map(|sign| sign.finding).collect()
    }

    #[test]
    fn status_and_kind_decide() {
        assert_eq!(shown(Some(401), None, "Incorrect API key provided"), ["model.credentials"]);
        assert_eq!(shown(Some(403), Some("permission_error"), "not allowed"), ["model.credentials"]);
        assert_eq!(shown(Some(403), None, "<!DOCTYPE html>"), ["model.upstream_403"]);
        assert_eq!(shown(Some(429), Some("rate_limit_error"), "slow down"), ["model.rate_limited"]);
        assert_eq!(shown(Some(529), Some("overloaded_error"), "Overloaded"), ["model.rate_limited"]);
        assert!(shown(Some(500), None, "something broke").is_empty());
    }

    #[test]
    fn a_secret_in_the_words_is_not_kept() {
        let words = "Incorrect API key provided: sk-abcdefghijklmnopqrstuvwxyz0123456789";
        let error = Some(ModelError { http_status: Some(401), kind: None, words: words.into() });
        let signs = signs_of(&ModelRun { model: "a/b".into(), at_ms: 1, error });
        assert!(!signs[0].line.contains("abcdefghijklmnop"), "{}", signs[0].line);
    }
}
