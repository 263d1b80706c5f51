//! Two benches side by side: the Lab's, and one that differs in settings, release or
//! client. Both hear the same client; what they answer differently is marked, and each
//! side says why.

use std::rc::Rc;

use saslab_lessons::howto;
use saslab_smtpd::release::Release;
use yew::{AttrValue, Callback, Hook, HookContext, Html, use_memo};

use crate::bench::{Bench, Line, Transcript};
use crate::component::{Choice, Picker, reason};
use crate::diff;
use crate::element::{At, Element, el, list};
use crate::kept::Kept;
use crate::part::{Part, part};
use crate::people::Person;
use crate::releases;
use crate::setup::Setup;
use crate::state::State;

/// main.cf of the other bench.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Settings {
    Lab,
    Before,
    After,
    Own(AttrValue),
}

/// How the other bench differs; what is not given is the Lab's.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Other {
    pub(crate) settings: Settings,
    pub(crate) release: Option<Release>,
    pub(crate) person: Option<Person>,
}

impl Default for Other {
    fn default() -> Self {
        Self {
            settings: Settings::After,
            release: None,
            person: None,
        }
    }
}

impl Other {
    fn text(&self, lab: &State) -> AttrValue {
        match &self.settings {
            Settings::Lab => lab.loaded.clone(),
            Settings::Before => howto::BEFORE.into(),
            Settings::After => howto::AFTER.into(),
            Settings::Own(text) => text.clone(),
        }
    }
}

/// The choices, and the two sessions.
#[derive(PartialEq)]
pub(crate) struct Compare {
    pub(crate) state: Rc<State>,
    pub(crate) other: Kept<Other>,
}

impl Part for Compare {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let Self { state, other } = self;
        let given = (Rc::clone(state), (**other).clone());
        let sessions = use_memo(given, |(lab, other)| {
            let release = other.release.unwrap_or(lab.release);
            let bench = Bench::start(Setup {
                text: other.text(lab),
                release,
                ..lab.bench.setup().clone()
            });
            let person = other.person.as_ref().unwrap_or(&lab.person);
            let left = lab.bench.replay(&lab.person, &lab.inputs);
            (left, bench.replay(person, &lab.inputs))
        });
        let sessions = sessions.run(hooks);
        let (left, right) = &*sessions;
        let note = el("p").class("note").text(
            "Left the server, release and client of the Lab; right another one. Both hear \
             what the client says in the Lab.",
        );
        let choices = el("div")
            .class("pickers")
            .put(picker(
                self,
                "Other main.cf",
                texts(&other.settings),
                Other::choose_text,
            ))
            .put(picker(
                self,
                "Other release",
                other_releases(other.release),
                Other::choose_release,
            ))
            .put(picker(
                self,
                "Other client",
                people(other.person.as_ref()),
                Other::choose_person,
            ));
        el("section")
            .class("sheet wide")
            .at(At::AriaLabelledby, "benches")
            .with(el("h2").at(At::Id, "benches").text("Compare"))
            .with(note)
            .with(choices)
            .with(own_text(state, other))
            .put(sides(left, right))
            .html()
    }
}

impl Other {
    fn choose_text(&mut self, index: usize, lab: &State) {
        self.settings = match index {
            0 => Settings::Lab,
            1 => Settings::Before,
            2 => Settings::After,
            _ => Settings::Own(self.text(lab)),
        };
    }

    fn choose_release(&mut self, index: usize, _: &State) {
        let at = index.checked_sub(1);
        self.release = at.and_then(|at| releases::offered().get(at).copied());
    }

    fn choose_person(&mut self, index: usize, _: &State) {
        let at = index.checked_sub(1);
        self.person = at.and_then(|at| Person::ALL.get(at).cloned());
    }
}

fn picker(
    Compare { state, other }: &Compare,
    label: &'static str,
    choices: Vec<Choice>,
    change: fn(&mut Other, usize, &State),
) -> Html {
    let (state, other) = (Rc::clone(state), other.clone());
    let choose = Callback::from(move |index: usize| {
        let mut next = (*other).clone();
        change(&mut next, index, &state);
        other.set(next);
    });
    part(Picker {
        label: label.into(),
        choices,
        choose: choose.into(),
    })
}

