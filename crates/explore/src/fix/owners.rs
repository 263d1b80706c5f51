//! Edits that hold users to sender addresses of their own.

use std::collections::BTreeSet;
use std::sync::Arc;

use saslab_smtpd::Server;
use saslab_smtpd::maincf::Service;

use crate::{Edit, Finding, Site};

/// Every user owns the address of the same name, and may send from no other. Logins are
/// known by their names alone, or with their realms.
pub(super) fn owners(site: &Site, finding: &Finding) -> Option<Vec<Vec<Edit>>> {
    const MAPS: &str = "smtpd_sender_login_maps";
    const LIST: &str = "smtpd_sender_restrictions";
    let service = site.service(finding.service.as_deref()?)?;
    let server = site.start(service).ok()?;
    let main_cf = &site.installation.main_cf;
    let old = main_cf.get(LIST).map_or("", |entry| entry.value.as_str());
    // main.cf does the work of the options: a list goes that refuses nobody by itself.
    let loose = !refuses(&server.settings().text(LIST).value);
    let written =
        |one: &Service, name: &str| one.overrides.iter().any(|option| *option.name == *name);
    let maps = site.services().filter(|one| written(one, MAPS));
    let maps = maps.map(|one| Edit::remove_option(&one.name, MAPS));
    let list = (loose && written(service, LIST)).then(|| Edit::remove_option(&service.name, LIST));
    let options: Vec<Edit> = maps.chain(list).collect();
    let mut all = Vec::new();
    for word in [
        "reject_sender_login_mismatch",
        "reject_authenticated_sender_login_mismatch",
    ] {
        let list = [word, old].join(", ");
        for maps in maps_of_owners(site, &server) {
            let mut edits = vec![
                Edit::set(MAPS, &maps),
                Edit::set(LIST, list.trim_end_matches(", ")),
            ];
            edits.extend(options.iter().cloned());
            all.push(edits);
        }
    }
    Some(all)
}

/// Tables of owners: who is called by an address owns it, others the one of their name.
fn maps_of_owners(site: &Site, server: &Server) -> Vec<String> {
    let accounts = &site.installation.sasl.accounts;
    let own = crate::alphabet::own_domain(server);
    if accounts.iter().any(|one| one.name.contains('@')) {
        let address = "{/^(.+)$$/ $$1}";
        if accounts.iter().all(|one| one.name.contains('@')) {
            return vec![format!("pcre:{{{address}}}")];
        }
        // Of both kinds: an address here may be the whole login, or have it before the @.
        let here = own.replace('.', "\\.");
        let both = format!("{{/^([^@]+)@{here}$$/ $$1 $$1@{own}}}");
        return vec![format!("pcre:{{{both}, {address}}}")];
    }
    let own = own.replace('.', "\\.");
    let map = |names: &str| format!("pcre:{{{{/^([^@]+)@{own}$$/ $$1{names}}}}}");
    let realms = realms(site);
    let names: String = realms.iter().map(|realm| format!(" $$1@{realm}")).collect();
    vec![map(""), map(&names)]
}

/// The realms that logins of the services may be in.
fn realms(site: &Site) -> BTreeSet<Arc<str>> {
    let accounts = site.installation.sasl.accounts.iter();
    let mut realms = BTreeSet::new();
    realms.extend(accounts.map(|one| Arc::from(&*one.realm)));
    let servers = site.services().filter_map(|one| site.start(one).ok());
    realms.extend(servers.map(|server| server.settings().text("smtpd_sasl_local_domain").value));
    realms.retain(|realm| !realm.is_empty());
    realms
}

/// Whether a list of restrictions may refuse by what is written in it.
pub(super) fn refuses(list: &str) -> bool {
    ["reject", "defer", "$", "check_"]
        .iter()
        .any(|word| list.contains(word))
}
