//! Commands that encode what the form of Encode holds, and those that log in with it.

use saslab_credentials::recipe::{Encoder, Login, NoRecipe, SessionTool, Target, Transport};
use saslab_smtpd::sasl::Secret;
use saslab_smtpd::sasl::client::{Ingredient, Mechanism};
use yew::{AttrValue, Callback, Html};

use super::bytes::Veil;
use super::encode::{Change, Form, copy, field};
use super::picker::{Choice, Picker};
use crate::element::{At, Element, el, list};
use crate::part::part;

const STARTTLS: (&str, u16, Transport) = ("STARTTLS on port 587", 587, Transport::StartTls);

/// How a session reaches the server.
const WAYS: [(&str, u16, Transport); 3] = [
    STARTTLS,
    ("TLS on port 465", 465, Transport::Tls),
    ("in clear on port 25", 25, Transport::Clear),
];

/// Commands that give the same, and those that log in, for PLAIN.
pub(super) fn recipes(form: &Form, change: &Callback<Change>) -> Vec<Element> {
    if form.mechanism != Mechanism::Plain || form.get(Ingredient::User).is_empty() {
        return Vec::new();
    }
    let login = Login {
        authzid: form.get(Ingredient::Authzid).to_owned(),
        user: form.get(Ingredient::User).to_owned(),
        password: form.get(Ingredient::Password).into(),
    };
    vec![
        encoders(form, &login, change),
        sessions(form, &login, change),
    ]
}

/// A choice among things that name themselves.
fn choices<T: ToString>(all: &[T], chosen: usize) -> Vec<Choice> {
    let choice = |(at, each): (usize, &T)| Choice::new(each.to_string().into(), at == chosen);
    all.iter().enumerate().map(choice).collect()
}

fn encoders(form: &Form, login: &Login, change: &Callback<Change>) -> Element {
    let programs = Picker {
        label: "Program".into(),
        choices: choices(Encoder::ALL, form.encoder),
        choose: change.reform(Change::Encoder).into(),
    };
    let encoder = Encoder::ALL.get(form.encoder).copied();
    let recipe = encoder.unwrap_or(Encoder::Bash).recipe(login);
    let shown = match recipe {
        Err(why) => problem(&why),
        Ok(recipe) => command(&[recipe.command], recipe.notes, form.veil),
    };
    section("recipes", "The same by a command")
        .put(part(programs))
        .put(shown)
}

fn sessions(form: &Form, login: &Login, change: &Callback<Change>) -> Element {
    let tools = Picker {
        label: "Session with".into(),
        choices: choices(SessionTool::ALL, form.tool),
        choose: change.reform(Change::Tool).into(),
    };
    let ways = Picker {
        label: "Connection".into(),
        choices: choices(&WAYS.map(|(name, _, _)| name), form.way),
        choose: change.reform(Change::Way).into(),
    };
    let (_, port, transport) = WAYS.get(form.way).copied().unwrap_or(STARTTLS);
    let target = Target {
        host: form.get(Ingredient::Host).to_owned(),
        port,
        transport,
    };
    let tool = SessionTool::ALL.get(form.tool).copied();
    let shown = match tool.unwrap_or(SessionTool::Swaks).recipe(&target, login) {
        Err(why) => problem(&why),
        Ok(recipe) => {
            let lines = [vec![recipe.command], recipe.lines].concat();
            command(&lines, recipe.notes, form.veil)
        }
    };
    section("sessions", "A whole session that logs in")
        .put(part(tools))
        .put(part(ways))
        .with(field(form, Ingredient::Host, change))
        .put(shown)
}

fn section(id: &'static str, heading: &'static str) -> Element {
    el("section")
        .at(At::AriaLabelledby, id)
        .with(el("h4").at(At::Id, id).text(heading))
}

fn problem(why: &NoRecipe) -> Html {
    el("p").class("problem").show(why.to_string()).html()
}

/// A command, and the lines that are typed to it.
fn command(lines: &[Secret], notes: &[&'static str], veil: Veil) -> Html {
    let text = lines
        .iter()
        .map(|line| String::from_utf8_lossy(line.reveal()));
    let text: AttrValue = text.collect::<Vec<_>>().join("\n").into();
    let seen = match veil {
        Veil::Shown => el("pre").at(At::Tabindex, "0").with(el("code").say(&text)),
        Veil::Masked => el("p")
            .class("note")
            .text("The command holds the password: it is hidden, and can be copied."),
    };
    let notes = notes.iter().map(|note| el("li").text(note));
    let notes = el("ul").class("bullets").all(notes.collect());
    let copy = copy(text).text("Copy the command");
    list(vec![seen.html(), copy.html(), notes.html()])
}