/// The text of the other main.cf; whoever writes into it has a text of his own.
fn own_text(state: &State, other: &Kept<Other>) -> Element {
    let ontext = {
        let other = other.clone();
        Callback::from(move |text: String| {
            let mut next = (*other).clone();
            next.settings = Settings::Own(text.into());
            other.set(next);
        })
    };
    let field = el("textarea")
        .at(At::AriaLabel, "other main.cf")
        .at(At::Rows, "10")
        .value(other.text(state))
        .on_text(ontext)
        .at(At::Spellcheck, "false")
        .at(At::Wrap, "off");
    el("details")
        .class("editor")
        .with(el("summary").text("Write the other main.cf"))
        .with(field)
}

fn as_in_the_lab(chosen: bool) -> Choice {
    Choice::new("as in the Lab".into(), chosen)
}

fn texts(settings: &Settings) -> Vec<Choice> {
    vec![
        as_in_the_lab(*settings == Settings::Lab),
        Choice::new(
            "HOWTO, before its first step".into(),
            *settings == Settings::Before,
        ),
        Choice::new(
            "HOWTO, after its last step".into(),
            *settings == Settings::After,
        ),
        Choice::new(
            "a text of its own".into(),
            matches!(settings, Settings::Own(_)),
        ),
    ]
}

fn other_releases(chosen: Option<Release>) -> Vec<Choice> {
    let mut choices = vec![as_in_the_lab(chosen.is_none())];
    for release in releases::offered() {
        let label = release.to_string().into();
        choices.push(Choice::new(label, chosen == Some(release)));
    }
    choices
}

fn people(chosen: Option<&Person>) -> Vec<Choice> {
    let mut choices = vec![as_in_the_lab(chosen.is_none())];
    for person in &Person::ALL {
        choices.push(Choice::new(person.label(), chosen == Some(person)));
    }
    choices
}

/// Line beside line.
fn sides(left: &Transcript, right: &Transcript) -> Html {
    for (side, session) in [("The Lab's server", left), ("The other server", right)] {
        if let Some(failure) = &session.failure {
            let problem = el("p").class("problem").text(side);
            let log = el("code").say(&failure.log);
            return problem.text(" does not start: ").with(log).html();
        }
    }
    let turns = diff::beside(left, right);
    let lines = turns.iter().flat_map(|turn| &turn.lines);
    let differ = lines.filter(|pair| !pair.is_same()).count();
    let mut rows = Vec::new();
    for turn in &turns {
        rows.push(turn.sent.as_ref().map_or_else(Html::default, sent));
        rows.push(list(turn.lines.iter().map(row).collect()));
    }
    let verdict = match differ {
        0 => "Both say the same.".to_owned(),
        1 => "1 line differs.".to_owned(),
        _ => [&differ.to_string(), " lines differ."].concat(),
    };
    let verdict = el("strong").show(verdict);
    let column = |side: &'static str| el("th").at(At::Scope, "col").text(side);
    let head = el("tr")
        .with(column("The Lab's server"))
        .with(column("The other server"));
    let caption = el("caption").class("unseen").text("Sessions compared");
    let table = el("table")
        .class("beside")
        .with(caption)
        .with(el("thead").with(head))
        .with(el("tbody").put(list(rows)));
    let verdict = el("p").at(At::Role, "status").with(verdict);
    list(vec![verdict.html(), table.html()])
}

/// What the client said, over both sides.
fn sent(sent: &AttrValue) -> Html {
    let sign = el("span").class("sign").at(At::AriaHidden, "true");
    let cell = el("td")
        .at(At::Colspan, "2")
        .with(sign.text("C "))
        .with(el("span").class("unseen").text("Client: "))
        .with(el("code").class("text").say(sent));
    el("tr").class("client").with(cell).html()
}

fn row(pair: &diff::Pair) -> Html {
    let class = if pair.is_same() { "" } else { "changed" };
    let sign = match (&pair.left, &pair.right) {
        _ if pair.is_same() => None,
        (Some(_), Some(_)) => Some("± differs"),
        _ => Some("+ only here"),
    };
    let left = cell(pair.left.as_ref(), sign);
    let right = cell(pair.right.as_ref(), sign);
    el("tr").class(class).with(left).with(right).html()
}

/// A line of one side, or the lack of one; `sign` says how the sides differ.
fn cell(line: Option<&Line>, sign: Option<&'static str>) -> Element {
    let Some(line) = line else {
        let note = el("span").class("note").text("–");
        let words = el("span").class("unseen").text(" no such line");
        return el("td").with(note.with(words));
    };
    let code = el("td").with(el("code").say(&line.text));
    let Some(sign) = sign else {
        return code;
    };
    let mark = el("span").class("mark").text(" ").text(sign);
    code.with(mark)
        .with(reason(el("p").class("cause"), &line.why))
}
