//! TLS protocols, ciphers and sessions, which no reply shows.
//! Read from `mail_params.h` of every release, and from postconf(5).

use super::{Default, Group, Kind, LIST, NOT_EMPTY, Described, Reader, TEXT, TIME, TIME_ABOVE_0, YES_NO, at};
use saslab_release::v;

/// This theme's part of the table.
pub(super) const ROWS: &[Described] = &[
    row(
        "smtpd_tls_protocols",
        LIST,
        "TLS versions, if TLS is optional.",
        &[at(&[v(2, 6, 0)], ""), at(&[v(2, 9, 14), v(2, 10, 8), v(2, 11, 6), v(3, 0, 2), v(3, 1, 0)], "!SSLv2, !SSLv3"), at(&[v(3, 6, 0)], ">=TLSv1")],
    ).not_simulated(),
    row(
        "smtpd_tls_mandatory_protocols",
        LIST,
        "TLS versions, if TLS is demanded.",
        &[at(&[v(2, 3, 0)], "SSLv3, TLSv1"), at(&[v(2, 6, 15), v(2, 7, 9), v(2, 8, 10), v(2, 9, 2), v(2, 10, 0)], "!SSLv2"), at(&[v(2, 9, 14), v(2, 10, 8), v(2, 11, 6), v(3, 0, 2), v(3, 1, 0)], "!SSLv2, !SSLv3"), at(&[v(3, 6, 0)], ">=TLSv1")],
    ).not_simulated(),
    row(
        "smtpd_tls_ciphers",
        NOT_EMPTY,
        "The least grade of ciphers, if TLS is optional.",
        &[at(&[v(2, 6, 0)], "export"), at(&[v(2, 9, 14), v(2, 10, 8), v(2, 11, 6), v(3, 0, 2), v(3, 1, 0)], "medium")],
    ).before("export").not_simulated(),
    row(
        "smtpd_tls_mandatory_ciphers",
        NOT_EMPTY,
        "The least grade of ciphers, if TLS is demanded.",
        &[at(&[v(2, 3, 0)], "medium")],
    ).before("medium").not_simulated(),
    row(
        "smtpd_tls_exclude_ciphers",
        LIST,
        "Ciphers that are never used.",
        &[at(&[v(2, 3, 0)], "")],
    ).not_simulated(),
    row(
        "smtpd_tls_mandatory_exclude_ciphers",
        LIST,
        "Ciphers that are not used if TLS is demanded.",
        &[at(&[v(2, 3, 0)], "")],
    ).not_simulated(),
    row(
        "smtpd_tls_dh1024_param_file",
        TEXT,
        "The file with Diffie-Hellman parameters.",
        &[at(&[v(2, 2, 0)], "")],
    ).not_simulated(),
    row(
        "smtpd_tls_dh512_param_file",
        TEXT,
        "The file with weak Diffie-Hellman parameters.",
        &[at(&[v(2, 2, 0)], "")],
    ).not_simulated(),
    row(
        "smtpd_tls_eecdh_grade",
        NOT_EMPTY,
        "How strong elliptic curves are.",
        &[at(&[v(2, 6, 0)], "strong"), at(&[v(3, 2, 0)], "auto")],
    ).before("none").not_simulated(),
    row(
        "smtpd_tls_fingerprint_digest",
        NOT_EMPTY,
        "The digest of certificate fingerprints.",
        &[at(&[v(2, 5, 0)], "md5"), at(&[v(3, 6, 0)], "${{$compatibility_level} <level {3.6} ? {md5} : {sha256}}")],
    ).before("md5").not_simulated(),
    row(
        "smtpd_tls_always_issue_session_ids",
        YES_NO,
        "Whether clients always get a session identifier.",
        &[at(&[v(2, 3, 1), v(2, 4, 0)], "yes")],
    ).before("yes").not_simulated(),
    row(
        "smtpd_tls_session_cache_database",
        TEXT,
        "The table of sessions that can be resumed.",
        &[at(&[v(2, 2, 0)], "")],
    ).read_by(Reader::Others).not_simulated(),
    row(
        "smtpd_tls_session_cache_timeout",
        TIME,
        "How long a session can be resumed.",
        &[at(&[v(2, 2, 0)], "3600s")],
    ).read_by(Reader::Others).before("3600s").not_simulated(),
    row(
        "smtpd_starttls_timeout",
        TIME_ABOVE_0,
        "How long a handshake may take.",
        &[at(&[v(2, 2, 0)], "300s"), at(&[v(2, 8, 0)], "${stress?10}${stress:300}s"), at(&[v(3, 0, 0)], "${stress?{10}:{300}}s")],
    ).before("300s").not_simulated(),
    row(
        "tls_random_source",
        TEXT,
        "Where tlsmgr(8) gets random bytes.",
        &[at(&[v(2, 2, 0)], "dev:/dev/urandom")],
    ).read_by(Reader::Others),
    row(
        "tls_preempt_cipherlist",
        YES_NO,
        "Whether the server's order of ciphers wins.",
        &[at(&[v(2, 8, 0)], "no")],
    ).before("no").not_simulated(),
    row(
        "tls_append_default_CA",
        YES_NO,
        "Whether the system's authorities are trusted too.",
        &[at(&[v(2, 4, 15), v(2, 5, 11), v(2, 6, 8), v(2, 7, 2), v(2, 8, 0)], "no")],
    ).before("yes").not_simulated(),
    row(
        "tls_ssl_options",
        LIST,
        "Options of OpenSSL.",
        &[at(&[v(2, 11, 0)], "")],
    ).not_simulated(),
    row(
        "tls_high_cipherlist",
        NOT_EMPTY,
        "What the grade high means.",
        &[at(&[v(2, 3, 0)], "!EXPORT:!LOW:!MEDIUM:ALL:+RC4:@STRENGTH"), at(&[v(2, 3, 4), v(2, 4, 0)], "ALL:!EXPORT:!LOW:!MEDIUM:+RC4:@STRENGTH"), at(&[v(2, 6, 7), v(2, 7, 1), v(2, 8, 0)], "aNULL:-aNULL:ALL:!EXPORT:!LOW:!MEDIUM:+RC4:@STRENGTH"), at(&[v(3, 1, 0)], "aNULL:-aNULL:HIGH:@STRENGTH"), at(&[v(3, 4, 0)], "aNULL:-aNULL:HIGH:@STRENGTH"), at(&[v(3, 8, 0)], "aNULL:-aNULL:HIGH:!SEED:!IDEA:!3DES:!RC2:!RC4:!RC5:!kDH:!kECDH:!aDSS:!MD5:@STRENGTH")],
    ).before("ALL:!EXPORT:!LOW:!MEDIUM:+RC4:@STRENGTH").not_simulated(),
    row(
        "tls_medium_cipherlist",
        NOT_EMPTY,
        "What the grade medium means.",
        &[at(&[v(2, 3, 0)], "!EXPORT:!LOW:ALL:+RC4:@STRENGTH"), at(&[v(2, 3, 4), v(2, 4, 0)], "ALL:!EXPORT:!LOW:+RC4:@STRENGTH"), at(&[v(2, 6, 7), v(2, 7, 1), v(2, 8, 0)], "aNULL:-aNULL:ALL:!EXPORT:!LOW:+RC4:@STRENGTH"), at(&[v(3, 1, 0)], "aNULL:-aNULL:HIGH:MEDIUM:+RC4:@STRENGTH"), at(&[v(3, 4, 0)], "aNULL:-aNULL:HIGH:MEDIUM:+RC4:@STRENGTH"), at(&[v(3, 8, 0)], "aNULL:-aNULL:HIGH:MEDIUM:!SEED:!IDEA:!3DES:!RC2:!RC4:!RC5:!kDH:!kECDH:!aDSS:!MD5:+RC4:@STRENGTH")],
    ).before("ALL:!EXPORT:!LOW:+RC4:@STRENGTH").not_simulated(),
    row(
        "smtpd_tls_enable_rpk",
        YES_NO,
        "Whether clients may prove themselves by a bare public key.",
        &[at(&[v(3, 9, 0)], "no")],
    ).before("no").not_simulated(),
    row(
        "tlsproxy_service_name",
        NOT_EMPTY,
        "The service that speaks TLS for postscreen(8).",
        &[at(&[v(2, 8, 0)], "tlsproxy")],
    ).before("tlsproxy").not_simulated(),
];

const fn row(
    name: &'static str,
    kind: Kind,
    meaning: &'static str,
    defaults: &'static [Default],
) -> Described {
    Described::new(Group::Tls, name, kind, meaning, defaults)
}
