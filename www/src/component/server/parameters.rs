//! Every parameter: searched, or folded by theme; what it means, what it is in this
//! release, and a control for it.

use saslab_smtpd::maincf::{Edit, Group, Kind, Modelled, Parameter, parameters};
use yew::{AttrValue, Callback, HookContext, Html};

use super::{key, order};
use crate::component::picker::{Choice, Picker, choosing};
use crate::component::switch::switch;
use crate::draft::{Control, Draft};
use crate::element::{At, Element, button, el, list};
use crate::kept::{Kept, keep};
use crate::part::{Part, part, part_by_key};
use crate::shared::Shared;
use crate::state::Action;

/// The browser.
#[derive(PartialEq)]
pub(super) struct Parameters {
    pub(super) draft: Shared<Draft>,
    pub(super) act: Callback<Action>,
}

/// Which ones are shown.
#[derive(Clone, Copy, PartialEq)]
enum Filter {
    All,
    SetHere,
    Simulated,
    NotSimulated,
}

const FILTERS: [(Filter, &str); 4] = [
    (Filter::All, "all"),
    (Filter::SetHere, "set here"),
    (Filter::Simulated, "simulated"),
    (Filter::NotSimulated, "not simulated"),
];

/// What is looked for, and which theme is unfolded.
#[derive(Clone)]
struct Look {
    words: AttrValue,
    filter: Filter,
    open: Option<Group>,
}

/// More rows than these are not shown at once.
const ROWS: usize = 40;

impl Part for Parameters {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let look = keep(hooks, || Look {
            words: AttrValue::default(),
            filter: Filter::All,
            open: None,
        });
        let found: Vec<&'static Parameter> = parameters()
            .filter(|row| look.finds(row, &self.draft))
            .collect();
        let count = [&found.len().to_string(), " parameters"].concat();
        let status = el("p").class("note").at(At::Role, "status").show(count);
        let is_short = !look.words.is_empty() || look.filter == Filter::SetHere;
        let rows = match is_short {
            true => self.rows(&found),
            false => self.themes(&found, &look),
        };
        list(vec![search(&look).html(), status.html(), rows])
    }
}

impl Look {
    fn finds(&self, row: &Parameter, draft: &Draft) -> bool {
        let is_simulated = row.modelled == Modelled::Yes;
        let passes = match self.filter {
            Filter::All => true,
            Filter::SetHere => draft.sets(row.name),
            Filter::Simulated => is_simulated,
            Filter::NotSimulated => !is_simulated,
        };
        let words = self.words.to_ascii_lowercase();
        let mut words = words.split_ascii_whitespace();
        let is_there = || row.default_of(draft.release()).is_some() || draft.sets(row.name);
        passes
            && is_there()
            && words.all(|word| row.name.contains(word) || says(row.meaning(), word))
    }
}

fn says(meaning: &str, word: &str) -> bool {
    meaning.to_ascii_lowercase().contains(word)
}

/// The search box and the filter.
fn search(look: &Kept<Look>) -> Element {
    let kept = look.clone();
    let ontext = Callback::from(move |words: String| {
        let words = words.into();
        kept.set(Look {
            words,
            ..(*kept).clone()
        });
    });
    let field = el("input")
        .class("field")
        .at(At::Type, "search")
        .at(At::AriaLabel, "Search parameters")
        .at(At::Placeholder, "name or meaning")
        .value(look.words.clone())
        .on_text(ontext)
        .verbatim();
    let kept = look.clone();
    let choose = Callback::from(move |place: usize| {
        if let Some((filter, _)) = FILTERS.get(place) {
            let filter = *filter;
            kept.set(Look {
                filter,
                ..(*kept).clone()
            });
        }
    });
    let choice = |(filter, word): &(Filter, &'static str)| {
        Choice::new((*word).into(), *filter == look.filter)
    };
    let filter = Picker {
        label: "Show".into(),
        choices: FILTERS.iter().map(choice).collect(),
        choose: choose.into(),
    };
    el("div").class("row").with(field).put(part(filter))
}

