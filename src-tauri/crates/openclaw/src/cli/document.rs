//! The JSON document in an output that may hold other things too.

use serde_json::Value;

/// Only this many places are tried as the start of a document.
const MOST_STARTS: usize = 2000;

/// The JSON object in `output`, whatever surrounds it: the whole output, else the last object that starts a line, else
/// the last one anywhere. Arrays are only taken when they are the whole output.
pub fn find_json(output: &str) -> Option<Value> {
    let trimmed = output.trim();
    if let Ok(value) = serde_json::from_str::<Value>(trimmed)
        && (value.is_object() || value.is_array())
    {
        return Some(value);
    }
    let objects = |line_starts_only: bool| {
        let mut last = None;
        let mut from = 0;
        for _ in 0..MOST_STARTS {
            let Some(start) = trimmed[from..].find('{').map(|offset| from + offset) else { break };
            from = start + 1;
            let line_before = trimmed[..start].rsplit('\n').next().unwrap_or_default();
            if line_starts_only && !line_before.trim().is_empty() {
                continue;
            }
            let mut stream = serde_json::Deserializer::from_str(&trimmed[start..]).into_iter::<Value>();
            if let Some(Ok(value)) = stream.next() {
                from = start + stream.byte_offset();
                last = Some(value);
            }
        }
        last
    };
    objects(true).or_else(|| objects(false))
}

#[cfg(test)]
mod tests {
    use super::find_json;
    use serde_json::json;

    #[test]
    fn the_document_is_found_between_other_lines() {
        let ok = Some(json!({"ok": true}));
        for output in [
            "{\"ok\":true}",
            "\n  {\n \"ok\": true\n}\n",
            "[plugins] loaded {2} things\n{\"ok\":true}\nbye {",
            "{ not json }\n{\"ok\":true}",
            "{\"first\":1}\n{\"ok\":true}",
            "banner: {\"ok\":true} end",
        ] {
            assert_eq!(find_json(output), ok, "{output}");
        }
        assert_eq!(find_json("[1,2]"), Some(json!([1, 2])));
    }

    #[test]
    fn no_document_is_none() {
        for output in ["", "null", "true", "{", "[", "hello", "{{{{{{"] {
            assert_eq!(find_json(output), None, "{output}");
        }
        assert_eq!(find_json(&"{".repeat(100_000)), None);
    }
}
