//! Who may log in: the accounts of sasldb, or of Dovecot.

use yew::{AttrValue, Callback, Html};

use super::field::Fields;
use crate::around::{Around, Password, User};
use crate::element::{At, Element, button, el, list};
use crate::shared::Shared;
use crate::state::Action;

/// A row a user.
#[inline(never)] // or it would be loaded with what calls it
pub(super) fn users(around: &Shared<Around>, act: &Callback<Action>) -> Html {
    let fields = Fields {
        around: around.clone(),
        act: act.clone(),
        what: "users",
    };
    let rows = around.users.iter().enumerate();
    let rows = rows.map(|(place, one)| user(&fields, place, one));
    let column = |name: &'static str| el("th").at(At::Scope, "col").text(name);
    let head = el("tr")
        .with(column("name"))
        .with(column("realm"))
        .with(column("password"))
        .with(el("td"));
    let table = el("table")
        .class("fields users")
        .at(At::AriaLabel, "Users")
        .with(el("thead").with(head))
        .with(el("tbody").all(rows.collect()));
    let add = fields.does(button().text("Add a user"), 0, |around, _| {
        around.users.push(User {
            name: AttrValue::default(),
            realm: "mail.example.com".into(),
            password: Password(AttrValue::default()),
        });
    });
    let nobody = around.users.is_empty();
    let nobody = nobody.then(|| el("p").class("note").text("Nobody can log in."));
    let note = el("p").class("note").text(
        "Who may log in: sasldb for Cyrus SASL, or the users of Dovecot, which takes no realm. \
         Passwords stay in this page; links and storage go without.",
    );
    list(vec![
        note.html(),
        table.html(),
        nobody.map_or_else(Html::default, Element::html),
        add.html(),
    ])
}

fn user(fields: &Fields, place: usize, user: &User) -> Element {
    let number = (place + 1).to_string();
    let named = |what: &str| [what, " of user ", &number].concat();
    let name = fields.line(named("name"), &user.name, place, |around, place, text| {
        if let Some(user) = around.users.get_mut(place) {
            user.name = text.into();
        }
    });
    let realm = fields.line(named("realm"), &user.realm, place, |around, place, text| {
        if let Some(user) = around.users.get_mut(place) {
            user.realm = text.into();
        }
    });
    let password = &user.password.0;
    let password = fields.line(named("password"), password, place, |around, place, text| {
        if let Some(user) = around.users.get_mut(place) {
            user.password = Password(text.into());
        }
    });
    let remove = fields.remove(&["user ", &number].concat(), place, |around, place| {
        if place < around.users.len() {
            around.users.remove(place);
        }
    });
    let row = el("tr")
        .with(el("td").with(name))
        .with(el("td").with(realm))
        .with(el("td").with(password));
    row.with(el("td").with(remove))
}
