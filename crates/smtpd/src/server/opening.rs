//! What smtpd logs when it starts, beyond its lists and tables: what main.cf sets twice
//! (`dict_load_fp` of `dict.c`), and TLS (`pre_jail_init` of `smtpd.c`, `tls_certkey.c`).

use std::net::IpAddr;
use std::sync::Arc;

use saslab_maincf::{Origin, Setting, Settings};
use saslab_policy::{Build, DnsAnswer, World};
use saslab_release::{ChainFile, Dialect, Reported};

use super::tls::FILES;
use super::{Certificate, Config, Level, Seen, StartError};
use crate::log::LogEvent;
use crate::{Cause, Installation};

/// Names that main.cf sets again, with another value.
pub(super) fn overridden(installation: &Installation) -> Vec<LogEvent> {
    let mut pairs = installation.main_cf.overridden().peekable();
    let none = pairs.peek().is_none();
    if none || Dialect::of(installation.release).log.overridden == Reported::Not {
        return Vec::new();
    }
    pairs
        .filter(|(earlier, later)| earlier.value.as_str() != later.value.as_str())
        .map(|(earlier, later)| LogEvent::Overridden {
            line: later.line,
            name: Arc::clone(&later.name),
            value: earlier.value.as_str().into(),
        })
        .collect()
}

/// Names in `inet_interfaces` that have no address (`own_inet_addr.c`): master(8) stops.
pub(super) fn interfaces(settings: &Settings, world: &World) -> Result<(), StartError> {
    let written = settings.text("inet_interfaces");
    let elsewhere = matches!(
        written.origin,
        Origin::Service { .. } | Origin::NotYet { .. }
    );
    if elsewhere || matches!(&*written.value, "all" | "loopback-only") {
        return Ok(());
    }
    addresses(settings, world, written)
}

#[inline(never)] // the page's first load does without
fn addresses(settings: &Settings, world: &World, written: Setting) -> Result<(), StartError> {
    let speaks = |address: &IpAddr| settings.speaks(*address);
    let has_address = |word: &str| {
        let literal = word.trim_start_matches('[').trim_end_matches(']');
        match (literal.parse(), world.resolved(word)) {
            (Ok(address), _) => speaks(&address),
            (Err(_), _) if word == "localhost" => true,
            (Err(_), DnsAnswer::Found(all)) => all.iter().any(speaks),
            (Err(_), DnsAnswer::NotFound | DnsAnswer::Failed) => false,
        }
    };
    let words = settings.list("inet_interfaces").value;
    let Some(lost) = words.iter().find(|word| !has_address(&word.text)) else {
        return Ok(());
    };
    Err(StartError {
        log: format!(
            "config variable inet_interfaces: host not found: {}",
            lost.text
        ),
        seen: Seen::Refused,
        cause: Some(Cause::Setting(written)),
        before: Arc::default(),
    })
}

/// A reserve in the queue that is smaller than it should be.
pub(super) fn queue(settings: &Settings, config: &Config) -> Option<LogEvent> {
    let reported = settings.dialect().log.queue_reserve == Reported::Once;
    let reserve = config.queue_minfree;
    let limit = config.message_size_limit.value;
    let small = reserve > 0 && limit > 0 && i128::from(reserve) * 2 < i128::from(limit) * 3;
    (reported && small).then(|| {
        let says =
            format!("queue_minfree({reserve}) should be at least 1.5*message_size_limit({limit})");
        LogEvent::Warning(says.into())
    })
}

/// What keeps TLS from being had, though it is wanted.
pub(super) fn tls(settings: &Settings, config: &Config, world: &World) -> Vec<LogEvent> {
    if world.build == Build::WithoutTls {
        let says = "TLS has been selected, but TLS support is not compiled in";
        let selected = super::tls::selected(settings);
        return Vec::from_iter(selected.then(|| LogEvent::Warning(says.into())));
    }
    let tls = &config.tls;
    let wanted = tls.level != Level::None || tls.wrapper.value;
    if !wanted {
        return Vec::new();
    }
    wanted_tls(settings, config, world)
}

#[inline(never)] // the page's first load does without
fn wanted_tls(settings: &Settings, config: &Config, world: &World) -> Vec<LogEvent> {
    let tls = &config.tls;
    let mut log = requests(settings, config);
    if tls.no_entropy.is_some() {
        return log;
    }
    let level = super::tls::loglevel(settings).err();
    log.extend(level.map(|text| LogEvent::Warning(text.into())));
    log.extend(certificates(settings, config, world));
    log
}

