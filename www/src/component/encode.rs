//! Credentials into what a client sends. All that is typed here stays in this component:
//! it is no part of the state that is kept, shared or undone.

use std::rc::Rc;

use saslab_credentials::recipe::{Encoder, Login};
use saslab_smtpd::sasl::client::{
    Credentials, Ingredient, Mechanism, Next, Speaker, Surroundings, exchange,
};
use saslab_smtpd::sasl::{Base64Error, Implementation, base64};
use web_sys::HtmlInputElement;
use yew::{
    Callback, Html, InputEvent, MouseEvent, Properties, TargetCast, UseStateHandle, component,
    html, use_state,
};

use super::bytes::{Bytes, Veil};
use super::picker::{Choice, Picker};
use crate::port;
use crate::state::Action;

const FIELDS: usize = 9;

#[derive(Clone, PartialEq)]
struct Form {
    mechanism: Mechanism,
    /// By [`place`].
    values: [String; FIELDS],
    veil: Veil,
    encoder: usize,
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
        }
    }
}

impl Form {
    fn get(&self, field: Ingredient) -> &str {
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

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) act: Callback<Action>,
}

/// The form, and the exchange that follows from it.
#[component]
pub(crate) fn Encode(Props { act }: &Props) -> Html {
    let form = use_state(Form::default);
    let mechanisms = Mechanism::ALL.iter().map(|mechanism| Choice {
        label: mechanism.name().into(),
        chosen: *mechanism == form.mechanism,
    });
    let choose = change(&form, |form, index: usize| {
        form.mechanism = Mechanism::ALL
            .get(index)
            .copied()
            .unwrap_or(Mechanism::Plain);
    });
    let fields = form
        .mechanism
        .ingredients()
        .iter()
        .map(|each| field(&form, *each));
    let reveal = change(&form, |form, _: MouseEvent| {
        form.veil = match form.veil {
            Veil::Masked => Veil::Shown,
            Veil::Shown => Veil::Masked,
        };
    });
    let clear = change(&form, |form, _: MouseEvent| *form = Form::default());
    html! {
        <section class="pane" aria-labelledby="encode">
            <h3 id="encode">{ "Encode" }</h3>
            <Picker label="Mechanism" choices={mechanisms.collect::<Vec<_>>()} {choose} />
            { for fields }
            <div class="dialog-end">
                <button type="button" aria-pressed={(form.veil == Veil::Shown).to_string()} onclick={reveal}>
                    { "Show what is secret" }
                </button>
                <button type="button" onclick={clear}>{ "Clear" }</button>
            </div>
            { steps(&form, act) }
            { recipes(&form) }
        </section>
    }
}

/// A callback that sets the form anew.
fn change<T: 'static>(
    form: &UseStateHandle<Form>,
    change: impl Fn(&mut Form, T) + 'static,
) -> Callback<T> {
    let form = form.clone();
    Callback::from(move |what| {
        let mut next = (*form).clone();
        change(&mut next, what);
        form.set(next);
    })
}

fn field(form: &UseStateHandle<Form>, field: Ingredient) -> Html {
    let is_secret = matches!(field, Ingredient::Password | Ingredient::Token);
    let kind = if is_secret && form.veil == Veil::Masked {
        "password"
    } else {
        "text"
    };
    let oninput = change(form, move |form, event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Some(value) = form.values.get_mut(place(field)) {
            *value = input.value();
        }
    });
    html! {
        <label class="labelled">
            <span>{ label(field) }</span>
            <input
                class="field"
                type={kind}
                value={form.get(field).to_owned()}
                {oninput}
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
            />
        </label>
    }
}

