//! master.cf as text, its services, and the one that the client talks to.

use saslab_smtpd::maincf::{MasterCf, Program, Service};
use yew::{AttrValue, Callback, Html};

use super::field::Fields;
use crate::around::Around;
use crate::component::picker::{Choice, Picker, choosing};
use crate::element::{At, Element, el, list};
use crate::part::part_by_key;
use crate::shared::Shared;
use crate::state::Action;

/// The text and what it comes to.
#[inline(never)] // or it would be loaded with what calls it
pub(super) fn master(around: &Shared<Around>, act: &Callback<Action>) -> Html {
    let fields = Fields {
        around: around.clone(),
        act: act.clone(),
        what: "master.cf",
    };
    let services = MasterCf::parse(&around.master);
    let services = services.services();
    let text = fields.text("master.cf".into(), &around.master, 0, |around, _, text| {
        around.master = text.into();
    });
    let rows: Vec<Element> = services.iter().map(row).collect();
    let rows = el("ul")
        .class("services")
        .at(At::Role, "list")
        .at(At::AriaLabel, "Services")
        .all(rows);
    list(vec![
        client(around, services, act),
        text.html(),
        rows.html(),
    ])
}

/// Which service the client talks to.
fn client(around: &Shared<Around>, services: &[Service], act: &Callback<Action>) -> Html {
    let mut names = vec![AttrValue::default()];
    for service in services.iter().filter(|one| one.program == Program::Smtpd) {
        let name = AttrValue::from(service.name.to_string());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if !names.contains(&around.service) {
        names.push(around.service.clone());
    }
    let mut choices = Vec::new();
    let mut actions = Vec::new();
    for name in &names {
        let label = if name.is_empty() { "port 25" } else { name };
        choices.push(Choice::new(
            label.to_owned().into(),
            *name == around.service,
        ));
        let mut changed = (**around).clone();
        changed.service = name.clone();
        actions.push(Some(Action::Around(changed, "service")));
    }
    let picker = Picker {
        label: "The client talks to".into(),
        choices,
        choose: choosing(act, actions),
    };
    part_by_key(names.len(), picker)
}

/// A service in words.
fn row(service: &Service) -> Element {
    let row = el("li").with(el("code").show(service.name.to_string()));
    let problem = service.fatal.as_ref().or(service.stray.as_ref());
    let says = match (service.program, problem) {
        (Program::Postscreen, _) => {
            ": postscreen, not simulated; its clients reach smtpd".to_owned()
        }
        (Program::Smtpd, Some(problem)) => [": ends at once: ", problem].concat(),
        (Program::Smtpd, None) => match service.overrides.len() {
            0 => ": smtpd".to_owned(),
            1 => ": smtpd, 1 setting of its own".to_owned(),
            some => [": smtpd, ", &some.to_string(), " settings of its own"].concat(),
        },
    };
    let line = [" (line ", &service.line.to_string(), ")"].concat();
    row.show(says).with(el("span").class("note").show(line))
}
