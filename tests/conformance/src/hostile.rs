//! Configurations that nobody should write, of any size: what the tests ask about in
//! small, and `bench_hostile` in large.

use std::fmt::{self, Write};

use saslab_explore::Site;
use saslab_release::Release;
use saslab_smtpd::Installation;

/// What is written into main.cf behind two lines that serve, and a table `/t`.
#[derive(Clone, Debug, Default)]
pub struct Hostile {
    /// Lines of main.cf.
    pub main_cf: String,
    /// The rows of `/t`.
    pub table: String,
}

impl Hostile {
    /// A server that has it.
    #[must_use]
    pub fn site(&self) -> Site {
        let text = [
            "compatibility_level = 3.6\nmydestination = example.com\n",
            &self.main_cf,
        ];
        let mut installation = Installation::new(Release::DEFAULT, &text.concat());
        installation.world = installation.world.with_file("/t", &self.table);
        Site::new(installation)
    }
}

fn lines(main_cf: String) -> Hostile {
    Hostile {
        main_cf,
        ..Hostile::default()
    }
}

fn table(main_cf: &str, table: String) -> Hostile {
    Hostile {
        main_cf: [main_cf, "\n"].concat(),
        table,
    }
}

const BY_REGEXP: &str = "smtpd_sender_restrictions = check_sender_access regexp:/t";

/// Two classes that name each other.
#[must_use]
pub fn circle_of_classes() -> Hostile {
    lines(
        "smtpd_restriction_classes = one two\none = two\ntwo = one\n\
         smtpd_recipient_restrictions = one, reject_unauth_destination\n"
            .to_owned(),
    )
}

/// Classes, each naming the next.
#[must_use]
pub fn chain_of_classes(many: u32) -> Hostile {
    classes(many, |out, at| writeln!(out, "c{at} = c{}", at + 1))
}

/// Classes, each naming the next twice, and the last a restriction.
#[must_use]
pub fn classes_twice(many: u32) -> Hostile {
    let mut all = classes(many, |out, at| writeln!(out, "c{at} = c{0}, c{0}", at + 1));
    let end = format!("c{many}");
    all.main_cf = all.main_cf.replace(&end, "reject_non_fqdn_sender");
    all
}

fn classes(many: u32, row: fn(&mut String, u32) -> fmt::Result) -> Hostile {
    let names = rows(many, |out, at| write!(out, " c{at}"));
    let classes = rows(many, row);
    lines(format!(
        "smtpd_restriction_classes ={names}\n{classes}smtpd_sender_restrictions = c0\n"
    ))
}

/// A pattern of so many brackets inside each other.
#[must_use]
pub fn deep_pattern(many: usize) -> Hostile {
    let (open, close) = ("(".repeat(many), ")".repeat(many));
    table(BY_REGEXP, ["/", &open, "a", &close, "/ REJECT\n"].concat())
}

/// A table of so many conditions inside each other.
#[must_use]
pub fn deep_table(many: usize) -> Hostile {
    let (open, close) = ("if /a/\n".repeat(many), "endif\n".repeat(many));
    table(BY_REGEXP, [open, close].concat())
}

/// A table of so many patterns.
#[must_use]
pub fn many_patterns(many: u32) -> Hostile {
    let patterns = rows(many, |out, at| {
        writeln!(out, "/^(user|name)[0-9]+{at}@.*\\.example$/ REJECT $1")
    });
    table(BY_REGEXP, patterns)
}

/// Names that expand to the next.
#[must_use]
pub fn chain_of_names(many: u32) -> Hostile {
    let names = rows(many, |out, at| writeln!(out, "n{at} = $n{}", at + 1));
    lines(format!("{names}myhostname = $n0\n"))
}

/// Names that expand to the next twice.
#[must_use]
pub fn names_twice(many: u32) -> Hostile {
    let names = rows(many, |out, at| writeln!(out, "n{at} = $n{0}$n{0}", at + 1));
    lines(format!("{names}myhostname = $n0\n"))
}

/// Conditions inside each other.
#[must_use]
pub fn deep_conditions(many: usize) -> Hostile {
    let deep = ["${x:{".repeat(many), "}}".repeat(many)].concat();
    lines(format!("smtpd_banner = {deep}\n"))
}

/// A table of senders.
#[must_use]
pub fn many_senders(many: u32) -> Hostile {
    table(
        "smtpd_sender_restrictions = check_sender_access hash:/t",
        rows(many, |out, at| writeln!(out, "d{at}.example REJECT")),
    )
}

/// A table of networks.
#[must_use]
pub fn many_clients(many: u32) -> Hostile {
    let row = |out: &mut String, at: u32| {
        let [_, a, b, c] = at.to_be_bytes();
        writeln!(out, "10.{a}.{b}.{c} REJECT")
    };
    table(
        "smtpd_client_restrictions = check_client_access cidr:/t",
        rows(many, row),
    )
}

/// A table of aliases.
#[must_use]
pub fn many_aliases(many: u32) -> Hostile {
    table(
        "virtual_alias_maps = hash:/t",
        rows(many, |out, at| writeln!(out, "u{at}@d{at}.example root")),
    )
}

/// One list of so many restrictions.
#[must_use]
pub fn many_restrictions(many: usize) -> Hostile {
    let words = "reject_non_fqdn_sender, ".repeat(many);
    lines(format!("smtpd_sender_restrictions = {words} permit\n"))
}

/// One list of so many tables.
#[must_use]
pub fn many_tables(many: u32) -> Hostile {
    let words = rows(many, |out, at| {
        write!(out, "check_sender_access inline:{{x{at}@example.org=OK}}, ")
    });
    lines(format!("smtpd_sender_restrictions = {words} permit\n"))
}

/// One list of so many lists in the DNS.
#[must_use]
pub fn many_zones(many: u32) -> Hostile {
    let words = rows(many, |out, at| {
        write!(out, "reject_rbl_client z{at}.example, ")
    });
    lines(format!("smtpd_client_restrictions = {words} permit\n"))
}

/// Networks in main.cf.
#[must_use]
pub fn many_networks(many: u32) -> Hostile {
    let row = |out: &mut String, at: u32| write!(out, " 10.{}.{}.0/24", at >> 8, at & 255);
    lines(format!("mynetworks ={}\n", rows(many, row)))
}

/// Single addresses in main.cf.
#[must_use]
pub fn many_addresses(many: u32) -> Hostile {
    let row = |out: &mut String, at: u32| {
        let [_, a, b, c] = at.to_be_bytes();
        write!(out, " 10.{a}.{b}.{c}")
    };
    lines(format!("mynetworks ={}\n", rows(many, row)))
}

/// Domains in main.cf.
#[must_use]
pub fn many_domains(many: u32) -> Hostile {
    let row = |out: &mut String, at: u32| write!(out, " d{at}.example");
    lines(format!("relay_domains ={}\n", rows(many, row)))
}

/// Parameters that nobody knows.
#[must_use]
pub fn many_names(many: u32) -> Hostile {
    lines(rows(many, |out, at| writeln!(out, "name{at:06} = value")))
}

/// A text, row by row.
fn rows(many: u32, row: fn(&mut String, u32) -> fmt::Result) -> String {
    let mut out = String::new();
    for at in 0..many {
        // A string takes whatever is written to it.
        let _: fmt::Result = row(&mut out, at);
    }
    out
}
