//! Two benches side by side: the Lab's, and one that differs in settings, release or
//! client. Both hear the same client; what they answer differently is marked, and each
//! side says why.

use std::rc::Rc;

use saslab_lessons::howto;
use saslab_smtpd::release::Release;
use web_sys::HtmlTextAreaElement;
use yew::{
    AttrValue, Callback, Html, InputEvent, Properties, TargetCast, UseStateHandle, component, html,
    use_memo,
};

use crate::bench::{Bench, Line, Transcript};
use crate::component::{Choice, Picker, reason};
use crate::diff;
use crate::element::el;
use crate::people::Person;
use crate::releases;
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

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) state: Rc<State>,
    pub(crate) other: UseStateHandle<Other>,
}

/// The choices, and the two sessions.
#[component]
pub(crate) fn Compare(props: &Props) -> Html {
    let Props { state, other } = props;
    let sessions = use_memo((Rc::clone(state), (**other).clone()), |(lab, other)| {
        let release = other.release.unwrap_or(lab.release);
        let bench = Bench::start(&other.text(lab), release, &lab.mechanisms);
        let person = other.person.unwrap_or(lab.person);
        let left = lab.bench.replay(lab.person, &lab.inputs);
        (left, bench.replay(person, &lab.inputs))
    });
    let (left, right) = &*sessions;
    html! {
        <section class="sheet wide" aria-labelledby="benches">
            <h2 id="benches">{ "Compare" }</h2>
            <p class="note">
                { "Left the server, release and client of the Lab; right another one. Both hear \
                   what the client says in the Lab." }
            </p>
            { choices(state, other) }
            { sides(left, right) }
        </section>
    }
}

fn choices(state: &State, other: &UseStateHandle<Other>) -> Html {
    let set = |change: fn(&mut Other, usize, &State), state: State| {
        let other = other.clone();
        Callback::from(move |index: usize| {
            let mut next = (*other).clone();
            change(&mut next, index, &state);
            other.set(next);
        })
    };
    let settings = set(
        |other, index, lab| {
            other.settings = match index {
                0 => Settings::Lab,
                1 => Settings::Before,
                2 => Settings::After,
                _ => Settings::Own(other.text(lab)),
            }
        },
        state.clone(),
    );
    let release = set(
        |other, index, _| {
            other.release = index
                .checked_sub(1)
                .and_then(|at| releases::offered().get(at).copied())
        },
        state.clone(),
    );
    let person = set(
        |other, index, _| {
            other.person = index
                .checked_sub(1)
                .and_then(|at| Person::ALL.get(at).copied())
        },
        state.clone(),
    );
    html! {
        <>
            <div class="pickers">
                <Picker label="Other main.cf" choices={texts(&other.settings)} choose={settings} />
                <Picker label="Other release" choices={other_releases(other.release)} choose={release} />
                <Picker label="Other client" choices={people(other.person)} choose={person} />
            </div>
            { own_text(state, other) }
        </>
    }
}

/// The text of the other main.cf; whoever writes into it has a text of his own.
fn own_text(state: &State, other: &UseStateHandle<Other>) -> Html {
    let oninput = {
        let other = other.clone();
        Callback::from(move |event: InputEvent| {
            let field: HtmlTextAreaElement = event.target_unchecked_into();
            other.set(Other {
                settings: Settings::Own(field.value().into()),
                ..(*other).clone()
            });
        })
    };
    html! {
        <details class="editor">
            <summary>{ "Write the other main.cf" }</summary>
            <textarea
                aria-label="other main.cf"
                rows="10"
                value={other.text(state)}
                {oninput}
                spellcheck="false"
                wrap="off"
            />
        </details>
    }
}

fn choice(label: impl Into<AttrValue>, chosen: bool) -> Choice {
    let label = label.into();
    Choice { label, chosen }
}

fn texts(settings: &Settings) -> Vec<Choice> {
    vec![
        choice("as in the Lab", *settings == Settings::Lab),
        choice(
            "HOWTO, before its first step",
            *settings == Settings::Before,
        ),
        choice("HOWTO, after its last step", *settings == Settings::After),
        choice("a text of its own", matches!(settings, Settings::Own(_))),
    ]
}

fn other_releases(chosen: Option<Release>) -> Vec<Choice> {
    let offered = releases::offered().into_iter();
    let others = offered.map(|release| choice(release.to_string(), chosen == Some(release)));
    [choice("as in the Lab", chosen.is_none())]
        .into_iter()
        .chain(others)
        .collect()
}

fn people(chosen: Option<Person>) -> Vec<Choice> {
    let people = Person::ALL.into_iter();
    let others = people.map(|person| choice(person.label(), chosen == Some(person)));
    [choice("as in the Lab", chosen.is_none())]
        .into_iter()
        .chain(others)
        .collect()
}

/// Line beside line.
fn sides(left: &Transcript, right: &Transcript) -> Html {
    for (side, session) in [("The Lab's server", left), ("The other server", right)] {
        if let Some(failure) = &session.failure {
            return html! { <p class="problem">{ side }{ " does not start: " }<code>{ &failure.log }</code></p> };
        }
    }
    let turns = diff::beside(left, right);
    let differ = turns
        .iter()
        .flat_map(|turn| &turn.lines)
        .filter(|pair| !pair.is_same())
        .count();
    let rows = turns.iter().map(|turn| {
        html! {
            <>
                if let Some(sent) = &turn.sent {
                    <tr class="client"><td colspan="2">
                        <span class="sign" aria-hidden="true">{ "C " }</span>
                        <span class="unseen">{ "Client: " }</span><code class="text">{ sent }</code>
                    </td></tr>
                }
                { for turn.lines.iter().map(row) }
            </>
        }
    });
    let verdict = match differ {
        0 => "Both say the same.".to_owned(),
        1 => "1 line differs.".to_owned(),
        _ => [&differ.to_string(), " lines differ."].concat(),
    };
    html! {
        <>
            <p role="status"><strong>{ verdict }</strong></p>
            <table class="beside">
                <caption class="unseen">{ "Sessions compared" }</caption>
                <thead><tr><th scope="col">{ "The Lab's server" }</th><th scope="col">{ "The other server" }</th></tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </>
    }
}

fn row(pair: &diff::Pair) -> Html {
    let is_same = pair.is_same();
    let class = if is_same { "" } else { "changed" };
    let sign = match (&pair.left, &pair.right) {
        (Some(_), Some(_)) => "± differs",
        _ => "+ only here",
    };
    let cell = |line: &Option<Line>| match line {
        None => {
            html! { <td><span class="note">{ "–" }<span class="unseen">{ " no such line" }</span></span></td> }
        }
        Some(line) => html! {
            <td>
                <code>{ &line.text }</code>
                if !is_same {
                    <span class="mark">{ " " }{ sign }</span>
                    { reason(el("p").class("cause"), &line.why).html() }
                }
            </td>
        },
    };
    html! { <tr {class}>{ cell(&pair.left) }{ cell(&pair.right) }</tr> }
}
