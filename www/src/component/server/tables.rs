//! The files of the server, tables among them, and what is supposed of the outside.

use saslab_smtpd::maincf::paths_in;
use saslab_smtpd::policy::{Fact, FactKind};
use yew::{AttrValue, Callback, HookContext, Html, MouseEvent};

use super::field::Fields;
use crate::around::{Around, File, Supposition};
use crate::bench::Bench;
use crate::component::picker::{Choice, Picker, choosing};
use crate::element::{At, Element, button, el, list};
use crate::part::{Part, part};
use crate::shared::Shared;
use crate::state::Action;

/// Files and suppositions.
#[derive(PartialEq)]
pub(super) struct Tables {
    pub(super) text: AttrValue,
    pub(super) around: Shared<Around>,
    pub(super) bench: Shared<Bench>,
    pub(super) act: Callback<Action>,
}

impl Part for Tables {
    fn show(&self, _hooks: &mut HookContext) -> Html {
        let files = self.fields("files");
        let supposed = self.fields("what is supposed");
        let title = |text: &'static str| el("h3").text(text).html();
        let rows = self.around.files.iter().enumerate();
        let rows = rows.map(|(place, one)| file(&files, place, one));
        let rows = el("div").class("files").all(rows.collect());
        let note = el("p").class("note").text(
            "The answers of what is outside: tables that a database holds, lists in the DNS, \
             policy services, restrictions that are not simulated. An empty key stands for \
             every key, an empty answer for none.",
        );
        let facts = self.around.supposed.iter().enumerate();
        let facts = facts.map(|(place, one)| fact(&supposed, place, one));
        let facts = el("ul")
            .class("supposed")
            .at(At::Role, "list")
            .at(At::AriaLabel, "Supposed")
            .all(facts.collect());
        list(vec![
            title("Files"),
            rows.html(),
            self.missing(&files).html(),
            title("Supposed"),
            note.html(),
            facts.html(),
            self.asked(&supposed).html(),
        ])
    }
}

impl Tables {
    fn fields(&self, what: &'static str) -> Fields {
        Fields {
            around: self.around.clone(),
            act: self.act.clone(),
            what,
        }
    }

    /// Buttons that make the files that the configuration names and that are not there.
    fn missing(&self, fields: &Fields) -> Element {
        let add = |path: &str, label: String| {
            let path = AttrValue::from(path.to_owned());
            let fields = fields.clone();
            let make = Callback::from(move |_: MouseEvent| {
                let mut around = (*fields.around).clone();
                around.files.push(File {
                    path: path.clone(),
                    text: AttrValue::default(),
                });
                fields.act.emit(Action::Around(around, fields.what));
            });
            button().on_click(make).show(label)
        };
        let named = paths_in(&[&self.text, &self.around.master]);
        let is_there = |path: &str| self.around.files.iter().any(|file| file.path == path);
        let missing = named.into_iter().filter(|path| !is_there(path));
        let mut buttons: Vec<Element> = missing
            .take(NAMED)
            .map(|path| add(path, ["Create ", path].concat()))
            .collect();
        buttons.push(add("/etc/postfix/table", "Add a file".to_owned()));
        el("div").class("adding").all(buttons)
    }

    /// Buttons for what the server would ask outside.
    fn asked(&self, fields: &Fields) -> Element {
        let add = |one: Supposition, label: String| {
            let fields = fields.clone();
            let suppose = Callback::from(move |_: MouseEvent| {
                let mut around = (*fields.around).clone();
                around.supposed.push(one.clone());
                fields.act.emit(Action::Around(around, fields.what));
            });
            button().on_click(suppose).show(label)
        };
        let known = &self.around.supposed;
        let sources = self.bench.sources().into_iter();
        let sources = sources.filter(|one| !known.iter().any(|own| own.source == one.source));
        let mut buttons: Vec<Element> = sources
            .take(NAMED)
            .map(|one| {
                let label = ["Suppose what ", &one.source, " says"].concat();
                // `ts/shell/suppose.ts` finds it by that.
                let source = one.source.clone();
                add(one, label).set(At::Title, source)
            })
            .collect();
        let empty = Supposition::from(&Fact::of(FactKind::Table, "", ""));
        buttons.push(add(empty, "Suppose something".to_owned()));
        el("div").class("adding").all(buttons)
    }
}

/// More buttons than these are in nobody's way.
const NAMED: usize = 12;

fn file(fields: &Fields, place: usize, file: &File) -> Element {
    let path = fields.line(
        ["path of file ", &(place + 1).to_string()].concat(),
        &file.path,
        place,
        |around, place, text| {
            if let Some(file) = around.files.get_mut(place) {
                file.path = text.into();
            }
        },
    );
    let text = fields.text(
        file.path.clone(),
        &file.text,
        place,
        |around, place, text| {
            if let Some(file) = around.files.get_mut(place) {
                file.text = text.into();
            }
        },
    );
    let remove = fields.remove(&file.path, place, |around, place| {
        if place < around.files.len() {
            around.files.remove(place);
        }
    });
    let path = el("div").class("row").with(path).with(remove);
    el("details")
        .with(el("summary").with(el("code").say(&file.path)))
        .with(path)
        .with(text)
}

/// The kinds in words, in the order of [`FactKind::ALL`].
const KINDS: [&str; 4] = ["table", "DNS list", "policy service", "restriction"];

/// What kind of fact it is.
fn kinds(fields: &Fields, place: usize, one: &Supposition) -> Html {
    let mut choices = Vec::new();
    let mut actions = Vec::new();
    for (kind, word) in FactKind::ALL.into_iter().zip(KINDS) {
        choices.push(Choice::new(word.into(), kind == one.kind));
        let mut around = (*fields.around).clone();
        if let Some(own) = around.supposed.get_mut(place) {
            own.kind = kind;
        }
        actions.push(Some(Action::Around(around, fields.what)));
    }
    part(Picker {
        label: ["Fact ", &(place + 1).to_string()].concat().into(),
        choices,
        choose: choosing(&fields.act, actions),
    })
}

fn fact(fields: &Fields, place: usize, one: &Supposition) -> Element {
    let number = (place + 1).to_string();
    let named = |what: &str| [what, " ", &number].concat();
    let kind = kinds(fields, place, one);
    let source = fields.line(
        named("who is asked"),
        &one.source,
        place,
        |around, place, text| {
            if let Some(own) = around.supposed.get_mut(place) {
                own.source = text.into();
            }
        },
    );
    let about = fields.line(named("key"), &one.about, place, |around, place, text| {
        if let Some(own) = around.supposed.get_mut(place) {
            own.about = text.into();
        }
    });
    let says = fields.line(named("answer"), &one.says, place, |around, place, text| {
        if let Some(own) = around.supposed.get_mut(place) {
            own.says = text.into();
        }
    });
    let remove = fields.remove(&["fact ", &number].concat(), place, |around, place| {
        if place < around.supposed.len() {
            around.supposed.remove(place);
        }
    });
    let label =
        |text: &'static str, field: Element| el("label").with(el("span").text(text)).with(field);
    el("li")
        .with(el("div").class("row").put(kind).with(source).with(remove))
        .with(
            el("div")
                .class("row")
                .with(label("key", about))
                .with(label("answer", says)),
        )
}
