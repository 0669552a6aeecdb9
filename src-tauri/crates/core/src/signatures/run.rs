//! What the end of a model's run says: its status and kind decide, and its words only where those do not.

use crate::{
    event::{JobRun, ModelRun},
    signs::Sign,
};

use super::{excerpt, own_server, signs_in};

/// The findings that a failed run shows, about its model. `own` is whether a server of the person's own was asked.
pub(crate) fn signs_of(run: &ModelRun, own: bool) -> Vec<Sign> {
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
            let shown: Vec<Sign> = signs_in(&error.words).into_iter().filter(about_models).map(of_this_run).collect();
            if shown.is_empty() && own && own_server::is_not_found(error) {
                return vec![sign("model.local_backend")];
            }
            shown
        }
    }
}

/// What a job's run shows about its model, beside how that model's run ended. Of an empty answer nothing else tells:
/// OpenClaw 2026.9.6 calls such a run good and writes no line about it, where it does for a chat.
///
/// `own` is whether a server of the person's own was asked.
pub(crate) fn sign_of_job(run: &JobRun, own: bool) -> Option<Sign> {
    let not_found = own && own_server::is_jobs_not_found(run);
    let model = run.model.clone().filter(|_| run.empty_answer || not_found)?;
    let seen = if run.empty_answer { "output_tokens=0" } else { run.error.as_deref().unwrap_or("model_not_found") };
    Some(Sign {
        finding: "model.local_backend",
        subject: Some(model.clone()),
        line: excerpt(&format!("{}: model={model} {seen}", run.name.as_deref().unwrap_or(&run.job))),
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
        assert_eq!(sign_of_job(&run, true), None);
        let sign = sign_of_job(&JobRun { empty_answer: true, ..run.clone() }, false).expect("a sign");
        assert_eq!((sign.finding, sign.subject.as_deref()), ("model.local_backend", Some("local/tiny")));
        let lost = JobRun { ok: false, reason: Some("model_not_found".into()), ..run.clone() };
        assert!(sign_of_job(&lost, true).is_some_and(|sign| sign.line.contains("model_not_found")));
        assert_eq!(sign_of_job(&lost, false), None, "a provider in the world has other reasons");
        assert_eq!(
            sign_of_job(&JobRun { empty_answer: true, model: None, ..run }, false),
            None,
            "of no model that is known"
        );
    }

    fn shown(http_status: Option<u16>, kind: Option<&str>, words: &str) -> Vec<&'static str> {
        let error = Some(ModelError { http_status, kind: kind.map(str::to_owned), words: words.into() });
        let run = ModelRun { model: "openai/gpt-5".into(), at_ms: 1, error };
        let signs = signs_of(&run, false);
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
    fn no_such_model_is_a_server_of_ones_own_and_no_other() {
        // As OpenClaw 2026.9.6 tells of it, whichever way the server says so.
        let words = "404 404 page not found";
        let said = "The selected model was not found by the provider. Check the model id or choose a different model.";
        for (http_status, kind, words) in
            [(Some(404), None, words), (None, Some("model_not_found"), words), (None, None, said)]
        {
            let error = Some(ModelError { http_status, kind: kind.map(str::to_owned), words: words.into() });
            let run = ModelRun { model: "mine/qwen3".into(), at_ms: 1, error };
            let shown: Vec<_> = signs_of(&run, true).into_iter().map(|sign| sign.finding).collect();
            assert_eq!(shown, ["model.local_backend"], "{http_status:?} {kind:?}");
            assert!(signs_of(&run, false).is_empty(), "a provider in the world has other reasons");
        }
    }

    #[test]
    fn a_secret_in_the_words_is_not_kept() {
        let words = "Incorrect API key provided: sk-abcdefghijklmnopqrstuvwxyz0123456789";
        let error = Some(ModelError { http_status: Some(401), kind: None, words: words.into() });
        let signs = signs_of(&ModelRun { model: "a/b".into(), at_ms: 1, error }, false);
        assert!(!signs[0].line.contains("abcdefghijklmnop"), "{}", signs[0].line);
    }
}
