//! Name and password into what the client has to send now: the command that begins a
//! login, or the answer to the server's 334. What is typed here stays in this part: it is
//! in no state that is kept, shared or undone.

use saslab_credentials::{Pending, command};
use saslab_smtpd::Session;
use saslab_smtpd::sasl::client::{Credentials, Ingredient, Mechanism, Stuck, Surroundings};
use yew::{AttrValue, Callback, HookContext, Html};

use super::fold::{Fold, Folded};
use super::picker::{Choice, Picker};
use crate::bench::Transcript;
use crate::element::{At, Element, button, el, list};
use crate::kept::{Kept, keep};
use crate::part::{Part, part};
use crate::port;
use crate::shared::Shared;
use crate::state::Action;

/// The fields, and the line that follows from them.
#[derive(Clone, PartialEq)]
pub(crate) struct Login {
    pub(crate) transcript: Shared<Transcript>,
    /// Puts a line into the prompt.
    pub(crate) fill: Callback<AttrValue>,
    pub(crate) act: Callback<Action>,
}

#[derive(Clone, Default, PartialEq)]
struct Form {
    user: String,
    password: String,
    /// By its name; empty: the first that is offered.
    mechanism: &'static str,
}

/// The random text of this client; it has to stay the same during an exchange.
const NONCE: &str = "saslab4fyko2d2lbbFgONRv9";

impl Part for Login {
    fn show(&self, hooks: &mut HookContext) -> Html {
        let form = keep(hooks, Form::default);
        let login = self.clone();
        match self.transcript.session {
            Some(_) => part(Fold(Filled { login, form })),
            // Nobody to log in with.
            None => Html::default(),
        }
    }
}

/// The fields, with what was typed into them.
#[derive(PartialEq)]
struct Filled {
    login: Login,
    form: Kept<Form>,
}

impl Folded for Filled {
    const CLASS: &'static str = "login";

    fn summary(&self) -> Html {
        "Encode a login".into()
    }

    fn inside(&self) -> Html {
        let session = self.login.transcript.session.as_ref();
        session.map_or_else(Html::default, |session| {
            self.login.content(session, &self.form)
        })
    }
}

impl Login {
    fn content(&self, session: &Session, form: &Kept<Form>) -> Html {
        let pending = self.pending();
        let offered = offered(&self.transcript);
        let chosen = offered.iter().find(|one| one.name() == form.mechanism);
        let chosen = chosen.or(offered.first()).copied();
        let which = match (&pending, chosen) {
            (Some(pending), _) => {
                let note = el("p")
                    .class("note")
                    .text("The server waits for an answer of ");
                note.text(pending.mechanism.name()).text(".").html()
            }
            (None, Some(chosen)) => mechanisms(form, &offered, chosen),
            (None, None) => {
                let note = el("p").class("note");
                let says = "The server takes no mechanism now that a password suffices for.";
                return note.text(says).html();
            }
        };
        let user = field(form, "User name", "text", &form.user, |form, text| {
            form.user = text;
        });
        let secret = field(
            form,
            "Password",
            "password",
            &form.password,
            |form, text| {
                form.password = text;
            },
        );
        let credentials = Credentials {
            user: form.user.clone(),
            authzid: String::new(),
            realm: None,
            secret: form.password.as_str().into(),
        };
        let around = Surroundings {
            host: session
                .server()
                .settings()
                .text("myhostname")
                .value
                .to_string(),
            port: 25,
            nonce: NONCE.to_owned(),
            nfkc: port::nfkc,
        };
        let line = match (pending, chosen) {
            (Some(pending), _) => pending.answer(&credentials, &around),
            (None, Some(chosen)) => command(chosen, &credentials, &around),
            (None, None) => Ok(String::new()),
        };
        let fields = el("div").class("login-fields").with(user).with(secret);
        list(vec![fields.put(which).html(), self.line(form, line)])
    }

    fn line(&self, form: &Form, line: Result<String, Stuck>) -> Html {
        if form.user.is_empty() {
            let note = el("p")
                .class("note")
                .text("Type a user name: what to send appears here.");
            return note.html();
        }
        let line: AttrValue = match line {
            Ok(line) => line.into(),
            Err(stuck) => {
                let problem = el("p").class("problem").text("The client cannot go on: ");
                return problem.show(stuck.to_string()).html();
            }
        };
        let fill = {
            let line = line.clone();
            self.fill.reform(move |_| line.clone())
        };
        el("p")
            .class("login-line")
            .with(el("code").say(&line))
            .with(button().on_click(fill).text("Fill in"))
            .with(button().does(&self.act, Action::Send(line)).text("Send it"))
            .html()
    }

    /// The exchange that the session is in.
    fn pending(&self) -> Option<Pending> {
        let turns = self.transcript.turns.iter();
        let said = turns.filter_map(|turn| {
            let line = turn.lines.first()?;
            Some((turn.sent.as_ref()?.as_str(), line.text.as_str()))
        });
        Pending::of(&said.collect::<Vec<_>>())
    }
}

/// The mechanisms that the server offers now and a password suffices for.
fn offered(transcript: &Transcript) -> Vec<Mechanism> {
    let candidates = transcript.candidates();
    let lines = candidates.iter();
    let names = lines.filter_map(|line| line.strip_prefix("AUTH "));
    let takes = |one: &Mechanism| one.ingredients().contains(&Ingredient::Password);
    names.filter_map(Mechanism::named).filter(takes).collect()
}

fn mechanisms(form: &Kept<Form>, offered: &[Mechanism], chosen: Mechanism) -> Html {
    let choice = |one: &Mechanism| Choice::new(one.name().into(), *one == chosen);
    let choices = offered.iter().map(choice).collect();
    let names: Vec<&'static str> = offered.iter().map(|one| one.name()).collect();
    let form = form.clone();
    let choose = Callback::from(move |at: usize| {
        let mut next = (*form).clone();
        next.mechanism = names.get(at).copied().unwrap_or_default();
        form.set(next);
    });
    part(Picker {
        label: "Mechanism".into(),
        choices,
        choose: choose.into(),
    })
}

fn field(
    form: &Kept<Form>,
    label: &'static str,
    kind: &'static str,
    value: &str,
    write: fn(&mut Form, String),
) -> Element {
    let form = form.clone();
    let ontext = Callback::from(move |text: String| {
        let mut next = (*form).clone();
        write(&mut next, text);
        form.set(next);
    });
    let input = el("input")
        .class("field")
        .at(At::Type, kind)
        .value(value.to_owned().into())
        .on_text(ontext)
        .verbatim();
    el("label")
        .class("labelled")
        .with(el("span").text(label))
        .with(input)
}
