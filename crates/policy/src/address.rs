//! Rewriting an address to its `user@domain` form: `rewrite.c` of
//! trivial-rewrite(8), in the local context, as `smtpd_resolve.c` asks for it.
//! Left out: quoted local parts, whose routing characters count here as they
//! do in Postfix under `resolve_dequoted_address`, but comments are kept.

use crate::World;
use saslab_maincf::{Origin, Setting, Settings};

/// The settings that rewriting reads.
#[derive(Clone, Debug)]
pub(crate) struct Rewriter {
    pub(crate) myhostname: String,
    pub(crate) myorigin: String,
    mydomain: String,
    pub(crate) empty_address_recipient: String,
    rules: Vec<Rule>,
    /// A switch of trivial-rewrite(8) that is neither on nor off: it does not start.
    pub(crate) broken: Option<Setting>,
}

/// A rewriting rule that a boolean parameter switches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    SwapBangpath,
    PercentHack,
    AppendAtMyorigin,
    AppendDotMydomain,
    NullDomain,
}

const RULES: &[(Rule, &str)] = &[
    (Rule::SwapBangpath, "swap_bangpath"),
    (Rule::PercentHack, "allow_percent_hack"),
    (Rule::AppendAtMyorigin, "append_at_myorigin"),
    (Rule::AppendDotMydomain, "append_dot_mydomain"),
    (Rule::NullDomain, "resolve_null_domain"),
];

/// The switches that trivial-rewrite(8) reads and smtpd(8) does not.
const SWITCHES: [&str; 7] = [
    "swap_bangpath",
    "append_at_myorigin",
    "allow_percent_hack",
    "resolve_dequoted_address",
    "resolve_null_domain",
    "resolve_numeric_domain",
    "append_dot_mydomain",
];

fn broken(settings: &Settings) -> Option<Setting> {
    let all = SWITCHES.iter().map(|name| settings.text(name));
    let mut read = all.filter(|setting| !matches!(setting.origin, Origin::NotYet { .. }));
    read.find(|setting| {
        !["yes", "no"]
            .iter()
            .any(|word| setting.value.eq_ignore_ascii_case(word))
    })
}

impl Rewriter {
    pub(crate) fn read(settings: &Settings, world: &World) -> Self {
        let is_on = |(_, name): &&(Rule, &'static str)| settings.boolean(name).value;
        let rules = RULES.iter().filter(is_on).map(|(rule, _)| *rule).collect();
        let text = |name| settings.text(name).value.to_string();
        Self {
            myhostname: text("myhostname"),
            myorigin: world.origin(&text("myorigin")),
            mydomain: text("mydomain"),
            empty_address_recipient: text("empty_address_recipient"),
            rules,
            broken: broken(settings),
        }
    }

    pub(crate) fn does(&self, rule: Rule) -> bool {
        self.rules.contains(&rule)
    }

    /// The canonical form of an address.
    pub(crate) fn rewrite(&self, address: &str) -> String {
        if address.is_empty() || address == "@" {
            return String::new();
        }
        let address = without_route(address);
        let mut result = match address.rfind('@') {
            Some(_) => address.to_owned(),
            None => self.with_domain(address),
        };
        if let Some((_, domain)) = result.rsplit_once('@')
            && self.does(Rule::AppendDotMydomain)
            && !self.mydomain.is_empty()
            && !domain.is_empty()
            && !domain.contains(['.', '['])
        {
            result = format!("{result}.{}", self.mydomain);
        }
        if let Some(rest) = result.strip_suffix('.')
            && !rest.is_empty()
            && !rest.ends_with(['.', '@'])
        {
            return rest.to_owned();
        }
        result
    }

    fn with_domain(&self, local: &str) -> String {
        if self.does(Rule::SwapBangpath)
            && let Some((domain, user)) = local.split_once('!')
        {
            return format!("{user}@{domain}");
        }
        if self.does(Rule::PercentHack)
            && let Some((user, domain)) = local.rsplit_once('%')
        {
            return format!("{user}@{domain}");
        }
        if self.does(Rule::AppendAtMyorigin) && !self.myorigin.is_empty() {
            return format!("{local}@{}", self.myorigin);
        }
        local.to_owned()
    }
}

/// `@relay:user@domain` without its source route.
fn without_route(address: &str) -> &str {
    match address.split_once(':') {
        Some((route, rest)) if route.starts_with('@') && !rest.is_empty() => rest,
        _ => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::settings;
    use saslab_release::v;

    #[test]
    fn addresses_get_their_domain() {
        let settings = settings(v(3, 7, 11), "append_dot_mydomain = yes");
        let rewriter = Rewriter::read(&settings, &World::little());
        let rows = [
            ("test", "test@mail.example.com"),
            ("user%example.net", "user@example.net"),
            ("example.net!user", "user@example.net"),
            ("a!b!user", "b!user@a.example.com"),
            ("@relay.example:user@example.net", "user@example.net"),
            ("user@lan", "user@lan.example.com"),
            ("user@example.net.", "user@example.net"),
            ("user@[192.0.2.25]", "user@[192.0.2.25]"),
            ("", ""),
        ];
        for (address, expected) in rows {
            assert_eq!(rewriter.rewrite(address), expected, "{address}");
        }
    }
}
