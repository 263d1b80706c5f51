//! Credentials into what a client sends. All that is typed here stays in this component:
//! it is no part of the state that is kept, shared or undone.

use saslab_smtpd::sasl::client::{
    Credentials, Ingredient, Mechanism, Next, Speaker, Surroundings, exchange,
};
use saslab_smtpd::sasl::{Base64Error, Implementation, base64};
use yew::{AttrValue, Callback, HookContext, Html};

use super::bytes::{Bytes, Veil};
use super::picker::{Choice, Picker};
use super::recipes::recipes;
use crate::element::{At, Element, button, el, list};
use crate::kept::keep;
use crate::part::{Part, part};
use crate::port;
use crate::state::Action;

const FIELDS: usize = 9;

#[derive(Clone, PartialEq)]
pub(super) struct Form {
    pub(super) mechanism: Mechanism,
    /// By [`place`].
    values: [String; FIELDS],
    pub(super) veil: Veil,
    pub(super) encoder: usize,
    pub(super) tool: usize,
    pub(super) way: usize,
}

impl Default for Form {
    fn default() -> Self {
        let mut values: [String; FIELDS] = Default::default();
        for (field, value) in [
            (Ingredient::Nonce, "saslab4fyko2d2lbbFgONRv9"),
            (Ingredient::Host, "mail.example.com"),
            (Ingredient::Port, "587"),
        ] {
            if let Some(place) = values.get_mut(place(field)) {
                value.clone_into(place);
            }
        }
        Self {
            mechanism: Mechanism::Plain,
            values,
            veil: Veil::Masked,
            encoder: 0,
            tool: 0,
            way: 0,
        }
    }
}

impl Form {
    pub(super) fn get(&self, field: Ingredient) -> &str {
        self.values.get(place(field)).map_or("", String::as_str)
    }

    /// The challenges, with or without the 334 that they came with.
    fn said(&self) -> Result<Vec<Vec<u8>>, Base64Error> {
        let words = self.get(Ingredient::Challenge).split_whitespace();
        words
            .filter(|word| *word != "334")
            .map(|word| base64::decode(Implementation::Cyrus, word.as_bytes()))
            .collect()
    }

    fn credentials(&self) -> Credentials {
        let realm = self.get(Ingredient::Realm);
        let takes_token = self.mechanism.ingredients().contains(&Ingredient::Token);
        Credentials {
            user: self.get(Ingredient::User).to_owned(),
            authzid: self.get(Ingredient::Authzid).to_owned(),
            realm: (!realm.is_empty()).then(|| realm.to_owned()),
            secret: self
                .get(if takes_token {
                    Ingredient::Token
                } else {
                    Ingredient::Password
                })
                .into(),
        }
    }

    fn around(&self) -> Surroundings {
        Surroundings {
            host: self.get(Ingredient::Host).to_owned(),
            // The port of submission, where the field holds no number.
            port: self.get(Ingredient::Port).parse().unwrap_or(587),
            nonce: self.get(Ingredient::Nonce).to_owned(),
            nfkc: port::nfkc,
        }
    }
}

const fn place(field: Ingredient) -> usize {
    match field {
        Ingredient::User => 0,
        Ingredient::Authzid => 1,
        Ingredient::Realm => 2,
        Ingredient::Password => 3,
        Ingredient::Token => 4,
        Ingredient::Challenge => 5,
        Ingredient::Nonce => 6,
        Ingredient::Host => 7,
        Ingredient::Port => 8,
    }
}

const fn label(field: Ingredient) -> &'static str {
    match field {
        Ingredient::User => "User name",
        Ingredient::Authzid => "Act as (authzid)",
        Ingredient::Realm => "Realm",
        Ingredient::Password => "Password",
        Ingredient::Token => "Token",
        Ingredient::Challenge => "Challenges of the server, in Base64, a blank between",
        Ingredient::Nonce => "Random text of the client",
        Ingredient::Host => "Server",
        Ingredient::Port => "Port",
    }
}

/// The form, and the exchange that follows from it.
#[derive(PartialEq)]
pub(crate) struct Encode {
    pub(crate) act: Callback<Action>,
}

/// What can be done with the form.
pub(super) enum Change {
    Mechanism(usize),
    Field(Ingredient, String),
    Veil,
    Encoder(usize),
    Tool(usize),
    Way(usize),
    Clear,
}

impl Form {
    fn change(&mut self, change: Change) {
        match change {
            Change::Mechanism(index) => {
                let chosen = Mechanism::ALL.get(index).copied();
                self.mechanism = chosen.unwrap_or(Mechanism::Plain);
            }
            Change::Field(field, text) => {
                if let Some(value) = self.values.get_mut(place(field)) {
                    *value = text;
                }
            }
            Change::Veil => self.veil = self.veil.other(),
            Change::Encoder(index) => self.encoder = index,
            Change::Tool(index) => self.tool = index,
            Change::Way(index) => self.way = index,
            Change::Clear => *self = Self::default(),
        }
    }
}

