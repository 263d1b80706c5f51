//! How one release words and orders its checks where `saslab-release` has no
//! entry: each constant is the list of releases, one per branch, that brought
//! the newer manner. Sources are in `src/smtpd/smtpd_check.c`.

use saslab_release::{Release, v};

/// The checks of one release.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// A temporary DNS failure is postponed by `defer_if_permit`.
    pub(crate) deferral: Deferral,
    /// `reject_sender_login_mismatch` is a class of two restrictions.
    pub(crate) login_mismatch: LoginMismatch,
    /// Whether a bare address passes `reject_invalid_helo_hostname`.
    pub(crate) bare_address: BareAddress,
    /// The status of `reject_unknown_client_hostname`.
    pub(crate) unknown_client_dsn: &'static str,
    /// Whether the null MX of RFC 7505 is known.
    pub(crate) null_mx: NullMx,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deferral {
    AtOnce,
    Postponed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoginMismatch {
    One,
    Two,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BareAddress {
    Invalid,
    Valid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NullMx {
    Unknown,
    Known,
}

const DEFER_IF_PERMIT: &[Release] = &[v(2, 1, 0)];
const TWO_LOGIN_CHECKS: &[Release] = &[v(2, 1, 0)];
const BARE_ADDRESS: &[Release] = &[v(2, 0, 0)];
/// RFC 7372 of 2014.
const CODE_OF_RFC_7372: &[Release] = &[v(3, 0, 0)];
/// RFC 7505 of 2015.
const NULL_MX: &[Release] = &[v(3, 0, 0)];

impl Manner {
    pub(crate) fn of(release: Release) -> Self {
        let has = |arrivals| release.includes(arrivals);
        Self {
            deferral: if has(DEFER_IF_PERMIT) {
                Deferral::Postponed
            } else {
                Deferral::AtOnce
            },
            login_mismatch: if has(TWO_LOGIN_CHECKS) {
                LoginMismatch::Two
            } else {
                LoginMismatch::One
            },
            bare_address: if has(BARE_ADDRESS) {
                BareAddress::Valid
            } else {
                BareAddress::Invalid
            },
            unknown_client_dsn: if has(CODE_OF_RFC_7372) {
                "4.7.25"
            } else {
                "4.7.1"
            },
            null_mx: if has(NULL_MX) {
                NullMx::Known
            } else {
                NullMx::Unknown
            },
        }
    }
}
