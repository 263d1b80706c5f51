//! Edits worth trying for a finding: general ones out of what the finding is about, and
//! the ones that administrators know. Whether one helps is proven afterwards.

use std::sync::Arc;

use saslab_smtpd::Server;
use saslab_smtpd::maincf::{Word, items, review};
use saslab_smtpd::policy::review_restrictions;

use super::owners::{owners, refuses};
use crate::{Edit, Finding, Place, Site};

/// The list that protects against relaying, as releases from 2.10 on have it.
const RELAY: &str = "permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination";

/// Values that settle a question, tried alone and all together.
const VALUES: &[(&str, &[(&str, &str)])] = &[
    ("open-relay", PROTECTED),
    ("relay-by-claim", PROTECTED),
    ("permit-too-early", PROTECTED),
    ("relay-by-route", PROTECTED),
    ("anonymous-relay", PROTECTED),
    ("does-not-start", PROTECTED),
    ("default-protects-alone", PROTECTED),
    ("service-undoes", PROTECTED),
    (
        "xclient-for-anyone",
        &[("smtpd_authorized_xclient_hosts", "")],
    ),
    ("wide-network", NETWORKS),
    ("gateway-trusted", NETWORKS),
    ("plaintext-offered", TLS_ONLY),
    ("plaintext-without-tls", TLS_ONLY),
    ("downgrade", TLS_ONLY),
    ("no-mechanism", OPTIONS),
    ("anonymous-offered", OPTIONS),
    ("anonymous-login", OPTIONS),
    ("old-clients", &[("broken_sasl_auth_clients", "yes")]),
    ("helo-optional", &[("smtpd_helo_required", "yes")]),
    ("auth-hidden", &[("smtpd_sasl_exceptions_networks", "")]),
    (
        "login-maps-unused",
        &[
            ("smtpd_sender_restrictions", "reject_sender_login_mismatch"),
            (
                "smtpd_sender_restrictions",
                "reject_known_sender_login_mismatch",
            ),
        ],
    ),
    (
        "unknown-recipients-taken",
        &[
            (
                "local_recipient_maps",
                "proxy:unix:passwd.byname $alias_maps",
            ),
            ("smtpd_reject_unlisted_recipient", "yes"),
        ],
    ),
    ("permit-without-auth", &[("smtpd_sasl_auth_enable", "yes")]),
    ("submission-refused", PROTECTED),
    ("local-mail-refused", PROTECTED),
    ("postmaster-refused", PROTECTED),
    ("local-mail-refused", WILLING),
    ("postmaster-refused", WILLING),
    ("submission-refused", WILLING),
];

/// What refuses everybody, lists apart: TLS by its old name, and filters that are away.
const WILLING: &[(&str, &str)] = &[
    ("smtpd_enforce_tls", "no"),
    ("milter_default_action", "accept"),
    ("smtpd_tls_req_ccert", "no"),
];

const PROTECTED: &[(&str, &str)] = &[
    ("smtpd_relay_restrictions", RELAY),
    ("smtpd_recipient_restrictions", RELAY),
    ("smtpd_recipient_restrictions", ""),
    ("mynetworks_style", "subnet"),
    ("mynetworks_style", "host"),
];

const NETWORKS: &[(&str, &str)] = &[
    ("mynetworks_style", "subnet"),
    ("mynetworks_style", "host"),
    ("mynetworks", "127.0.0.0/8"),
];

const TLS_ONLY: &[(&str, &str)] = &[
    ("smtpd_tls_auth_only", "yes"),
    ("smtpd_sasl_security_options", "noanonymous, noplaintext"),
    ("smtpd_sasl_auth_enable", "no"),
];

const OPTIONS: &[(&str, &str)] = &[
    ("smtpd_sasl_security_options", "noanonymous"),
    ("smtpd_sasl_tls_security_options", "noanonymous"),
    ("smtpd_tls_auth_only", "no"),
];

