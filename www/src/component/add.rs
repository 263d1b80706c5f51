//! A choice of restrictions to add to a list.

use saslab_smtpd::maincf::Edit;
use yew::{Callback, Html};

use super::picker::{Choice, Picker, choosing};
use crate::part::part_by_key;
use crate::state::Action;

/// What is offered, in the words of postconf(5).
const OFFERED: [&str; 6] = [
    "permit_mynetworks",
    "permit_sasl_authenticated",
    "reject_unauth_destination",
    "check_relay_domains",
    "permit",
    "reject",
];

/// A choice that adds what it names.
pub(crate) fn add(name: &'static str, items: &[String], act: &Callback<Action>) -> Html {
    let mut choices = vec![Choice::new("add …".into(), true)];
    let mut actions = vec![None];
    for word in OFFERED {
        if items.iter().any(|item| item == word) {
            continue;
        }
        choices.push(Choice::new(word.into(), false));
        let word = word.to_owned();
        actions.push(Some(Action::Edit(Edit::Add { name, word })));
    }
    let picker = Picker {
        label: ["Add to ", name].concat().into(),
        choices,
        choose: choosing(act, actions),
    };
    part_by_key(items.len(), picker)
}
