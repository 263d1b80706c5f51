//! Edits that hold users to sender addresses of their own.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::{Edit, Finding, Site};

/// Every user owns the address of the same name, and may send from no other. Logins are
/// known by their names alone, or with their realms.
pub(super) fn owners(site: &Site, finding: &Finding) -> Option<Vec<Vec<Edit>>> {
    const MAPS: &str = "smtpd_sender_login_maps";
    const LIST: &str = "smtpd_sender_restrictions";
    let service = site.service(finding.service.as_deref()?)?;
    let server = site.start(service).ok()?;
    let own = crate::alphabet::own_domain(&server).replace('.', "\\.");
    let realms: String = realms(site)
        .iter()
        .map(|realm| format!(" $$1@{realm}"))
        .collect();
    let main_cf = &site.installation.main_cf;
    let old = main_cf.get(LIST).map_or("", |entry| entry.value.as_str());
    // An option goes if main.cf can do its work: it refuses nobody by itself.
    let options = service.overrides.iter().filter(|option| {
        *option.name == *MAPS || (*option.name == *LIST && !refuses(&option.value))
    });
    let options = options.map(|option| Edit::remove_option(&service.name, &option.name));
    let options: Vec<Edit> = options.collect();
    let mut all = Vec::new();
    for word in [
        "reject_sender_login_mismatch",
        "reject_authenticated_sender_login_mismatch",
    ] {
        let list = [word, old].join(", ");
        for names in ["", &realms] {
            let maps = format!("pcre:{{{{/^([^@]+)@{own}$$/ $$1{names}}}}}");
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

/// The realms that logins of the services may be in.
fn realms(site: &Site) -> BTreeSet<Arc<str>> {
    let accounts = site.installation.sasl.accounts.iter();
    let mut realms: BTreeSet<Arc<str>> = accounts.map(|one| Arc::from(&*one.realm)).collect();
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
