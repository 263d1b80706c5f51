//! What Postfix says about a value that it cannot use: `mail_conf_bool.c`,
//! `mail_conf_int.c`, `mail_conf_str.c`, `mail_conf_time.c`.

use crate::relation::{digits, level};
use crate::{Fatal, Kind, Origin, Setting, sourced};
use saslab_release::{BoundStyle, Dialect, OriginCheck, Release};

/// Stops at the first thing that is wrong with a value of its kind.
pub(crate) fn kind(setting: &Setting, release: Release) -> Result<(), Fatal> {
    match setting.parameter.kind_of(release) {
        // The value stands for a feature that is absent: nobody reads it.
        _ if matches!(setting.origin, Origin::NotYet { .. }) => Ok(()),
        Kind::Boolean => match boolean(&setting.value) {
            Some(_) => Ok(()),
            None => Err(bad("bad boolean configuration", setting)),
        },
        Kind::Integer { min, max } => integer(setting, release, (min, max)),
        Kind::Time { min, max } => time(setting, release, (min, max)),
        Kind::Text { min, max } => text(setting, release, (min, max)),
        Kind::List | Kind::Raw => Ok(()),
    }?;
    match setting.parameter.name {
        "compatibility_level" => compatibility_level(setting, release),
        "myhostname" | "mydomain" => host_name(setting),
        "myorigin" => one_value(setting, release),
        "mail_owner" => account(setting, "user name value"),
        "setgid_group" => account(setting, "group name"),
        "inet_protocols" => protocols(setting),
        _other => Ok(()),
    }
}

/// `yes` or `no`.
pub(crate) fn boolean(value: &str) -> Option<bool> {
    match value {
        _ if value.eq_ignore_ascii_case("yes") => Some(true),
        _ if value.eq_ignore_ascii_case("no") => Some(false),
        _other => None,
    }
}

/// A number, of a time in seconds; bounds are not looked at.
pub(crate) fn amount(setting: &Setting, release: Release) -> Option<i64> {
    match setting.parameter.kind_of(release) {
        Kind::Time { .. } => seconds(&setting.value, setting.parameter.default_unit(release)),
        Kind::Boolean | Kind::Integer { .. } | Kind::Text { .. } | Kind::List | Kind::Raw => {
            number(&setting.value)
        }
    }
}

fn integer(setting: &Setting, release: Release, (min, max): (i64, i64)) -> Result<(), Fatal> {
    let Some(number) = number(&setting.value) else {
        return Err(bad("bad numerical configuration", setting));
    };
    let name = setting.parameter.name;
    let log = match Bound::broken(number, min, max) {
        None => return Ok(()),
        Some(bound) if compares(release) => {
            format!(
                "invalid {name} parameter value {number} {}",
                bound.compared()
            )
        }
        Some(bound) => format!("invalid {name}: {number} ({})", bound.named()),
    };
    Err(fatal(log, setting))
}

fn time(setting: &Setting, release: Release, (min, max): (i64, i64)) -> Result<(), Fatal> {
    let name = setting.parameter.name;
    let log = match amount(setting, release) {
        None => format!(
            "parameter {name}: bad time value or unit: {}",
            setting.value
        ),
        Some(seconds) => match Bound::broken(seconds, min, max) {
            None => return Ok(()),
            Some(bound) => format!("invalid {name}: {seconds} ({})", bound.named()),
        },
    };
    Err(fatal(log, setting))
}

fn text(setting: &Setting, release: Release, (min, max): (usize, usize)) -> Result<(), Fatal> {
    let default = setting.parameter.default_of(release);
    // Postfix checks its own defaults too: an empty one proves that there is
    // no lower bound, as for smtpd_sasl_local_domain from 2.0 on.
    let min = min.min(default.map_or(0, |default| default.text.len()));
    let length = setting.value.len();
    let as_number = |length| i64::try_from(length).unwrap_or(i64::MAX);
    let Some(bound) = Bound::broken(as_number(length), as_number(min), as_number(max)) else {
        return Ok(());
    };
    let compared = format!("{length} {}", bound.compared());
    let what = match compares(release) {
        true => format!("bad string length {compared}"),
        false => format!("bad string length ({compared})"),
    };
    Err(bad(&what, setting))
}

pub(crate) fn compares(release: Release) -> bool {
    Dialect::of(release).main_cf.bounds == BoundStyle::Compared
}

enum Bound {
    Min(i64),
    Max(i64),
}

impl Bound {
    /// A bound of 0 is none.
    fn broken(number: i64, min: i64, max: i64) -> Option<Self> {
        if min != 0 && number < min {
            return Some(Self::Min(min));
        }
        (max != 0 && number > max).then_some(Self::Max(max))
    }

