//! STARTTLS as far as the dialogue shows it: the level, and whether there is a
//! certificate. Left out: protocols, ciphers, client certificates.

use saslab_maincf::{Fatal, Setting, Settings};
use saslab_policy::{Build, Services, World};

/// What the TLS parameters come to.
#[derive(Debug)]
pub(crate) struct Tls {
    pub(crate) level: Level,
    /// The setting that decides the level.
    pub(crate) decided_by: Setting,
    /// `smtpd_tls_auth_only`, which a mandatory level switches on.
    pub(crate) auth_only: Option<Setting>,
    /// `smtpd_tls_wrappermode`: TLS comes before everything else, at any level.
    pub(crate) wrapper: Setting<bool>,
    /// `smtpd_tls_req_ccert`, where TLS is required; no client here has a certificate.
    pub(crate) wants_certificate: Option<Setting>,
    pub(crate) certificate: Certificate,
    pub(crate) certificate_setting: Setting,
    /// `tls_random_source`, where it keeps tlsmgr(8) from answering smtpd(8).
    pub(crate) no_entropy: Option<Setting>,
}

/// `smtpd_tls_security_level`, or what the older switches mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    None,
    May,
    Encrypt,
}

/// Whether a handshake can succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Certificate {
    Usable,
    Missing,
}

/// The little world's own certificate and its key, which are always there.
const OWN_FILES: [&str; 2] = ["/etc/postfix/server.pem", "/etc/postfix/server.key"];

/// The authorities that a Debian system has.
const AUTHORITIES: &str = "/etc/ssl/certs/ca-certificates.crt";

impl Tls {
    pub(crate) fn read(settings: &Settings, world: &World) -> Result<Self, Fatal> {
        let (level, decided_by) = match world.build {
            Build::Debian | Build::Plain => level(settings)?,
            Build::WithoutTls => (Level::None, settings.text("smtpd_tls_security_level")),
        };
        let auth_only = settings.boolean("smtpd_tls_auth_only");
        let auth_only = match (level, auth_only.value && world.build != Build::WithoutTls) {
            (Level::Encrypt, _) => Some(decided_by.clone()),
            (Level::None | Level::May, true) => Some(settings.text("smtpd_tls_auth_only")),
            (Level::None | Level::May, false) => None,
        };
        let able = world.build != Build::WithoutTls;
        let wrapper = settings.boolean("smtpd_tls_wrappermode");
        let wrapper = wrapper.map(|on| on && able);
        let asked = settings.boolean("smtpd_tls_req_ccert").value;
        let wants_certificate = (asked && (level == Level::Encrypt || wrapper.value))
            .then(|| settings.text("smtpd_tls_req_ccert"));
        let (certificate, certificate_setting) = match certificate(settings, world) {
            (_, named) if !named.value.is_empty() && lacks_authorities(settings, world) => {
                (Certificate::Missing, settings.text("smtpd_tls_CAfile"))
            }
            found => found,
        };
        let begins =
            (level != Level::None || wrapper.value) && !certificate_setting.value.is_empty();
        let source = settings.text("tls_random_source");
        let dry = begins && !is_source(&source.value, world);
        Ok(Self {
            no_entropy: dry.then_some(source),
            level,
            decided_by,
            auth_only,
            wrapper,
            wants_certificate,
            certificate,
            certificate_setting,
        })
    }
}

/// Whether tlsmgr(8) can open what gives it random bytes; else it ends again and again,
/// and smtpd(8) waits for it when TLS begins (`tlsmgr.c`, `tls_server_init`).
fn is_source(source: &str, world: &World) -> bool {
    match source.strip_prefix("dev:") {
        Some(device) => ["/dev/urandom", "/dev/random"].contains(&device),
        None => source.is_empty() || world.files.contains_key(source),
    }
}

/// Whether main.cf asks for TLS, be it there or not.
pub(super) fn selected(settings: &Settings) -> bool {
    let level = level(settings).map_or(Level::None, |(level, _)| level);
    level != Level::None || settings.boolean("smtpd_tls_wrappermode").value
}

/// A level that is written wins over the older switches, whatever they say.
fn level(settings: &Settings) -> Result<(Level, Setting), Fatal> {
    let written = settings.text("smtpd_tls_security_level");
    let level = match written.value.to_ascii_lowercase().as_str() {
        "" => return switches(settings, written),
        "none" => Level::None,
        "may" => Level::May,
        "encrypt" | "dane" | "dane-only" | "fingerprint" | "verify" | "secure" => Level::Encrypt,
        _ => {
            return Err(Fatal {
                log: format!("Invalid TLS level \"{}\"", written.value),
                setting: Some(written),
            });
        }
    };
    Ok((level, written))
}

fn switches(settings: &Settings, absent: Setting) -> Result<(Level, Setting), Fatal> {
    if settings.boolean("smtpd_enforce_tls").value {
        return Ok((Level::Encrypt, settings.text("smtpd_enforce_tls")));
    }
    if settings.boolean("smtpd_use_tls").value {
        return Ok((Level::May, settings.text("smtpd_use_tls")));
    }
    Ok((Level::None, absent))
}