/// The messages of the exchange so far, and what it waits for.
fn steps(form: &Form, act: &Callback<Action>) -> Html {
    if form.get(Ingredient::User).is_empty() && form.mechanism != Mechanism::External {
        return html! { <p class="note">{ "Type a user name: the exchange appears here." }</p> };
    }
    let said = match form.said() {
        Ok(said) => said,
        Err(error) => {
            return html! { <p class="problem">{ "The challenge: " }{ error.to_string() }</p> };
        }
    };
    let said: Vec<&[u8]> = said.iter().map(Vec::as_slice).collect();
    let (credentials, around) = (form.credentials(), form.around());
    let exchange = exchange(form.mechanism, &credentials, &around, &said);
    let mut is_first = !matches!(
        form.mechanism,
        Mechanism::CramMd5 | Mechanism::DigestMd5 | Mechanism::Login
    );
    let needs_command = !is_first;
    let command = ["AUTH ", form.mechanism.name()].concat();
    let steps = exchange.steps.iter().map(|step| {
        let base64 = step.message.base64();
        let (sign, line) = match step.speaker {
            Speaker::Client if is_first => (
                "C",
                [
                    command.as_str(),
                    " ",
                    if base64.is_empty() {
                        "="
                    } else {
                        base64.as_str()
                    },
                ]
                .concat(),
            ),
            Speaker::Client => ("C", base64),
            Speaker::Server => ("S", ["334 ", &base64].concat()),
        };
        is_first = false;
        html! {
            <li class={if sign == "C" { "client" } else { "server" }}>
                <span class="sign">{ sign }{ " " }</span><code class="text">{ &line }</code>
                if sign == "C" { { send(&line, act) } }
                <Bytes message={step.message.clone()} veil={form.veil} />
            </li>
        }
    });
    let next = match &exchange.next {
        Next::Awaits(_) => "Then the server sends a challenge: paste it above.".to_owned(),
        Next::Decision => "Then the server decides.".to_owned(),
        Next::Stuck(stuck) => ["The client cannot go on: ", &stuck.to_string(), "."].concat(),
    };
    html! {
        <>
            <ol class="exchange" aria-label="Exchange">
                if needs_command {
                    <li class="client"><span class="sign">{ "C " }</span><code class="text">{ &command }</code>{ send(&command, act) }</li>
                }
                { for steps }
            </ol>
            <p role="status" class="note">{ next }</p>
        </>
    }
}

/// What can be done with a line of the client.
fn send(line: &str, act: &Callback<Action>) -> Html {
    let (act, sent, copied) = (act.clone(), line.to_owned(), line.to_owned());
    let send = move |_| {
        act.emit(Action::Send(sent.clone().into()));
        port::notice("Sent in the session of the Lab.");
    };
    html! {
        <span class="line-keys">
            <button type="button" onclick={move |_| port::copy(&copied)}>{ "Copy" }</button>
            <button type="button" onclick={send}>{ "Use in the session" }</button>
        </span>
    }
}

/// Commands that give the same, for PLAIN.
fn recipes(form: &UseStateHandle<Form>) -> Html {
    if form.mechanism != Mechanism::Plain || form.get(Ingredient::User).is_empty() {
        return Html::default();
    }
    let login = Login {
        authzid: form.get(Ingredient::Authzid).to_owned(),
        user: form.get(Ingredient::User).to_owned(),
        password: form.get(Ingredient::Password).into(),
    };
    let encoder = Encoder::ALL
        .get(form.encoder)
        .copied()
        .unwrap_or(Encoder::Bash);
    let choices = Encoder::ALL.iter().enumerate().map(|(at, each)| Choice {
        label: each.to_string().into(),
        chosen: at == form.encoder,
    });
    let choose = change(form, |form, index| form.encoder = index);
    let shown = match (encoder.recipe(&login), form.veil) {
        (Err(why), _) => html! { <p class="problem">{ why.to_string() }</p> },
        (Ok(recipe), veil) => {
            let command: Rc<str> = String::from_utf8_lossy(recipe.command.reveal()).into();
            let copied = Rc::clone(&command);
            html! {
                <>
                    if veil == Veil::Shown {
                        <pre><code>{ &*command }</code></pre>
                    } else {
                        <p class="note">{ "The command holds the password: it is hidden, and can be copied." }</p>
                    }
                    <button type="button" onclick={move |_| port::copy(&copied)}>{ "Copy the command" }</button>
                    <ul class="bullets">{ for recipe.notes.iter().map(|note| html! { <li>{ *note }</li> }) }</ul>
                </>
            }
        }
    };
    html! {
        <section aria-labelledby="recipes">
            <h4 id="recipes">{ "The same by a command" }</h4>
            <Picker label="Program" choices={choices.collect::<Vec<_>>()} {choose} />
            { shown }
        </section>
    }
}
