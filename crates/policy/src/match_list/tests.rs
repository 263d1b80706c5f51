//! Lists as real servers have read them.

use super::*;
use crate::World;
use crate::rules::settings;
use saslab_release::v;

fn mynetworks(text: &str, address: &str) -> Match {
    let settings = settings(v(3, 7, 11), &format!("mynetworks = {text}"));
    let world = World::little().with_file("/n", "# lan\n203.0.113.0/24\n");
    let list = MatchList::read("mynetworks", &Reading::new(&settings, &world));
    list.match_client("unknown", address.parse().unwrap())
}

fn yes(text: &str) -> Match {
    Match::Yes(Arc::from(text))
}

#[test]
fn mynetworks_matches_as_recorded() {
    let out4 = "203.0.113.9";
    let out6 = "2001:db8:113::9";
    assert_eq!(mynetworks("0.0.0.0/0", out4), yes("0.0.0.0/0"));
    assert_eq!(mynetworks("0.0.0.0/0", out6), Match::No(None));
    assert_eq!(
        mynetworks("[2001:db8:113::]/48", out6),
        yes("[2001:db8:113::]/48")
    );
    assert_eq!(mynetworks("[::]/0", out4), Match::No(None));
    assert_eq!(
        mynetworks("203.0.113.9 203.0.113.9/24", out4),
        yes("203.0.113.9")
    );
    assert_eq!(
        mynetworks("127.0.0.0/8 # office 203.0.113.9", out4),
        Match::No(None)
    );
    for junk in ["office", "203.0.113", "203.0.113.1-203.0.113.99"] {
        assert_eq!(mynetworks(junk, out4), Match::No(None), "{junk}");
    }
    assert_eq!(
        mynetworks("!203.0.113.9 0.0.0.0/0", out4),
        Match::No(Some(Arc::from("!203.0.113.9")))
    );
    assert_eq!(mynetworks("/n", out4), yes("203.0.113.0/24"));
}

/// Scenarios net-ipv6-no-brackets-v4, net-host-bits-v4, net-file-missing.
#[test]
fn an_entry_that_cannot_be_used_is_named_in_the_log() {
    for (written, said) in [
        (
            "2001:db8:113::/48",
            "2001:db8:113::/48: table lookup problem",
        ),
        (
            "203.0.113.9/24",
            "non-null host address bits in \"203.0.113.9/24\", \
             perhaps you should use \"203.0.113.0/24\" instead",
        ),
        ("/nosuch", "non-existent:/nosuch: table lookup problem"),
    ] {
        let Match::Failed(_, log) = mynetworks(written, "203.0.113.9") else {
            panic!("{written} can be used");
        };
        let warning = Warning::List("mynetworks", Arc::from(said));
        assert_eq!(log.last(), Some(&Note::Warning(warning)), "{written}");
    }
}

#[test]
fn a_domain_stands_for_its_subdomains_where_the_parameter_says_so() {
    let plain = settings(v(3, 7, 11), "relay_domains = example.org");
    let list = MatchList::read("relay_domains", &Reading::new(&plain, &World::little()));
    assert_eq!(list.match_domain("sub.Example.ORG"), yes("example.org"));
    assert_eq!(list.match_domain("notexample.org"), Match::No(None));
    let text = "relay_domains = example.org .example.net\nparent_domain_matches_subdomains =";
    let settings = settings(v(3, 7, 11), text);
    let list = MatchList::read("relay_domains", &Reading::new(&settings, &World::little()));
    assert_eq!(list.match_domain("sub.example.org"), Match::No(None));
    assert_eq!(list.match_domain("sub.example.net"), yes(".example.net"));
}

#[test]
fn a_long_list_says_what_a_short_one_does() {
    let filler: String = (0..100).map(|at| format!(" d{at}.example.net")).collect();
    let words = "!sub.example.org example.org .example.com !hash:/t example.net other.example.net";
    for parents in ["relay_domains", ""] {
        let list = |words: &str| {
            let text =
                format!("relay_domains = {words}\nparent_domain_matches_subdomains = {parents}");
            let settings = settings(v(3, 7, 11), &text);
            let world = World::little().with_file("/t", "x.example.net 1\n");
            MatchList::read("relay_domains", &Reading::new(&settings, &world))
        };
        let (short, long) = (list(words), list(&[words, &*filler].concat()));
        for name in [
            "example.org",
            "sub.example.org",
            "a.sub.example.org",
            "Other.Example.org",
            "example.com",
            "a.example.com",
            "a.b.example.com",
            "x.example.net",
            "y.example.net",
            "other.example.net",
            "org",
            "",
            ".",
            "nosuch.example",
        ] {
            assert_eq!(
                long.match_domain(name),
                short.match_domain(name),
                "{name} {parents}"
            );
        }
    }
    let long = list_of_many();
    assert_eq!(long.match_domain("d77.example.net"), yes("d77.example.net"));
    assert_eq!(long.match_domain("d177.example.net"), Match::No(None));
}

fn list_of_many() -> MatchList {
    let words: String = (0..100).map(|at| format!(" d{at}.example.net")).collect();
    let settings = settings(v(3, 7, 11), &format!("relay_domains ={words}"));
    MatchList::read("relay_domains", &Reading::new(&settings, &World::little()))
}