    fn compared(&self) -> String {
        match self {
            Self::Min(min) => format!("< {min}"),
            Self::Max(max) => format!("> {max}"),
        }
    }

    fn named(&self) -> String {
        match self {
            Self::Min(min) => format!("min {min}"),
            Self::Max(max) => format!("max {max}"),
        }
    }
}

/// `strtol`: white space, a sign, digits; nothing behind them.
fn number(text: &str) -> Option<i64> {
    let number = text.trim_start_matches(crate::file::is_space);
    number.parse().ok()
}

/// `conv_time`: a unit, or the default's unit; what follows a unit is ignored.
fn seconds(text: &str, default_unit: u8) -> Option<i64> {
    let signed = text.trim_start_matches(crate::file::is_space);
    let body = signed.strip_prefix('+').unwrap_or(signed);
    let unit_and_rest = body.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = body
        .strip_suffix(unit_and_rest)
        .filter(|text| digits(text))?;
    let unit = unit_and_rest.bytes().next().unwrap_or(default_unit);
    let scale = match unit {
        b's' => 1,
        b'm' => 60,
        b'h' => 3_600,
        b'd' => 86_400,
        b'w' => 604_800,
        _other => return None,
    };
    let number: i32 = number.parse().ok()?;
    number.checked_mul(scale).map(i64::from)
}

/// 3.6 and later read a level with up to three numbers, earlier ones a number.
fn compatibility_level(setting: &Setting, release: Release) -> Result<(), Fatal> {
    let dotted = match setting.parameter.kind_of(release) {
        Kind::List => !matches!(setting.origin, Origin::NotYet { .. }),
        Kind::Boolean
        | Kind::Integer { .. }
        | Kind::Time { .. }
        | Kind::Text { .. }
        | Kind::Raw => false,
    };
    if !dotted {
        return Ok(());
    }
    level(&setting.value).map(drop).map_err(|_| {
        let log = format!(
            "malformed compatibility level syntax: \"{}\"",
            setting.value
        );
        fatal(log, setting)
    })
}

/// `valid_hostname.c`: labels of up to 63 letters, digits, `-` and `_`, no
/// `-` at their ends, not only digits and dots, at most 255 bytes.
fn host_name(setting: &Setting) -> Result<(), Fatal> {
    let name = &*setting.value;
    let labels_are_valid = name.split('.').all(|label| {
        let character = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        (1..=63).contains(&label.len())
            && label.bytes().all(character)
            && !label.starts_with('-')
            && !label.ends_with('-')
    });
    let numeric = name
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if labels_are_valid && !numeric && name.len() <= 255 {
        return Ok(());
    }
    let log = format!(
        "file /etc/postfix/main.cf: parameter {}: bad parameter value: {name}",
        setting.parameter.name
    );
    Err(fatal(log, setting))
}

/// `mail_params.c`: somebody who exists; no name holds a blank.
fn account(setting: &Setting, what: &str) -> Result<(), Fatal> {
    let Setting {
        parameter, value, ..
    } = setting;
    if !value.contains([' ', '\t', '#']) {
        return Ok(());
    }
    let name = parameter.name;
    let log = format!("file /etc/postfix/main.cf: parameter {name}: unknown {what}: {value}");
    Err(fatal(log, setting))
}

/// `mail_params.c`: nothing but a name.
fn one_value(setting: &Setting, release: Release) -> Result<(), Fatal> {
    let several = setting.value.contains([',', ' ', '\t', '\r', '\n']);
    if !several || Dialect::of(release).main_cf.origin == OriginCheck::AnyText {
        return Ok(());
    }
    let log = format!(
        "{} parameter setting must not contain multiple values: {}",
        setting.parameter.name, setting.value
    );
    Err(fatal(log, setting))
}

/// `inet_proto.c`: any of three words, in small letters (`name_mask.c`).
fn protocols(setting: &Setting) -> Result<(), Fatal> {
    let known = ["all", "ipv4", "ipv6"];
    let unknown = sourced::split(&setting.value).find(|word| !known.contains(word));
    if matches!(setting.origin, Origin::NotYet { .. }) {
        return Ok(());
    }
    match unknown {
        None => Ok(()),
        Some(word) => {
            let log = format!(
                "unknown inet_protocols value \"{word}\" in \"{}\"",
                setting.value
            );
            Err(fatal(log, setting))
        }
    }
}

fn bad(what: &str, setting: &Setting) -> Fatal {
    let log = format!("{what}: {} = {}", setting.parameter.name, setting.value);
    fatal(log, setting)
}

fn fatal(log: String, setting: &Setting) -> Fatal {
    Fatal {
        log,
        setting: Some(setting.clone()),
    }
}
