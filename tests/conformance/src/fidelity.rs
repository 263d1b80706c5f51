//! docs/fidelity.md: what was replayed of which release, by area, and what is not
//! simulated. Everything comes from the recordings, the list of known differences and
//! the tables; nothing is told by hand.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use saslab_maincf::{Group, Modelled, parameters};
use saslab_release::{CHANGES, Release};
use saslab_replay::{Verdict, compare, compare_logs, run};
use saslab_smtpd::policy::restrictions_not_simulated;

use crate::known::{Compared, Known};
use crate::{here, recordings, scenarios};

/// The areas, and the themes of the recordings in each. A theme stands for itself and
/// for everything that begins with it and a space.
pub const AREAS: [(&str, &[&str]); 8] = [
    ("Greeting and EHLO", &["ehlo", "realm", "text", "style"]),
    (
        "AUTH",
        &[
            "auth",
            "authdialog",
            "autherr",
            "authmech",
            "dovecot",
            "habit",
            "howto",
            "login",
            "opts",
            "sock",
        ],
    ),
    (
        "Policy",
        &[
            "dnsbl",
            "expand",
            "login-maps",
            "net",
            "norelay",
            "peer",
            "policy",
            "proxy",
            "recipient",
            "relay",
            "restrict",
            "sender",
            "stage",
            "table",
            "tables",
            "unlisted",
        ],
    ),
    (
        "Commands",
        &[
            "envelope", "param", "pipe", "pipeline", "proto", "protocol", "raw", "syntax",
        ],
    ),
    ("Limits", &["limit", "limits"]),
    ("TLS", &["tls", "tlsold", "wrap"]),
    ("Services and addresses", &["svc", "v6"]),
    ("Whole servers", &["milter", "misconfig", "tester", "wild"]),
];

/// How many scenarios there are, and how many came out as recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    run: usize,
    matched: usize,
    logs: usize,
    not_simulated: usize,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.run += other.run;
        self.matched += other.matched;
        self.logs += other.logs;
        self.not_simulated += other.not_simulated;
    }
}

/// The area of a theme.
#[must_use]
pub fn area(theme: &str) -> Option<&'static str> {
    let first = theme.split(' ').next()?;
    let found = AREAS.iter().find(|(_, themes)| themes.contains(&first));
    found.map(|(area, _)| *area)
}

/// Where the page stands.
#[must_use]
pub fn path() -> std::path::PathBuf {
    here().join("../../docs/fidelity.md")
}

/// The page, from a run over all recordings.
///
/// # Panics
/// When a theme has no area, or the recordings cannot be read.
#[must_use]
pub fn page() -> String {
    let mut text = String::from(
        "# Fidelity\n\nWritten by `cargo xtask fidelity`; a test fails when it is stale. \
         A scenario is a configuration, a client and what it does, recorded from a real \
         server; it matches when every line is the same, octet by octet.\n",
    );
    replayed(&mut text);
    differences(&mut text);
    not_simulated(&mut text);
    changes(&mut text);
    text
}

fn replayed(text: &mut String) {
    let mut counts: BTreeMap<(Release, &str), Count> = BTreeMap::new();
    for scenario in recordings().iter().flat_map(|file| scenarios(file)) {
        let run = run(&scenario);
        let theme = &scenario.about;
        let area = area(theme).unwrap_or_else(|| panic!("{theme} has no area"));
        let of = counts.entry((scenario.release, area)).or_default();
        of.add(Count {
            run: 1,
            matched: usize::from(compare(&scenario, &run) == Verdict::Passed),
            logs: usize::from(compare_logs(&scenario, &run).is_none()),
            not_simulated: usize::from(!run.not_simulated.is_empty()),
        });
    }
    text.push_str(
        "\n## Recorded and replayed\n\nMatched of run, by release and area. The last columns: \
         scenarios whose log is the same as well, and scenarios that meet something which is \
         not simulated.\n\n| release |",
    );
    for (area, _) in AREAS {
        line(text, format_args!(" {area} |"));
    }
    text.push_str(" all | log | not simulated |\n| --- |");
    text.push_str(&" --: |".repeat(AREAS.len() + 3));
    text.push('\n');
    for release in Release::RECORDED {
        row(text, release, &counts);
    }
}