impl Parameters {
    /// One theme is unfolded at a time: a page of hundreds of controls helps nobody.
    fn themes(&self, found: &[&'static Parameter], look: &Kept<Look>) -> Html {
        let theme = |group: Group| {
            let own: Vec<_> = found
                .iter()
                .filter(|row| row.group == group)
                .copied()
                .collect();
            if own.is_empty() {
                return Html::default();
            }
            let is_open = look.open == Some(group);
            let kept = look.clone();
            let toggle = Callback::from(move |_| {
                let open = (!is_open).then_some(group);
                kept.set(Look {
                    open,
                    ..(*kept).clone()
                });
            });
            let head = button()
                .class("theme")
                .says(At::AriaExpanded, is_open)
                .on_click(toggle)
                .text(group.title())
                .with(el("span").class("note").text(" ").number(own.len()));
            let rows = match is_open {
                true => self.rows_of(&own),
                false => Html::default(),
            };
            el("li").with(el("h3").with(head)).put(rows).html()
        };
        let themes = Group::ALL.into_iter().map(theme).collect();
        el("ul")
            .class("themes")
            .at(At::Role, "list")
            .put(list(themes))
            .html()
    }

    fn rows(&self, found: &[&'static Parameter]) -> Html {
        let shown = found.get(..ROWS).unwrap_or(found);
        let more = found.len() - shown.len();
        let more = (more > 0).then(|| {
            el("p")
                .class("note")
                .number(more)
                .text(" more: narrow the search")
        });
        list(vec![
            self.rows_of(shown),
            more.map_or_else(Html::default, Element::html),
        ])
    }

    fn rows_of(&self, rows: &[&'static Parameter]) -> Html {
        let rows = rows.iter().map(|row| self.row(row)).collect();
        el("ul")
            .class("parameters")
            .at(At::Role, "list")
            .at(At::AriaLabel, "Parameters")
            .all(rows)
            .html()
    }

    fn row(&self, row: &'static Parameter) -> Element {
        let Self { draft, act } = self;
        let name = row.name;
        let Some(control) = draft.control(name) else {
            let note = el("p").class("note").text("This release does not have it.");
            return el("li").with(el("code").text(name)).with(note);
        };
        let default = row.default_of(draft.release());
        let default = default.map_or("", |default| default.text);
        let default = if default.is_empty() { "empty" } else { default };
        let not_simulated = (row.modelled == Modelled::NotSimulated)
            .then(|| el("span").class("badge").text("not simulated"));
        let reset = draft.sets(name).then(|| {
            button()
                .set(At::AriaLabel, ["Reset ", name].concat().into())
                .does(act, Action::Edit(Edit::Unset { name }))
                .text("reset")
        });
        let is_set = draft.sets(name);
        let note = el("p")
            .class("note")
            .say(&control.note)
            .text(if is_set { "; default " } else { ": " })
            .with(el("code").text(default))
            .text(" ")
            .perhaps(reset);
        let meaning = el("p").text(row.meaning()).text(" ").perhaps(not_simulated);
        el("li")
            .put(self.control(row, control))
            .with(meaning)
            .with(note)
    }

    /// By its kind: a switch, a choice, the order of a list, or a text.
    fn control(&self, row: &'static Parameter, control: Control) -> Html {
        let act = &self.act;
        let name = row.name;
        if row.kind_of(self.draft.release()) == Kind::Boolean {
            return switch(name, &control, act).html();
        }
        if name.starts_with("smtpd_") && name.ends_with("_restrictions") {
            return order(Some(control), name, act);
        }
        let known = row.one_of();
        if known.contains(&&*control.written) {
            return choice(name, known, &control.written, act);
        }
        let field = el("input")
            .class("field")
            .at(At::Type, "text")
            .at(At::AriaLabel, name)
            .value(control.written)
            .sets(act, name)
            .verbatim();
        el("div").with(el("code").text(name)).with(field).html()
    }
}

fn choice(
    name: &'static str,
    known: &'static [&'static str],
    written: &AttrValue,
    act: &Callback<Action>,
) -> Html {
    let choices = known.iter().map(|word| {
        let label = if word.is_empty() { "(empty)" } else { word };
        Choice::new(label.into(), *written == **word)
    });
    let actions = known.iter().map(|word| {
        let value = (*word).to_owned();
        Some(Action::Edit(Edit::Set { name, value }))
    });
    let picker = Picker {
        label: name.into(),
        choices: choices.collect(),
        choose: choosing(act, actions.collect()),
    };
    part_by_key(key(name), picker)
}
