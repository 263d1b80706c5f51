//! How long the questions about a whole mail system take on one core: `cargo xtask bench`.
#![expect(
    clippy::print_stdout,
    reason = "printing figures is what this program is for"
)]

use std::fmt;
use std::hint::black_box;
use std::time::{Duration, Instant};

use saslab_explore::{Reported, Site, Who, ask, consequences, examine, question, relay_rows};
use saslab_lessons::howto;
use saslab_release::Release;
use saslab_smtpd::Installation;

/// `howto` asks for the HOWTO's server alone.
fn main() {
    of_howto();
    if std::env::args().nth(1).as_deref() != Some("howto") {
        of_large();
    }
}

fn of_howto() {
    let mechanisms = ["PLAIN", "LOGIN"];
    for release in [howto::RELEASE, Release::DEFAULT] {
        let installation = howto::installation(release, howto::AFTER, &mechanisms);
        let site = Site::new(installation);
        let proof = took(|| proof(&site));
        let all = took(|| examine(&site).answers);
        println!("HOWTO's server under {release}: relay proof {proof}, every question {all}");
        let before = howto::installation(release, howto::BEFORE, &mechanisms);
        let before = Site::new(before);
        let table = took(|| consequences(&before, &site));
        println!("What its edit changes in who may relay: {table}");
        of_page(&site);
    }
}

/// What the page asks of a server within a frame: its start, and who may relay to where.
fn of_page(site: &Site) {
    let service = site.services().next();
    let server = service.and_then(|service| site.start(service).ok());
    let (Some(service), Some(server)) = (service, server) else {
        return;
    };
    let start = took(|| site.start(service));
    let rows = took(|| relay_rows(&server, site.lens, &Who::EVERY));
    println!("Start {start}, relay table {rows}");
}

fn of_large() {
    let small = large(1);
    let base = took(|| proof(&small));
    println!("With 1 network and 10 rows: {base}");
    for size in [125, 250, 500, 1000] {
        let site = large(size);
        let time = took(|| proof(&site));
        let rows = size * 10;
        println!("With {size} networks and {rows} access rows: relay proof {time}");
    }
}

/// Whether anybody can relay, tried by every class of clients.
fn proof(site: &Site) -> Option<Reported> {
    question("open-relay").map(|question| ask(site, question))
}

/// A server with this many networks, and ten rows of access tables for each.
fn large(size: u32) -> Site {
    let mut networks = String::from("mynetworks = 127.0.0.0/8");
    let mut senders = String::new();
    let mut clients = String::new();
    for at in 0..size {
        networks.push_str(&format!(" 10.{}.{}.0/24", at / 256, at % 256));
    }
    for at in 0..size * 5 {
        let action = match at % 3 {
            0 => "REJECT",
            1 => "OK",
            _ => "DUNNO",
        };
        senders.push_str(&format!("user{at}@domain{at}.example {action} {at}\n"));
        clients.push_str(&format!(
            "172.{}.{}.{} {action}\n",
            16 + at / 65536,
            at / 256 % 256,
            at % 256
        ));
    }
    let main_cf = format!(
        "compatibility_level = 3.6\nmydestination = example.com\n{networks}\n\
         smtpd_sasl_auth_enable = yes\n\
         smtpd_sender_restrictions = check_sender_access hash:/senders\n\
         smtpd_client_restrictions = check_client_access cidr:/clients\n"
    );
    let mut installation = Installation::new(Release::DEFAULT, &main_cf);
    installation.world = installation
        .world
        .with_file("/senders", &senders)
        .with_file("/clients", &clients);
    Site::new(installation)
}

/// The median of some runs, and the best, which nobody else has slowed.
struct Took {
    median: Duration,
    best: Duration,
}

impl fmt::Display for Took {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { median, best } = self;
        write!(f, "{median:.2?} (at best {best:.2?})")
    }
}

fn took<T>(run: impl Fn() -> T) -> Took {
    let begin = Instant::now();
    let mut times = Vec::new();
    while times.len() < 5 || (begin.elapsed() < Duration::from_secs(1) && times.len() < 1000) {
        let one = Instant::now();
        black_box(run());
        times.push(one.elapsed());
    }
    times.sort();
    let at = |place: usize| times.get(place).copied().unwrap_or_default();
    Took {
        median: at(times.len() / 2),
        best: at(0),
    }
}
