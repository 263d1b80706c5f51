//! How long configurations take that nobody should write: `cargo xtask bench`. Every
//! question is asked of each.
#![expect(
    clippy::print_stdout,
    reason = "printing figures is what this program is for"
)]

use std::fmt::Write;
use std::time::Instant;

use saslab_explore::{Answer, Site, examine, relay_table};
use saslab_release::Release;
use saslab_smtpd::Installation;

/// What is written into main.cf behind two lines that serve, and a table `/t`.
type Case = (&'static str, fn() -> (String, String));

/// `deep` asks for what leads on and on, which needs stack.
fn main() {
    let deep = std::env::args().nth(1).is_some_and(|word| word == "deep");
    for case in DEEP {
        measure(case);
    }
    for case in LONG.iter().filter(|_| !deep) {
        measure(case);
    }
}

fn measure((name, make): &Case) {
    let (main_cf, table) = make();
    let text = format!("compatibility_level = 3.6\nmydestination = example.com\n{main_cf}");
    let begin = Instant::now();
    let mut installation = Installation::new(Release::DEFAULT, &text);
    installation.world = installation.world.with_file("/t", &table);
    let site = Site::new(installation);
    let service = site.services().next();
    let server = service.and_then(|service| site.start(service).ok());
    let start = begin.elapsed();
    let table = || server.map(|server| relay_table(&server, site.lens));
    let begin = Instant::now();
    table();
    let table = begin.elapsed();
    let begin = Instant::now();
    let report = examine(&site);
    let asked = begin.elapsed();
    let says = match report.answer("open-relay").map(|asked| &asked.answer) {
        Some(Answer::Happens(_)) => "it happens".to_owned(),
        Some(answer @ (Answer::Never { .. } | Answer::Unknown(_))) => answer.to_string(),
        None => "none".to_owned(),
    };
    println!(
        "{name}: start {start:.2?}, relay table {table:.2?}, every question {asked:.2?}; \
         open relay: {says}"
    );
}

/// What leads on and on.
const DEEP: &[Case] = &[
    ("classes in a circle", || {
        let classes = "smtpd_restriction_classes = one two\none = two\ntwo = one\n";
        (
            format!("{classes}smtpd_recipient_restrictions = one, reject_unauth_destination\n"),
            String::new(),
        )
    }),
    ("10,000 classes, each naming the next", || {
        let names = rows(10_000, |out, at| write!(out, " c{at}"));
        let classes = rows(10_000, |out, at| writeln!(out, "c{at} = c{}", at + 1));
        (
            format!(
                "smtpd_restriction_classes ={names}\n{classes}smtpd_sender_restrictions = c0\n"
            ),
            String::new(),
        )
    }),
    ("90 classes, each naming the next twice", || {
        let names = rows(90, |out, at| write!(out, " c{at}"));
        let classes = rows(90, |out, at| writeln!(out, "c{at} = c{0} c{0}", at + 1));
        let classes = classes.replace("c90", "reject_non_fqdn_sender");
        (
            format!(
                "smtpd_restriction_classes ={names}\n{classes}smtpd_sender_restrictions = c0\n"
            ),
            String::new(),
        )
    }),
    ("regexp that opens 100,000 brackets", || {
        let list = "smtpd_sender_restrictions = check_sender_access regexp:/t\n";
        let deep = [
            "/",
            &"(".repeat(100_000),
            "a",
            &")".repeat(100_000),
            "/ REJECT\n",
        ]
        .concat();
        (list.to_owned(), deep)
    }),
    ("regexp table of if 100,000 deep", || {
        let list = "smtpd_sender_restrictions = check_sender_access regexp:/t\n";
        let deep = ["if /a/\n".repeat(100_000), "endif\n".repeat(100_000)].concat();
        (list.to_owned(), deep)
    }),
    ("names that expand to the next, 100,000 of them", || {
        let names = rows(100_000, |out, at| writeln!(out, "n{at} = $n{}", at + 1));
        (format!("{names}myhostname = $n0\n"), String::new())
    }),
    ("names that expand to the next twice, 60 of them", || {
        let names = rows(60, |out, at| writeln!(out, "n{at} = $n{0}$n{0}", at + 1));
        (format!("{names}myhostname = $n0\n"), String::new())
    }),
    ("conditions 100,000 inside each other", || {
        let deep = ["${x:{".repeat(100_000), "}}".repeat(100_000)].concat();
        (format!("smtpd_banner = {deep}\n"), String::new())
    }),
];

/// What is only long.
const LONG: &[Case] = &[
    ("table of 1,000,000 rows", || {
        let list = "smtpd_sender_restrictions = check_sender_access hash:/t\n";
        (
            list.to_owned(),
            rows(1_000_000, |out, at| writeln!(out, "d{at}.example REJECT")),
        )
    }),
    ("cidr table of 1,000,000 rows", || {
        let list = "smtpd_client_restrictions = check_client_access cidr:/t\n";
        (
            list.to_owned(),
            rows(1_000_000, |out, at| {
                writeln!(
                    out,
                    "10.{}.{}.{} REJECT",
                    at >> 16 & 255,
                    at >> 8 & 255,
                    at & 255
                )
            }),
        )
    }),
    ("virtual_alias_maps of 1,000,000 rows", || {
        let list = "virtual_alias_maps = hash:/t\n";
        (
            list.to_owned(),
            rows(1_000_000, |out, at| {
                writeln!(out, "u{at}@d{at}.example root")
            }),
        )
    }),
    ("10,000 restrictions", || {
        let words = "reject_non_fqdn_sender, ".repeat(10_000);
        (
            format!("smtpd_sender_restrictions = {words} permit\n"),
            String::new(),
        )
    }),
    ("10,000 access tables", || {
        let words = rows(10_000, |out, at| {
            write!(out, "check_sender_access inline:{{x{at}@example.org=OK}}, ")
        });
        (
            format!("smtpd_sender_restrictions = {words} permit\n"),
            String::new(),
        )
    }),
    ("10,000 DNS lists", || {
        let words = rows(10_000, |out, at| {
            write!(out, "reject_rbl_client z{at}.example, ")
        });
        (
            format!("smtpd_client_restrictions = {words} permit\n"),
            String::new(),
        )
    }),
    ("10,000 networks", || {
        (
            format!(
                "mynetworks ={}\n",
                rows(10_000, |out, at| write!(
                    out,
                    " 10.{}.{}.0/24",
                    at >> 8,
                    at & 255
                ))
            ),
            String::new(),
        )
    }),
    ("10,000 domains", || {
        (
            format!(
                "relay_domains ={}\n",
                rows(10_000, |out, at| write!(out, " d{at}.example"))
            ),
            String::new(),
        )
    }),
    ("regexp table of 10,000 lines", || {
        let list = "smtpd_sender_restrictions = check_sender_access regexp:/t\n";
        (
            list.to_owned(),
            rows(10_000, |out, at| {
                writeln!(out, "/^(user|name)[0-9]+{at}@.*\\.example$/ REJECT")
            }),
        )
    }),
    ("main.cf of 5 MB, 250,000 names", || {
        (
            rows(250_000, |out, at| writeln!(out, "name{at:06} = value")),
            String::new(),
        )
    }),
    ("main.cf of 5 MB, one value", || {
        (
            format!(
                "mynetworks ={}\n",
                rows(330_000, |out, at| write!(
                    out,
                    " 10.{}.{}.{}",
                    at >> 16,
                    at >> 8 & 255,
                    at & 255
                ))
            ),
            String::new(),
        )
    }),
];

/// A text, row by row.
fn rows(many: u32, row: fn(&mut String, u32) -> std::fmt::Result) -> String {
    let mut out = String::new();
    for at in 0..many {
        let _: std::fmt::Result = row(&mut out, at);
    }
    out
}
