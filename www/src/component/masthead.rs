//! The line on top: the name, the views, the release, undo, and what the page can do.

use saslab_smtpd::release::Release;
use yew::{AttrValue, Callback, Html, component, html, use_state};

use super::picker::{Choice, Picker};
use super::tabs::tabs;
use crate::desk::Desk;
use crate::releases;
use crate::state::Action;
use crate::theme;
use crate::view::View;

/// The page's header.
pub(crate) fn masthead(view: View, desk: &Desk, act: &Callback<Action>) -> Html {
    let installed = desk.now.release;
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
            { tabs(view) }
            <p class="masthead-about">{ "nothing leaves this page" }</p>
            <Picker label="Postfix release" {choices} {choose} />
            <div class="masthead-keys" role="group" aria-label="Page">
                { history("Undo", "↶", desk.undoes(), act.reform(|()| Action::Undo)) }
                { history("Redo", "↷", desk.redoes(), act.reform(|()| Action::Redo)) }
                { tool("share", "Share", "⇪") }
                { tool("present", "Present", "▣") }
                { tool("tour", "Tour", "➀") }
                { tool("keys", "Keyboard map", "?") }
                <ThemeButton />
            </div>
        </header>
    }
}

/// A button for one step back or on, which says what that is.
fn history(
    label: &'static str,
    sign: &'static str,
    what: Option<&AttrValue>,
    go: Callback<()>,
) -> Html {
    let title = what.map_or_else(String::new, |what| [label, ": ", what].concat());
    html! {
        <button
            type="button"
            class="key"
            aria-label={label}
            {title}
            disabled={what.is_none()}
            onclick={move |_| go.emit(())}
        >
            <span aria-hidden="true">{ sign }</span>
        </button>
    }
}

/// A button that the TypeScript part of the page answers (`ts/shell.ts`).
fn tool(what: &'static str, label: &'static str, sign: &'static str) -> Html {
    html! {
        <button type="button" class="key" aria-label={label} title={label} data-tool={what}>
            <span aria-hidden="true">{ sign }</span>
        </button>
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
            <span aria-hidden="true">{ "◐ " }</span><span class="word">{ label }</span>
        </button>
    }
}
