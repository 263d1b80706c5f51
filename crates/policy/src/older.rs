//! Defaults of older releases that `compatibility_level` keeps in use: Postfix tells in
//! its log when one of them has mattered (`check_legacy_defaults` of `mail_params.c`).

use std::sync::Arc;

use saslab_maincf::{Origin, Setting, Settings};

/// Which older defaults are in use.
#[derive(Clone, Debug)]
pub(crate) struct Older {
    /// The style of `mynetworks`, where neither is set.
    pub(crate) networks_style: Option<Arc<str>>,
    pub(crate) relay_domains: bool,
    /// The same, in the place of `fast_flush_domains`.
    pub(crate) flush_domains: bool,
    /// `smtpd_relay_before_recipient_restrictions`
    pub(crate) recipient_first: bool,
}

impl Older {
    pub(crate) fn read(settings: &Settings) -> Self {
        let style = settings.text("mynetworks_style");
        let unset = is_default(&settings.text("mynetworks"));
        let relay_domains = lags_with(&settings.text("relay_domains"), |value| !value.is_empty());
        Self {
            flush_domains: relay_domains && is_default(&settings.text("fast_flush_domains")),
            networks_style: (unset && lags(&style) && &*style.value != "host")
                .then_some(style.value),
            relay_domains,
            recipient_first: lags_with(
                &settings.text("smtpd_relay_before_recipient_restrictions"),
                |value| value.eq_ignore_ascii_case("no"),
            ),
        }
    }
}

fn is_default(setting: &Setting) -> bool {
    matches!(setting.origin, Origin::Default { .. })
}

/// Whether a default depends on `compatibility_level`.
fn lags(setting: &Setting) -> bool {
    is_default(setting) && setting.written.contains("compatibility_level")
}

fn lags_with(setting: &Setting, is_older: impl Fn(&str) -> bool) -> bool {
    lags(setting) && is_older(&setting.value)
}
