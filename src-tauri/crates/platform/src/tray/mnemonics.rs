//! Which letter of a menu line a keyboard chooses it by.

/// The letter's place in each label (in characters), where one is left: each letter once, the beginnings of words
/// first. Lines at the bottom are the lasting ones, so they choose first and keep their letters.
pub(super) fn choose<'a>(labels: impl DoubleEndedIterator<Item = &'a str>) -> Vec<Option<usize>> {
    let mut taken: Vec<char> = Vec::new();
    let mut chosen: Vec<Option<usize>> = labels
        .rev()
        .map(|label| {
            let letters: Vec<char> = label.chars().collect();
            let starts = |at: &usize| letters.get(at.wrapping_sub(1)).is_none_or(|before| !before.is_alphanumeric());
            let (first, later): (Vec<usize>, Vec<usize>) = (0..letters.len()).partition(starts);
            first.into_iter().chain(later).find(|at| {
                let letter = letters.get(*at).copied().filter(char::is_ascii_alphabetic);
                letter.is_some_and(|letter| {
                    let letter = letter.to_ascii_lowercase();
                    let free = !taken.contains(&letter);
                    if free {
                        taken.push(letter);
                    }
                    free
                })
            })
        })
        .collect();
    chosen.reverse();
    chosen
}

/// The label in the system's spelling: `mark` stands before the letter, and twice where it is only a character.
pub(super) fn marked(label: &str, place: Option<usize>, mark: char) -> String {
    let mut marked = String::with_capacity(label.len() + 2);
    for (at, character) in label.chars().enumerate() {
        if Some(at) == place || character == mark {
            marked.push(mark);
        }
        marked.push(character);
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::{choose, marked};

    fn shown(labels: &[&str]) -> Vec<String> {
        let places = choose(labels.iter().copied());
        labels.iter().zip(places).map(|(label, place)| marked(label, place, '_')).collect()
    }

    #[test]
    fn each_letter_is_chosen_once_and_the_lasting_lines_choose_first() {
        let all = shown(&["Stop gateway", "Start gateway", "Logs", "Start at login", "Quit"]);
        assert_eq!(all, ["S_top gateway", "Start _gateway", "_Logs", "_Start at login", "_Quit"]);
        assert_eq!(shown(&["Quit", "Quit", "Quit", "Quit", "Quit"]).iter().filter(|one| one.contains('_')).count(), 4);
        assert_eq!(shown(&["东京", "…"]), ["东京", "…"], "a line without a letter has none");
    }

    #[test]
    fn a_mark_in_a_name_is_only_a_character() {
        assert_eq!(marked("a_b", Some(2), '_'), "a___b");
        assert_eq!(marked("Tom & Ann", None, '&'), "Tom && Ann");
        assert_eq!(marked("", None, '_'), "");
    }
}
