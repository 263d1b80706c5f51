//! The line on top: the name, the views, the release, undo, and what the page can do.

use saslab_smtpd::release::Release;
use yew::{AttrValue, Callback, HookContext, Html};

use super::picker::{Choice, Picker, choosing};
use super::tabs::tabs;
use crate::desk::Desk;
use crate::element::{At, Element, button, el, icon};
use crate::kept::keep;
use crate::part::{Part, memo, part};
use crate::releases;
use crate::state::Action;
use crate::theme;
use crate::view::View;

/// The page's header.
pub(crate) fn masthead(view: View, desk: &Desk, act: &Callback<Action>) -> Element {
    let about = el("p").class("masthead-about");
    let history = History {
        undoes: desk.undoes().cloned(),
        redoes: desk.redoes().cloned(),
        act: act.clone(),
    };
    let installed = Installed {
        release: desk.now.release,
        act: act.clone(),
    };
    el("header")
        .class("masthead")
        .with(el("h1").text("saslab"))
        .put(memo(view, |view| tabs(*view)))
        .with(about.text("nothing leaves this page"))
        .put(part(installed))
        .put(memo(history, keys))
}

/// What can be undone and done again.
#[derive(PartialEq)]
struct History {
    undoes: Option<AttrValue>,
    redoes: Option<AttrValue>,
    act: Callback<Action>,
}

/// What the page can do.
fn keys(
    History {
        undoes,
        redoes,
        act,
    }: &History,
) -> Element {
    el("div")
        .class("masthead-keys")
        .at(At::Role, "group")
        .at(At::AriaLabel, "Page")
        .with(history("Undo", "#icon-undo", undoes, act, Action::Undo))
        .with(history("Redo", "#icon-redo", redoes, act, Action::Redo))
        .with(tool("share", "Share", "#icon-share"))
        .with(tool("present", "Present", "#icon-present"))
        .with(tool("tour", "Tour", "#icon-tour"))
        .with(tool("keys", "Keyboard map", "#icon-keys"))
        .put(part(ThemeButton))
}

/// Which release is installed.
#[derive(PartialEq)]
struct Installed {
    release: Release,
    act: Callback<Action>,
}

impl Part for Installed {
    fn show(&self, _: &mut HookContext) -> Html {
        let offered = releases::offered();
        let choice = |release: &Release| {
            let label: AttrValue = release.to_string().into();
            Choice::new(label, *release == self.release)
        };
        let choices = offered.iter().map(choice).collect();
        let install = |release: Release| Some(Action::Install(release));
        let actions = offered.into_iter().map(install).collect();
        part(Picker {
            label: "Postfix release".into(),
            choices,
            choose: choosing(&self.act, actions),
        })
    }
}

/// A button for one step back or on, which says what that is.
fn history(
    label: &'static str,
    drawing: &'static str,
    what: &Option<AttrValue>,
    act: &Callback<Action>,
    action: Action,
) -> Element {
    let title = what.as_ref();
    let title = title.map_or_else(String::new, |what| [label, ": ", what].concat());
    key(label, drawing)
        .set(At::Title, title.into())
        .does_if(what.is_some(), act, action)
}

/// A button that the TypeScript part of the page answers (`ts/shell.ts`).
fn tool(what: &'static str, label: &'static str, drawing: &'static str) -> Element {
    key(label, drawing)
        .at(At::Title, label)
        .at(At::DataTool, what)
}

fn key(label: &'static str, drawing: &'static str) -> Element {
    button()
        .class("key")
        .at(At::AriaLabel, label)
        .with(icon(drawing))
}

/// The button that turns day into night, the other way round, or leaves it to the system.
#[derive(PartialEq)]
struct ThemeButton;

impl Part for ThemeButton {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let shown = keep(hooks, theme::current);
        let next = shown.next();
        let onclick = Callback::from(move |_| {
            theme::choose(next);
            shown.set(next);
        });
        button()
            .class("plain")
            .on_click(onclick)
            .with(icon("#icon-colours"))
            .with(el("span").class("word").text(next.invitation()))
            .html()
    }
}
