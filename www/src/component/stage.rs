//! Where the session stands, as a small diagram: who the client is in the first row,
//! how far its message has come in the second, and whether anybody can listen.

use saslab_smtpd::{Channel, Session, State};
use yew::Html;

use crate::element::{At, Element, el};
use crate::part::memo;

/// A station, and whether the session is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    Elsewhere,
    /// It has been here, and it still holds.
    Holds,
    Here,
}

/// What there is to see of a session: who is logged in, and where it stands.
#[derive(PartialEq)]
struct Standing {
    state: State,
    channel: Channel,
    login: Option<String>,
}

/// The stations in two rows of four.
#[inline(never)] // or it would be loaded with what calls it
pub(crate) fn stage(session: &Session) -> Html {
    let login = session.login().map(|login| login.username.to_string());
    let standing = Standing {
        state: session.state(),
        channel: session.channel(),
        login,
    };
    memo(standing, stations)
}

fn stations(
    Standing {
        state,
        channel,
        login,
    }: &Standing,
) -> Element {
    let place = el("span");
    let place = match channel {
        Channel::Clear => place.class("channel").text("in clear"),
        Channel::Encrypted => place.class("channel sealed").text("inside TLS"),
    };
    let named = match login {
        Some(name) => ["authenticated as ", name].concat(),
        None => "authenticated".to_owned(),
    };
    let names = [
        "connected",
        "greeted",
        "authenticating",
        &named,
        "mail",
        "recipients",
        "data",
        "closed",
    ];
    let stations = names.iter().enumerate().map(|(at, name)| {
        let said = el("span").show((*name).to_owned());
        let station = el("li")
            .set(At::Title, (*name).to_owned().into())
            .with(said);
        match stands(at, *state, login.is_some()) {
            Stands::Here => station.class("here").at(At::AriaCurrent, "step"),
            Stands::Holds => station.class("holds"),
            Stands::Elsewhere => station,
        }
    });
    el("div").class("stage").with(place).with(
        el("ol")
            .at(At::AriaLabel, "State of the session")
            .all(stations.collect()),
    )
}

/// By the place of the station.
fn stands(at: usize, state: State, is_known: bool) -> Stands {
    let here = match state {
        State::Connected | State::Handshake => 0,
        State::Greeted if is_known => 3,
        State::Greeted => 1,
        State::Authenticating => 2,
        State::Mail { recipients: 0 } => 4,
        State::Mail { .. } => 5,
        State::Message => 6,
        State::Closed => 7,
    };
    let in_mail = matches!(state, State::Mail { .. } | State::Message);
    match at {
        _ if at == here => Stands::Here,
        3 if is_known => Stands::Holds,
        1 if in_mail && !is_known => Stands::Holds,
        4 if in_mail => Stands::Holds,
        5 if here > 5 && in_mail => Stands::Holds,
        _ => Stands::Elsewhere,
    }
}
