//! Undo and redo, as a learner meets them.

use super::pile::STEPS;
use super::*;
use crate::around::Around;
use saslab_lessons::howto;
use saslab_smtpd::maincf::Edit;

fn after(actions: impl IntoIterator<Item = Action>) -> Desk {
    let start = Rc::new(Desk::default());
    Rc::unwrap_or_clone(actions.into_iter().fold(start, Desk::reduce))
}

fn typed(letters: &[&str]) -> Vec<Action> {
    let mut text = howto::BEFORE.to_owned();
    let write = |letter: &&str| {
        text.push_str(letter);
        Action::Write(text.clone().into())
    };
    letters.iter().map(write).collect()
}

fn auth() -> Action {
    Action::Edit(Edit::Set {
        name: "smtpd_sasl_auth_enable",
        value: "yes".to_owned(),
    })
}

#[test]
fn an_edit_is_undone_and_done_again() {
    let desk = after([auth()]);
    assert_eq!(desk.undoes().unwrap(), "smtpd_sasl_auth_enable");
    assert_eq!(desk.redoes(), None);
    let desk = after([auth(), Action::Undo]);
    assert_eq!(desk.now.text, howto::BEFORE);
    assert_eq!(desk.undoes(), None);
    assert_eq!(desk.redoes().unwrap(), "smtpd_sasl_auth_enable");
    let desk = after([auth(), Action::Undo, Action::Redo]);
    assert!(desk.now.text.ends_with("smtpd_sasl_auth_enable = yes\n"));
}

#[test]
fn a_word_is_undone_at_once_and_a_line_by_itself() {
    let mut actions = typed(&["a", "=", "1", "\n", "b"]);
    let end = |actions: &[Action]| after(actions.to_vec()).now.text.clone();
    actions.push(Action::Undo);
    assert!(end(&actions).ends_with("a=1\n"));
    actions.push(Action::Undo);
    assert!(end(&actions).ends_with("a=1"));
    actions.push(Action::Undo);
    assert_eq!(end(&actions), howto::BEFORE);
}

#[test]
fn what_is_done_after_undo_ends_what_could_be_redone() {
    let desk = after([auth(), Action::Undo, Action::Seek(2)]);
    assert_eq!(desk.redoes(), None);
    assert_eq!(desk.undoes().unwrap(), "position");
}

#[test]
fn what_changes_nothing_is_no_step() {
    let same = Action::Write(howto::BEFORE.into());
    assert_eq!(after([same, Action::Undo, Action::Redo]).undoes(), None);
}

#[test]
fn scrubbing_is_one_step() {
    let desk = after([
        Action::Seek(2),
        Action::Seek(3),
        Action::Seek(0),
        Action::Undo,
    ]);
    assert_eq!(desk.now.played, 1);
    assert_eq!(desk.undoes(), None);
}

#[test]
fn the_past_is_bounded_by_steps_and_by_octets() {
    let restart = |at: usize| match at % 2 {
        0 => Action::Restart,
        _ => Action::Take(1),
    };
    // Forgotten are the oldest, many at once.
    let desk = after((0..STEPS * 2 + 1).map(restart));
    assert_eq!(desk.past.height(), STEPS);
    let back = (0..STEPS).map(|_| Action::Undo);
    let desk = after((0..STEPS * 3).map(restart).chain(back));
    assert_eq!(
        (desk.past.height(), desk.future.height()),
        (STEPS - 1, STEPS)
    );
    let huge = |at: usize| {
        Action::Write(
            ["#".repeat(5_000_000 + at * 9), "\n".to_owned()]
                .concat()
                .into(),
        )
    };
    let desk = after((0..6).map(huge));
    assert_eq!(desk.past.height(), 3);
}

#[test]
fn one_letter_more_or_less_is_a_letter() {
    assert!(is_letter("ab", "aXb"));
    assert!(is_letter("aéb", "ab"));
    assert!(!is_letter("ab", "a\nb"));
    assert!(!is_letter("ab", "aXXXXXb"));
    assert!(!is_letter("ab", "Xb1"));
    assert!(!is_letter("ab", "ax"));
}

#[test]
fn pointing_is_no_step() {
    let desk = after([auth(), Action::Point(Some(2))]);
    assert_eq!(desk.undoes().unwrap(), "smtpd_sasl_auth_enable");
    let desk = after([auth(), Action::Undo, Action::Point(Some(2))]);
    assert_eq!(desk.redoes().unwrap(), "smtpd_sasl_auth_enable");
    assert_eq!(desk.now.pointed.as_deref(), Some(&2));
    let desk = after([Action::Point(Some(2)), auth(), Action::Undo]);
    assert_eq!(desk.now.pointed, None);
}

#[test]
fn a_text_typed_elsewhere_is_undone_at_once() {
    let typed = |master: &'static str| {
        let around = Around {
            master: master.into(),
            ..Around::default()
        };
        Action::Type(around, "master.cf")
    };
    let desk = after([typed("s"), typed("sm"), typed("smtp")]);
    assert_eq!(desk.undoes().unwrap(), "master.cf");
    let desk = after([typed("s"), typed("sm"), typed("smtp"), Action::Undo]);
    assert_eq!(desk.now.around.master, Around::default().master);
    assert_eq!(desk.undoes(), None);
}