/// Candidates, each a set of edits, the gentlest first.
pub(super) fn of(site: &Site, finding: &Finding) -> Vec<Vec<Edit>> {
    let mut all = Vec::new();
    special(site, finding, &mut all);
    if finding.question.name == "vrfy-on" {
        all.push(everywhere(finding, "disable_vrfy_command", "yes"));
    }
    let mut options = Vec::new();
    for place in &finding.places {
        match &place.service {
            Some(service) => {
                let option = Edit::remove_option(service, &place.parameter);
                all.push(vec![option.clone()]);
                if &*place.parameter == "mynetworks" {
                    let style = Edit::set("mynetworks_style", "subnet");
                    all.push(vec![option.clone(), style]);
                }
                options.push(option);
            }
            // The line at fault goes, and the default counts.
            None if place.line.is_some() => all.push(vec![Edit::remove(&place.parameter)]),
            None => {}
        }
        lists(site, finding, place, &mut all);
    }
    if options.len() > 1 {
        all.push(options);
    }
    let rows = VALUES
        .iter()
        .filter(|(name, _)| *name == finding.question.name);
    for (name, value) in rows.flat_map(|(_, values)| values.iter()) {
        if site.installation.main_cf.get(name).is_some() {
            all.push(vec![Edit::remove(name)]);
        }
        all.push(vec![Edit::set(name, value)]);
    }
    // A network that is written hides what a style would say.
    if finding
        .places
        .iter()
        .any(|place| &*place.parameter == "mynetworks")
    {
        for style in ["subnet", "host"] {
            all.push(vec![
                Edit::remove("mynetworks"),
                Edit::set("mynetworks_style", style),
            ]);
        }
    }
    self::options(site, finding, &mut all);
    all
}

/// A list without the words at fault, or with its protection in front.
fn lists(site: &Site, finding: &Finding, place: &Place, all: &mut Vec<Vec<Edit>>) {
    let Some(service) = finding
        .service
        .as_deref()
        .and_then(|name| site.service(name))
    else {
        return;
    };
    let Ok(server) = site.start(service) else {
        return;
    };
    let name = &*place.parameter;
    let Some(row) = saslab_smtpd::maincf::parameter(name) else {
        return;
    };
    let words = server.settings().grouped_list(row.name).value;
    let is_network = name == "mynetworks";
    if !name.ends_with("_restrictions") && !is_network && !name.ends_with("domains") {
        return;
    }
    let items = items(&words);
    let text = |kept: &dyn Fn(usize) -> bool| {
        let kept = (0..).zip(&items).filter(|(at, _)| kept(*at));
        let kept: Vec<String> = kept.map(|(_, item)| written(item)).collect();
        kept.join(if is_network { " " } else { ", " })
    };
    let at_fault = |item: &[Word]| {
        let within = |word: &Word| match (word.span, place.span) {
            (Some(word), Some(fault)) => fault.start <= word.start && word.end <= fault.end,
            (None, _) | (_, None) => false,
        };
        item.iter().any(within)
    };
    for (at, item) in items.iter().enumerate() {
        // A span that holds the whole value is at fault word by word.
        if at_fault(item) {
            all.push(vec![Edit::set(name, &text(&|other| other != at))]);
        }
    }
    if name.ends_with("_restrictions") {
        let first = [RELAY, &text(&|_| true)].join(", ");
        all.push(vec![Edit::set(name, &first)]);
        let end = items.iter().position(|item| {
            item.first()
                .is_some_and(|word| word.text.eq_ignore_ascii_case("permit"))
        });
        if let Some(end) = end {
            all.push(vec![Edit::set(name, &text(&|at| at <= end))]);
        }
    }
}

fn written(item: &[Word]) -> String {
    let words: Vec<&str> = item.iter().map(|word| &*word.text).collect();
    words.join(" ")
}

/// What the readers of main.cf would repair.
pub(super) fn repairs(site: &Site, finding: &Finding) -> Vec<Vec<Edit>> {
    let mut all = Vec::new();
    let installation = &site.installation;
    let mut remarks = review(&installation.main_cf, installation.release);
    let services = site
        .services()
        .filter_map(|service| site.start(service).ok());
    for server in services {
        remarks.extend(review_restrictions(server.settings()));
    }
    for place in &finding.places {
        let mut of_place = remarks
            .iter()
            .filter(|remark| Some(remark.span) == place.span);
        let Some(repair) = of_place.find_map(|remark| remark.repair.as_ref()) else {
            continue;
        };
        let text = repair.apply(installation.main_cf.text());
        let (repaired, _) = saslab_smtpd::maincf::MainCf::parse(&text);
        // The repair as an edit of the entry that it stands in.
        let old = installation.main_cf.entries();
        let changed = repaired.entries().iter().find(|entry| {
            let same = |old: &&saslab_smtpd::maincf::Entry| {
                old.name == entry.name && old.value.as_str() == entry.value.as_str()
            };
            !old.iter().any(|old| same(&old))
        });
        let Some(entry) = changed else { continue };
        let mut edits = vec![Edit::set(&entry.name, entry.value.as_str())];
        let gone = old.iter().filter(|old| repaired.get(&old.name).is_none());
        edits.extend(gone.map(|old| Edit::remove(&old.name)));
        all.push(edits);
    }
    all
}

