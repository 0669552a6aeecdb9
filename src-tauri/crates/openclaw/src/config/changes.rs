//! How one configuration became another, safe and short enough to show.

use super::{ConfigReading, diff::diff, text_diff::text_diff};
use clawtray_contract::DiffLine;
use serde_json::{Map, Value};

/// No more changed places are told.
const MOST_TOLD: usize = 200;

impl ConfigReading {
    /// What is different in `after`, secrets replaced, 200 places at most: by keys where both can be read, by lines
    /// where one is text only. A side without any text counts as empty.
    pub fn changes(&self, after: &ConfigReading) -> Vec<DiffLine> {
        let mut lines = match (self.value(), after.value(), &self.text, &after.text) {
            (Some(before), Some(after), ..) => diff(before, after),
            (_, _, Some(before), Some(after)) => text_diff(before.expose(), after.expose()),
            (before, after, ..) => {
                let empty = Value::Object(Map::new());
                diff(before.unwrap_or(&empty), after.unwrap_or(&empty))
            }
        };
        lines.truncate(MOST_TOLD);
        lines
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::ConfigReading;

    fn changes(before: &str, after: &str) -> Vec<(String, Option<String>, Option<String>)> {
        let read = |text: &str| ConfigReading::from_text(Path::new("/c/openclaw.json"), text.to_owned());
        let lines = read(before).changes(&read(after));
        lines.into_iter().map(|line| (line.path, line.before, line.after)).collect()
    }

    #[test]
    fn keys_are_compared_where_both_can_be_read_and_lines_where_one_cannot() {
        let number = |text: &str| Some(text.to_owned());
        assert_eq!(changes("{port:1}", "{\n port: 2 }"), [("port".to_owned(), number("1"), number("2"))]);
        let cut_off = changes("{\n\"port\": 1,\n", "{\n\"port\": 1\n}\n");
        assert_eq!(cut_off.iter().map(|line| line.0.as_str()).collect::<Vec<_>>(), ["line 2", "line 2", "line 3"]);
    }

    #[test]
    fn a_change_is_told_without_its_secret() {
        let before = "{gateway:{mode:'local',auth:{token:'tok-visible-before'}},bogus:1}";
        let changed = changes(before, "{gateway:{mode:'local',auth:{token:'tok-visible-after'}}}");
        assert!(changed.iter().any(|(path, _, after)| path == "bogus" && after.is_none()), "{changed:?}");
        assert_eq!(changed.len(), 2);
        assert!(!format!("{changed:?}").contains("visible"), "{changed:?}");
    }

    #[test]
    fn what_is_told_is_bounded() {
        let keys: String = (0..500).map(|number| format!("k{number}:1,")).collect();
        assert_eq!(changes("{}", &format!("{{{keys}}}")).len(), 200);
    }
}
