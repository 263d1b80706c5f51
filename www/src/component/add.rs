//! A choice of restrictions to add to a list.

use saslab_smtpd::maincf::Edit;
use yew::{Callback, Html, html};

use super::picker::{Choice, Picker};

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
pub(crate) fn add(name: &'static str, items: &[String], edit: &Callback<Edit>) -> Html {
    let is_new = |word: &&str| !items.iter().any(|item| item == word);
    let offered: Vec<&'static str> = OFFERED.into_iter().filter(is_new).collect();
    let invitation = Choice {
        label: "add …".into(),
        chosen: true,
    };
    let choices = offered.iter().map(|word| Choice {
        label: (*word).into(),
        chosen: false,
    });
    let choices = std::iter::once(invitation)
        .chain(choices)
        .collect::<Vec<_>>();
    let edit = edit.clone();
    let choose = Callback::from(move |index: usize| {
        let word = index.checked_sub(1).and_then(|index| offered.get(index));
        if let Some(word) = word {
            edit.emit(Edit::Add {
                name,
                word: (*word).to_owned(),
            });
        }
    });
    html! { <Picker key={items.len()} label={["Add to ", name].concat()} {choices} {choose} /> }
}
