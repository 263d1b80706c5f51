//! The line on top: the name, the release, and the colours.

use saslab_smtpd::release::Release;
use yew::{AttrValue, Callback, Html, component, html, use_state};

use super::picker::{Choice, Picker};
use crate::releases;
use crate::state::Action;
use crate::theme;

/// The page's header.
pub(crate) fn masthead(installed: Release, act: &Callback<Action>) -> Html {
    let offered = releases::offered();
    let choices: Vec<Choice> = offered
        .iter()
        .map(|release| Choice {
            label: release.to_string().into(),
            chosen: *release == installed,
        })
        .collect();
    let choose = act.reform(move |index: usize| {
        Action::Install(offered.get(index).copied().unwrap_or(Release::DEFAULT))
    });
    html! {
        <header class="masthead">
            <h1>{ "saslab" }</h1>
            <p class="masthead-about">{ "a mail server to experiment on; nothing leaves this page" }</p>
            <Picker label="Postfix release" {choices} {choose} />
            <ThemeButton />
        </header>
    }
}

#[component]
fn ThemeButton() -> Html {
    let shown = use_state(theme::current);
    let other = shown.other();
    let onclick = {
        Callback::from(move |_| {
            theme::choose(other);
            shown.set(other);
        })
    };
    let label: AttrValue = other.invitation().into();
    html! {
        <button type="button" class="plain" {onclick}>
            <span aria-hidden="true">{ "◐ " }</span>{ label }
        </button>
    }
}
