//! Edits worth trying for a finding: general ones out of what the finding is about, and
//! the ones that administrators know.

use crate::{Edit, Finding, Site};

/// The list that protects against relaying, as releases from 2.10 on have it.
const RELAY: &str = "permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination";

/// Candidates, each a set of edits.
pub(super) fn of(site: &Site, finding: &Finding) -> Vec<Vec<Edit>> {
    let mut all = Vec::new();
    // The line at fault goes, and the default counts.
    for place in finding.places.iter().filter(|place| place.line.is_some()) {
        all.push(vec![Edit::remove(&place.parameter)]);
    }
    match finding.question.name {
        "open-relay" | "relay-by-route" | "anonymous-relay" | "does-not-start" => {
            all.push(vec![Edit::set("smtpd_relay_restrictions", RELAY)]);
            all.push(vec![Edit::remove("mynetworks")]);
            for style in ["subnet", "host"] {
                let style = Edit::set("mynetworks_style", style);
                all.push(vec![style.clone()]);
                all.push(vec![Edit::remove("mynetworks"), style]);
            }
        }
        "plaintext-without-tls" => {
            all.push(vec![Edit::set("smtpd_tls_auth_only", "yes")]);
        }
        "anonymous-offered" => {
            let old = site.installation.main_cf.get("smtpd_sasl_security_options");
            let old = old.map_or("", |entry| entry.value.as_str());
            let value = [old, "noanonymous"].join(" ");
            all.push(vec![Edit::set(
                "smtpd_sasl_security_options",
                value.trim_start(),
            )]);
        }
        "vrfy-on" => all.push(vec![Edit::set("disable_vrfy_command", "yes")]),
        _other => {}
    }
    all
}