/// Certificates of clients that cannot be asked for, or not insisted on.
fn requests(settings: &Settings, config: &Config) -> Vec<LogEvent> {
    let yes = |name| settings.boolean(name).value;
    let tls = &config.tls;
    let enforced = tls.level == Level::Encrypt || tls.wrapper.value;
    let required = yes("smtpd_tls_req_ccert");
    let asks = yes("smtpd_tls_ask_ccert") || (enforced && required);
    let none = settings.text("smtpd_tls_chain_files").value.is_empty()
        && matches!(&*settings.text("smtpd_tls_cert_file").value, "" | "none");
    let texts = [
        (none && asks, "Need a server cert to request client certs"),
        (
            !enforced && required,
            "Can't require client certs unless TLS is required",
        ),
    ];
    let said = texts.into_iter().filter(|(holds, _)| *holds);
    said.map(|(_, text)| LogEvent::Warning(text.into()))
        .collect()
}

fn certificates(settings: &Settings, config: &Config, world: &World) -> Vec<LogEvent> {
    let tls = &config.tls;
    let warning = |text: String| LogEvent::Warning(text.into());
    if tls.certificate == Certificate::Usable {
        let parameters = settings.text("smtpd_tls_dh1024_param_file").value;
        let there = matches!(&*parameters, "" | "auto") || world.files.contains_key(&parameters);
        let missing = format!(
            "error opening DH parameter file \"{parameters}\": No such file or directory \
             -- using compiled-in defaults"
        );
        return (!there).then(|| warning(missing)).into_iter().collect();
    }
    let named = &tls.certificate_setting.value;
    if named.is_empty() {
        return vec![warning(
            "No server certs available. TLS won't be enabled".to_owned(),
        )];
    }
    let decisive = tls.certificate_setting.parameter.name;
    if decisive == "smtpd_tls_CAfile" {
        return authorities(settings, named);
    }
    if decisive == "smtpd_tls_chain_files" {
        let first = named.split([',', ' ', '\t']).next().unwrap_or_default();
        return vec![
            warning(format!("error loading chain from {first}: key not first")),
            warning(format!(
                "error loading private keys and certificates from: {named}: disabling TLS support"
            )),
        ];
    }
    let is_key = decisive.ends_with("key_file");
    let key = FILES.iter().find(|pair| pair.contains(&decisive));
    let is_mixed = key.is_some_and(|[_, key]| settings.text(key).value == *named);
    if !is_key && is_mixed && settings.dialect().log.chain_file == ChainFile::Mixed {
        let says = format!("error opening chain file: {named}: No such file or directory");
        return vec![warning(says)];
    }
    let (what, line) = match is_key {
        true => ("private key", 368),
        false => ("certificate", 450),
    };
    let kind = match decisive.get(..11) {
        Some("smtpd_tls_d") => "DSA",
        Some("smtpd_tls_e") => "ECDSA",
        Some(_) | None => "RSA",
    };
    vec![
        warning(format!(
            "cannot get {kind} {what} from file \"{named}\": disabling TLS support"
        )),
        warning(format!(
            "TLS library problem: error:80000002:system library::No such file or \
             directory:../crypto/bio/bss_file.c:308:calling fopen({named}, r):"
        )),
        warning(
            "TLS library problem: error:10080002:BIO routines::system \
             lib:../crypto/bio/bss_file.c:311:"
                .to_owned(),
        ),
        warning(format!(
            "TLS library problem: error:0A080002:SSL routines::system lib:../ssl/ssl_rsa.c:{line}:"
        )),
    ]
}

/// A file of authorities that is not there.
fn authorities(settings: &Settings, named: &str) -> Vec<LogEvent> {
    let path = settings.text("smtpd_tls_CApath").value;
    let path = match path.is_empty() {
        true => String::new(),
        false => format!(", CApath=\"{path}\""),
    };
    let library =
        |text: String| LogEvent::Warning(["TLS library problem: ", &text].concat().into());
    vec![
        LogEvent::Info(
            format!(
                "cannot load Certification Authority data, CAfile=\"{named}\"{path}: disabling \
                 TLS support"
            )
            .into(),
        ),
        library(format!(
            "error:80000002:system library::No such file or \
             directory:../crypto/bio/bss_file.c:67:calling fopen({named}, r):"
        )),
        library(
            "error:10000080:BIO routines::no such file:../crypto/bio/bss_file.c:75:".to_owned(),
        ),
        library(
            "error:05880002:x509 certificate routines::system lib:../crypto/x509/by_file.c:229:"
                .to_owned(),
        ),
    ]
}