fn row(text: &mut String, release: Release, counts: &BTreeMap<(Release, &str), Count>) {
    let mut all = Count::default();
    line(text, format_args!("| {release} |"));
    for (area, _) in AREAS {
        match counts.get(&(release, area)) {
            Some(count) => {
                all.add(*count);
                line(text, format_args!(" {}/{} |", count.matched, count.run));
            }
            None => text.push_str(" – |"),
        }
    }
    let Count {
        run,
        matched,
        logs,
        not_simulated,
    } = all;
    line(
        text,
        format_args!(" **{matched}/{run}** | {logs}/{run} | {not_simulated} |\n"),
    );
}

fn differences(text: &mut String) {
    let known = Known::read(&Known::path()).unwrap_or_default();
    text.push_str("\n## Known differences\n\n");
    let log = known.places(Compared::Log).len();
    let transcript = known.places(Compared::Transcript).len();
    if transcript == 0 {
        text.push_str("None: every transcript comes out as recorded.\n");
    }
    for entry in known.difference.iter().filter(|entry| !entry.log) {
        let (file, reason, ids) = (&entry.file, &entry.reason, entry.ids.join(", "));
        line(text, format_args!("- {file}: {reason} ({ids})\n"));
    }
    if log > 0 {
        line(
            text,
            format_args!("\nThe log of {log} scenarios differs.\n"),
        );
    }
}

fn not_simulated(text: &mut String) {
    text.push_str(
        "\n## Not simulated\n\nRead from the tables. A restriction of this list stops the \
         trace, and the reply's cause says so; a parameter of it is kept, shown, and does \
         nothing.\n\n### Restrictions\n\n",
    );
    let words: Vec<String> = restrictions_not_simulated()
        .map(|word| format!("`{word}`"))
        .collect();
    match &*words {
        [] => text.push_str("None.\n"),
        [..] => line(text, format_args!("{}\n", words.join(" "))),
    }
    let mut groups: BTreeMap<Group, Vec<String>> = BTreeMap::new();
    for row in parameters().filter(|row| row.modelled == Modelled::NotSimulated) {
        let names = groups.entry(row.group).or_default();
        names.push(format!("`{}`", row.name));
    }
    text.push_str("\n### Parameters\n\n");
    for (group, names) in &groups {
        line(
            text,
            format_args!("- {}: {}\n", title(*group), names.join(" ")),
        );
    }
    let simulated = parameters().count() - groups.values().map(Vec::len).sum::<usize>();
    line(
        text,
        format_args!("\n{simulated} parameters are simulated.\n"),
    );
}

fn title(group: Group) -> &'static str {
    match group {
        Group::Identity => "Names and forms of addresses",
        Group::Addresses => "Who exists",
        Group::Greeting => "Greeting and EHLO",
        Group::Sasl => "SMTP AUTH",
        Group::Tls => "TLS",
        Group::Policy => "Policy",
        Group::Replies => "Replies",
        Group::Limits => "Limits",
        Group::Filters => "Filters",
        Group::Delivery => "Delivery and queue",
        Group::Client => "The SMTP client",
        Group::Postscreen => "postscreen(8)",
        Group::System => "System",
    }
}

fn changes(text: &mut String) {
    text.push_str(
        "\n## Changes between releases\n\n| from | what | source |\n| --- | --- | --- |\n",
    );
    for change in CHANGES {
        let arrivals: Vec<String> = change.arrivals.iter().map(Release::to_string).collect();
        let (from, what) = (arrivals.join(", "), change.summary);
        line(
            text,
            format_args!("| {from} | {what} | `{}` |\n", change.source),
        );
    }
}

/// Writing to a string cannot fail.
fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _written = text.write_fmt(arguments);
}
