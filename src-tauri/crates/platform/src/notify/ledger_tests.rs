use super::*;
use crate::notify::Expiry;

fn note(key: &str, urgency: Urgency) -> Note {
    Note {
        key: key.into(),
        title: "t".into(),
        body: "b".into(),
        urgency,
        actions: vec![("deny".into(), "Deny".into())],
        expires: Expiry::Usual,
    }
}

fn show(ledger: &mut Ledger, key: &str, generation: u64, id: u32) -> Accepted {
    ledger.begin(&note(key, Urgency::Normal), generation);
    ledger.accepted(key, generation, id)
}

fn press(ledger: &mut Ledger, id: u32) -> Option<NotificationAnswer> {
    ledger.answer(id, Answer::Pressed("deny".into()), false)
}

fn close(ledger: &mut Ledger, id: u32) -> Option<NotificationAnswer> {
    ledger.answer(id, Answer::Closed(Closing::Dismissed), false)
}

#[test]
fn a_press_names_the_note_that_was_in_the_bubble() {
    let mut ledger = Ledger::default();
    show(&mut ledger, "a", 1, 10);
    show(&mut ledger, "b", 2, 11);
    let answer = press(&mut ledger, 11).unwrap();
    assert_eq!((answer.key.as_str(), answer.generation, answer.stale), ("b", 2, false));
    assert_eq!(press(&mut ledger, 99), None, "another program's bubble is none of ours");
}

#[test]
fn a_press_before_the_replacement_is_accepted_belongs_to_the_old_note() {
    let mut ledger = Ledger::default();
    show(&mut ledger, "a", 1, 10);
    assert_eq!(ledger.begin(&note("a", Urgency::Normal), 2), Some(10));
    let before = press(&mut ledger, 10).unwrap();
    assert_eq!((before.generation, before.stale), (1, true));
    assert_eq!(ledger.accepted("a", 2, 10), Accepted::default());
    let after = press(&mut ledger, 10).unwrap();
    assert_eq!((after.generation, after.stale), (2, false));
}

#[test]
fn a_press_that_arrives_before_the_id_is_kept_for_it() {
    let mut ledger = Ledger::default();
    ledger.begin(&note("a", Urgency::Normal), 1);
    assert_eq!(ledger.answer(10, Answer::Default, true), None);
    assert_eq!(ledger.answer(77, Answer::Default, true), None);
    let accepted = ledger.accepted("a", 1, 10);
    assert_eq!(accepted.answers.len(), 1, "{accepted:?}");
    assert_eq!(accepted.answers[0].answer, Answer::Default);
    ledger.settle();
    assert!(ledger.early.is_empty());
}

#[test]
fn a_press_after_the_news_of_closing_is_still_known_and_current() {
    let mut ledger = Ledger::default();
    show(&mut ledger, "a", 1, 10);
    assert_eq!(close(&mut ledger, 10).unwrap().answer, Answer::Closed(Closing::Dismissed));
    let late = press(&mut ledger, 10).unwrap();
    assert_eq!((late.generation, late.stale), (1, false));
    assert_eq!(close(&mut ledger, 10), None, "closed once is closed");
}

#[test]
fn a_withdrawn_note_makes_every_later_press_stale() {
    let mut ledger = Ledger::default();
    show(&mut ledger, "a", 1, 10);
    assert_eq!(ledger.withdraw("a"), Some(10));
    assert!(press(&mut ledger, 10).unwrap().stale);
    assert!(ledger.unseen().is_empty());
    assert_eq!(ledger.withdraw("never"), None);
}

#[test]
fn a_note_withdrawn_on_its_way_is_closed_as_soon_as_it_is_accepted() {
    let mut ledger = Ledger::default();
    ledger.begin(&note("a", Urgency::Critical), 1);
    assert_eq!(ledger.withdraw("a"), None);
    assert!(ledger.accepted("a", 1, 10).close);
}

#[test]
fn a_service_that_gives_a_new_id_leaves_the_old_bubble_to_the_old_note() {
    let mut ledger = Ledger::default();
    show(&mut ledger, "a", 1, 10);
    show(&mut ledger, "a", 2, 11);
    let old = press(&mut ledger, 10).unwrap();
    assert_eq!((old.generation, old.stale), (1, true));
    assert_eq!(ledger.id_of("a"), Some(11));
}

#[test]
fn a_service_that_ends_keeps_critical_notes_and_closes_the_others() {
    let mut ledger = Ledger::default();
    show(&mut ledger, "plain", 1, 10);
    ledger.begin(&note("approval", Urgency::Critical), 2);
    ledger.accepted("approval", 2, 11);
    let over = ledger.service_ended();
    assert_eq!(over.len(), 1, "{over:?}");
    assert_eq!((over[0].key.as_str(), &over[0].answer), ("plain", &Answer::Closed(Closing::ServiceEnded)));
    assert_eq!(ledger.unseen().iter().map(|(generation, _)| *generation).collect::<Vec<_>>(), [2]);
    assert_eq!(press(&mut ledger, 11), None, "an id of the old service means nothing");
    show(&mut ledger, "other", 3, 11);
    assert_eq!(press(&mut ledger, 11).unwrap().key, "other");
}

#[test]
fn a_refused_note_is_kept_only_when_critical_and_worth_it() {
    let mut ledger = Ledger::default();
    for (key, urgency, keep) in
        [("a", Urgency::Critical, true), ("b", Urgency::Normal, true), ("c", Urgency::Critical, false)]
    {
        ledger.begin(&note(key, urgency), 1);
        ledger.refused(key, 1, keep);
    }
    assert_eq!(ledger.unseen().into_iter().map(|(_, note)| note.key).collect::<Vec<_>>(), ["a"]);
}

#[test]
fn memory_of_closed_notes_is_bounded() {
    let mut ledger = Ledger::default();
    for number in 0..2_000_u32 {
        show(&mut ledger, &format!("key {number}"), u64::from(number), number);
        close(&mut ledger, number);
    }
    assert!(ledger.retired.len() <= RETIRED && ledger.newest.len() <= KEYS && ledger.bubbles.is_empty());
}
