//! `smtpd_sasl_security_options`: which mechanisms are not good enough.

use saslab_smtpd::maincf::Edit;
use saslab_smtpd::sasl::SecurityOption;
use yew::Callback;

use crate::deed::Tick;
use crate::draft::Control;
use crate::element::{At, Element, checkbox, el};
use crate::state::Action;

/// The parameter.
pub(crate) const NAME: &str = "smtpd_sasl_security_options";

/// One checkbox per option that Postfix knows.
pub(crate) fn security(control: &Control, act: &Callback<Action>) -> Element {
    let option = |option: SecurityOption| {
        let word = option.name();
        let is_on = control.words.iter().any(|each| *each.text == *word);
        // What `$name` brings cannot be taken out here.
        let item = control.items.iter().position(|item| *item == word);
        let on = Action::Edit(Edit::Add {
            name: NAME,
            word: word.to_owned(),
        });
        let off = match item {
            Some(item) => Action::Edit(Edit::Remove { name: NAME, item }),
            None => on.clone(),
        };
        let field = checkbox(is_on).when(is_on && item.is_none(), At::Disabled);
        el("label")
            .class("check")
            .ticks(act, Tick { is_on, on, off })
            .with(field)
            .with(el("code").text(word))
    };
    let options = SecurityOption::ALL.into_iter().map(option).collect();
    let legend = el("legend")
        .with(el("code").text(NAME))
        .text(" ")
        .with(el("span").class("note").say(&control.note));
    el("fieldset")
        .class("setting options")
        .with(legend)
        .with(el("div").class("checks").all(options))
}
