//! How long configurations take that nobody should write: `cargo xtask bench`. Every
//! question is asked of each.
#![expect(
    clippy::print_stdout,
    reason = "printing figures is what this program is for"
)]

use std::time::Instant;

use saslab_conformance::hostile::{self, Hostile};
use saslab_explore::{Answer, examine, relay_table};

/// What is measured, and what it is called.
type Case = (&'static str, fn() -> Hostile);

/// `deep` asks for what leads on and on, which needs stack; another word for the cases
/// that are called so.
fn main() {
    let word = std::env::args().nth(1).unwrap_or_default();
    let long = match &*word {
        "deep" => &[][..],
        _ => LONG,
    };
    let is_asked = |(name, _): &&Case| word == "deep" || name.contains(&*word);
    DEEP.iter().chain(long).filter(is_asked).for_each(measure);
}

fn measure((name, make): &Case) {
    let hostile = make();
    let begin = Instant::now();
    let site = hostile.site();
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
    ("classes in a circle", hostile::circle_of_classes),
    ("10,000 classes, each naming the next", || {
        hostile::chain_of_classes(10_000)
    }),
    ("90 classes, each naming the next twice", || {
        hostile::classes_twice(90)
    }),
    ("regexp that opens 100,000 brackets", || {
        hostile::deep_pattern(100_000)
    }),
    ("regexp table of if 100,000 deep", || {
        hostile::deep_table(100_000)
    }),
    ("names that expand to the next, 100,000 of them", || {
        hostile::chain_of_names(100_000)
    }),
    ("names that expand to the next twice, 60 of them", || {
        hostile::names_twice(60)
    }),
    ("conditions 100,000 inside each other", || {
        hostile::deep_conditions(100_000)
    }),
];

/// What is only long.
const LONG: &[Case] = &[
    ("table of 1,000,000 rows", || {
        hostile::many_senders(1_000_000)
    }),
    ("cidr table of 1,000,000 rows", || {
        hostile::many_clients(1_000_000)
    }),
    ("virtual_alias_maps of 1,000,000 rows", || {
        hostile::many_aliases(1_000_000)
    }),
    ("10,000 restrictions", || hostile::many_restrictions(10_000)),
    ("10,000 access tables", || hostile::many_tables(10_000)),
    ("10,000 DNS lists", || hostile::many_zones(10_000)),
    ("10,000 networks", || hostile::many_networks(10_000)),
    ("10,000 domains", || hostile::many_domains(10_000)),
    ("regexp table of 10,000 lines", || {
        hostile::many_patterns(10_000)
    }),
    ("regexp table of 1,000,000 lines", || {
        hostile::many_patterns(1_000_000)
    }),
    ("main.cf of 5 MB, 250,000 names", || {
        hostile::many_names(250_000)
    }),
    ("main.cf of 5 MB, one value", || {
        hostile::many_addresses(330_000)
    }),
];