/// Lists that may refuse a client before it is known who has logged in.
const EARLY: [&str; 3] = [
    "smtpd_client_restrictions",
    "smtpd_helo_restrictions",
    "smtpd_sender_restrictions",
];

/// What only one question knows.
fn special(site: &Site, finding: &Finding, all: &mut Vec<Vec<Edit>>) {
    let installation = &site.installation;
    let value = |name: &'static str| {
        let service = finding
            .service
            .as_deref()
            .and_then(|name| site.service(name));
        let server = service.and_then(|service| site.start(service).ok());
        let text = |server: Arc<Server>| server.settings().text(name).value;
        server.map(text).unwrap_or_default()
    };
    let set = |all: &mut Vec<Vec<Edit>>, name: &str, value: &str| {
        all.push(vec![Edit::set(name, value)]);
    };
    match finding.question.name {
        "anonymous-offered" | "anonymous-login" => {
            let old = value("smtpd_sasl_security_options");
            set(
                all,
                "smtpd_sasl_security_options",
                [&*old, "noanonymous"].join(" ").trim_start(),
            );
        }
        "realm-mismatch" => {
            let accounts = installation.sasl.accounts.iter();
            all.extend(accounts.map(|one| vec![Edit::set("smtpd_sasl_local_domain", &one.realm)]));
        }
        "unverifiable-mechanism" | "locked-out-clients" => {
            let filter = "smtpd_sasl_mechanism_filter";
            for value in ["plain, login", "!plain, !login, static:rest"] {
                set(all, filter, value);
            }
            set(all, "smtpd_sasl_security_options", "noanonymous");
        }
        "send-as-anyone" => {
            all.extend(owners(site, finding).into_iter().flatten());
        }
        "default-protects-alone" => {
            let relay = "smtpd_relay_restrictions";
            set(all, relay, &value(relay));
        }
        "superseded" => {
            let level = match finding.places.first().map(|place| &*place.parameter) {
                Some("smtpd_use_tls") => "may",
                Some("smtpd_enforce_tls") => "encrypt",
                Some(_) | None => return,
            };
            for place in &finding.places {
                all.push(vec![
                    Edit::remove(&place.parameter),
                    Edit::set("smtpd_tls_security_level", level),
                ]);
            }
        }
        "undefined-name" => {
            for place in &finding.places {
                set(all, &place.parameter, "");
            }
        }
        "postmaster-refused" | "local-mail-refused" => {
            for name in EARLY {
                set(all, name, "");
            }
            set(all, "smtpd_tls_security_level", "may");
        }
        "submission-refused" => {
            let before = |name| ["permit_sasl_authenticated", &*value(name)].join(", ");
            let edits = EARLY.map(|name| Edit::set(name, &before(name)));
            all.extend(edits.iter().map(|edit| vec![edit.clone()]));
            all.push(edits.into());
        }
        // Without TLS nothing but AUTH inside it would help.
        "plaintext-offered" | "plaintext-without-tls"
            if matches!(&*value("smtpd_tls_security_level"), "" | "none") =>
        {
            all.push(vec![
                Edit::set("smtpd_tls_security_level", "may"),
                Edit::set("smtpd_tls_auth_only", "yes"),
            ]);
        }
        _other => {}
    }
}

/// A setting in main.cf, and no service that has it otherwise.
fn everywhere(finding: &Finding, name: &str, value: &str) -> Vec<Edit> {
    let options = finding.places.iter().filter_map(|place| {
        let service = place.service.as_ref()?;
        (&*place.parameter == name).then(|| Edit::remove_option(service, name))
    });
    options.chain([Edit::set(name, value)]).collect()
}

/// The options of the finding's service, each taken away: those that refuse nobody.
fn options(site: &Site, finding: &Finding, all: &mut Vec<Vec<Edit>>) {
    let service = finding.service.as_deref();
    let Some(service) = service.and_then(|name| site.service(name)) else {
        return;
    };
    let lists = |name: &str| name.ends_with("_restrictions");
    let loose = service.overrides.iter();
    let loose = loose.filter(|option| !lists(&option.name) || !refuses(&option.value));
    all.extend(loose.map(|option| vec![Edit::remove_option(&service.name, &option.name)]));
}