/// Whether a file of authorities is named that is not there: it is read before the
/// certificate, and without it there is no TLS (`tls_set_ca_certificate_info` of
/// `tls_certkey.c`).
fn lacks_authorities(settings: &Settings, world: &World) -> bool {
    let named = settings.text("smtpd_tls_CAfile").value;
    !matches!(&*named, "" | AUTHORITIES) && !is_there(&named, world)
}

/// Whether there is such a file. Where all runs that Postfix needs, the certificates and
/// keys are there, too, that main.cf names: they are shown to nobody.
fn is_there(path: &str, world: &World) -> bool {
    let is_supposed = world.services == Services::Running && path.starts_with('/');
    is_supposed || OWN_FILES.contains(&path) || world.files.contains_key(path)
}

/// A certificate and its key, in the order in which they are read. One that is not there
/// takes TLS away, whatever the others are (`tls_set_my_certificate_key_info`).
pub(super) const FILES: [[&str; 2]; 3] = [
    ["smtpd_tls_cert_file", "smtpd_tls_key_file"],
    ["smtpd_tls_dcert_file", "smtpd_tls_dkey_file"],
    ["smtpd_tls_eccert_file", "smtpd_tls_eckey_file"],
];

fn certificate(settings: &Settings, world: &World) -> (Certificate, Setting) {
    let chain = settings.text("smtpd_tls_chain_files");
    if !chain.value.is_empty() {
        return (chain_of(&chain.value, world), chain);
    }
    let mut found = None;
    for [certificate, key] in FILES {
        let certificate = settings.text(certificate);
        if certificate.value.is_empty() {
            continue;
        }
        for setting in [&certificate, &settings.text(key)] {
            if !is_there(&setting.value, world) {
                return (Certificate::Missing, setting.clone());
            }
        }
        found.get_or_insert(certificate);
    }
    match found {
        Some(setting) => (Certificate::Usable, setting),
        None => (Certificate::Missing, settings.text("smtpd_tls_cert_file")),
    }
}

/// `load_chain_files()` wants each key before its certificate, and takes a file that is
/// not there for the end of the list. Looked at is the first file.
fn chain_of(files: &str, world: &World) -> Certificate {
    let mut files = files
        .split([',', ' ', '\t'])
        .filter(|name| !name.is_empty());
    let first = files.next().unwrap_or_default();
    let text = world.files.get(first).map_or("", |text| text);
    // As a file has it, and in the short form of recorded scenarios.
    let begins = ["-----BEGIN CERTIFICATE", "{certificate"].map(|begin| text.starts_with(begin));
    let [own, _] = OWN_FILES;
    match first == own || begins.contains(&true) {
        true => Certificate::Missing,
        false => Certificate::Usable,
    }
}

/// `smtpd_tls_loglevel`: 0, or whether there is anything to tell; a word that means
/// nothing takes all away (`tls_log_mask` of `tls_misc.c`).
///
/// # Errors
/// What is logged of it.
pub(super) fn loglevel(settings: &Settings) -> Result<i64, String> {
    const WORDS: [&str; 14] = [
        "none",
        "summary",
        "routine",
        "debug",
        "ssl-expert",
        "ssl-developer",
        "untrusted",
        "peercert",
        "certmatch",
        "verbose",
        "cache",
        "ssl-debug",
        "ssl-handshake-packet-dump",
        "ssl-session-packet-dump",
    ];
    let value = settings.text("smtpd_tls_loglevel").value;
    let mut level = 0;
    for word in value
        .split([',', ' ', '\t'])
        .filter(|word| !word.is_empty())
    {
        let known =
            word.parse::<i64>().is_ok() || WORDS.iter().any(|name| name.eq_ignore_ascii_case(word));
        if !known {
            return Err(format!(
                "unknown smtpd_tls_loglevel value \"{word}\" in \"{value}\""
            ));
        }
        if word != "0" && !word.eq_ignore_ascii_case("none") {
            level = 1;
        }
    }
    Ok(level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use saslab_maincf::MainCf;
    use saslab_release::Release;
    use std::sync::Arc;

    #[test]
    fn certificates_that_main_cf_names_are_there_where_all_runs() {
        let text = "smtpd_use_tls = yes\nd = /etc/letsencrypt/live\n\
                    smtpd_tls_cert_file = $d/fullchain.pem\nsmtpd_tls_key_file = $d/privkey.pem\n\
                    smtpd_tls_CAfile = $d/chain.pem\n";
        let certificate = |text: &str, services| {
            let file = Arc::new(MainCf::parse(text).0);
            let settings = Settings::resolve(&file, &[], Release::DEFAULT).unwrap();
            let mut world = World::little();
            world.services = services;
            Tls::read(&settings, &world).unwrap().certificate
        };
        assert_eq!(certificate(text, Services::Running), Certificate::Usable);
        assert_eq!(certificate(text, Services::Away), Certificate::Missing);
        let unnamed = "smtpd_use_tls = yes\n";
        assert_eq!(
            certificate(unnamed, Services::Running),
            Certificate::Missing
        );
    }
}