impl Part for Encode {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let form = keep(hooks, Form::default);
        let change = {
            let form = form.clone();
            Callback::from(move |change: Change| {
                let mut next = (*form).clone();
                next.change(change);
                form.set(next);
            })
        };
        let mechanism = |mechanism: &Mechanism| {
            Choice::new(mechanism.name().into(), *mechanism == form.mechanism)
        };
        let mechanisms = Picker {
            label: "Mechanism".into(),
            choices: Mechanism::ALL.iter().map(mechanism).collect(),
            choose: change.reform(Change::Mechanism).into(),
        };
        let fields = form.mechanism.ingredients().iter();
        let fields = fields.map(|each| field(&form, *each, &change)).collect();
        let reveal = button()
            .says(At::AriaPressed, form.veil == Veil::Shown)
            .on_click(change.reform(|_| Change::Veil))
            .text("Show what is secret");
        let clear = button().on_click(change.reform(|_| Change::Clear));
        let end = el("div")
            .class("dialog-end")
            .with(reveal)
            .with(clear.text("Clear"));
        el("section")
            .class("pane")
            .at(At::AriaLabelledby, "encode")
            .with(el("h3").at(At::Id, "encode").text("Encode"))
            .put(part(mechanisms))
            .all(fields)
            .with(end)
            .put(steps(&form, &self.act))
            .all(recipes(&form, &change))
            .html()
    }
}

pub(super) fn field(form: &Form, field: Ingredient, change: &Callback<Change>) -> Element {
    let is_secret = matches!(field, Ingredient::Password | Ingredient::Token);
    let kind = if is_secret && form.veil == Veil::Masked {
        "password"
    } else {
        "text"
    };
    let input = el("input")
        .class("field")
        .at(At::Type, kind)
        .value(form.get(field).to_owned().into())
        .on_text(change.reform(move |text| Change::Field(field, text)))
        .verbatim();
    el("label")
        .class("labelled")
        .with(el("span").text(label(field)))
        .with(input)
}

/// The messages of the exchange so far, and what it waits for.
fn steps(form: &Form, act: &Callback<Action>) -> Html {
    if form.get(Ingredient::User).is_empty() && form.mechanism != Mechanism::External {
        let note = el("p").class("note");
        return note
            .text("Type a user name: the exchange appears here.")
            .html();
    }
    let said = match form.said() {
        Ok(said) => said,
        Err(error) => {
            let problem = el("p").class("problem").text("The challenge: ");
            return problem.show(error.to_string()).html();
        }
    };
    let said: Vec<&[u8]> = said.iter().map(Vec::as_slice).collect();
    let (credentials, around) = (form.credentials(), form.around());
    let exchange = exchange(form.mechanism, &credentials, &around, &said);
    let mut is_first = !matches!(
        form.mechanism,
        Mechanism::CramMd5 | Mechanism::DigestMd5 | Mechanism::Login
    );
    let command = ["AUTH ", form.mechanism.name()].concat();
    let alone = (!is_first).then(|| line(Speaker::Client, command.clone().into(), act));
    let mut steps = Vec::new();
    for step in &exchange.steps {
        let base64 = step.message.base64();
        let text = match step.speaker {
            Speaker::Client if is_first && base64.is_empty() => [&command, " ="].concat(),
            Speaker::Client if is_first => [&command, " ", &base64].concat(),
            Speaker::Client => base64,
            Speaker::Server => ["334 ", &base64].concat(),
        };
        is_first = false;
        let bytes = part(Bytes {
            message: step.message.clone(),
            veil: form.veil,
            wrong: Vec::new(),
        });
        steps.push(line(step.speaker, text.into(), act).put(bytes));
    }
    let next = match &exchange.next {
        Next::Awaits(_) => "Then the server sends a challenge: paste it above.".to_owned(),
        Next::Decision => "Then the server decides.".to_owned(),
        Next::Stuck(stuck) => ["The client cannot go on: ", &stuck.to_string(), "."].concat(),
    };
    let steps = el("ol")
        .class("exchange")
        .at(At::AriaLabel, "Exchange")
        .perhaps(alone)
        .all(steps);
    let next = el("p").at(At::Role, "status").class("note").show(next);
    list(vec![steps.html(), next.html()])
}

/// A line of the exchange; what the client says can be used.
fn line(speaker: Speaker, text: AttrValue, act: &Callback<Action>) -> Element {
    let (class, sign) = match speaker {
        Speaker::Client => ("client", "C "),
        Speaker::Server => ("server", "S "),
    };
    let code = el("code").class("text").say(&text);
    let keys = (speaker == Speaker::Client).then(|| send(text, act));
    el("li")
        .class(class)
        .with(el("span").class("sign").text(sign))
        .with(code)
        .perhaps(keys)
}

/// What can be done with a line of the client.
fn send(line: AttrValue, act: &Callback<Action>) -> Element {
    let (act, copied) = (act.clone(), line.clone());
    let send = move |_| {
        act.emit(Action::Send(line.clone()));
        port::notice("Sent in the session of the Lab.");
    };
    let send = button().on_click(Callback::from(send));
    el("span")
        .class("line-keys")
        .with(copy(copied).text("Copy"))
        .with(send.text("Use in the session"))
}

pub(super) fn copy(text: AttrValue) -> Element {
    button().on_click(Callback::from(move |_| port::copy(&text)))
}
