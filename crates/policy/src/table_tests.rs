//! Tables of each type.

use super::*;

fn find(table: &str, key: &str) -> Lookup {
    let world = World::little()
        .with_file("/t", "# remark\nA.example  OK\n b\n\"two words\" x\n")
        .with_file("/c", "192.0.2.0/24 DUNNO\n::1 OK\n");
    Table::open(table, &world).find(key, Key::Full)
}

#[test]
fn lookups_do_not_care_about_letter_case() {
    assert_eq!(find("hash:/t", "a.EXAMPLE"), Lookup::Found("OK b".into()));
    assert_eq!(
        find("texthash:/t", "\"two words\""),
        Lookup::Found("x".into())
    );
    assert_eq!(
        find("hash:/etc/aliases", "Info"),
        Lookup::Found("alice".into())
    );
    assert_eq!(
        find("unix:passwd.byname", "alice"),
        Lookup::Found("alice".into())
    );
    assert_eq!(
        find("inline:{ a=1, { b = c d } }", "b"),
        Lookup::Found("c d".into())
    );
    assert_eq!(find("static:OK", "x"), Lookup::Found("OK".into()));
    assert_eq!(find("cidr:/c", "192.0.2.9"), Lookup::Found("DUNNO".into()));
    assert_eq!(find("cidr:/c", "mail.example.com"), Lookup::Missing);
}

#[test]
fn a_file_that_does_not_exist_fails_every_lookup() {
    let why = |table: &str| {
        let Lookup::Failed(unavailable) = find(table, "x") else {
            panic!("{table} can be opened");
        };
        unavailable.why.to_string()
    };
    // Scenarios table-missing, net-ipv6-no-brackets-v4, net-file-missing.
    assert_eq!(
        why("hash:/nosuch"),
        "open database /nosuch.db: No such file or directory"
    );
    assert_eq!(
        why("2001:db8:113::/48"),
        "unsupported dictionary type: 2001"
    );
    assert_eq!(
        why("non-existent:/nets"),
        "open file /nets: No such file or directory"
    );
}

/// What `postmap -q` would print, and `-` where it prints nothing.
fn printed(table: &str, key: &str, world: &World) -> String {
    match Table::open(table, world).find(key, Key::Full) {
        Lookup::Found(value) => value,
        Lookup::Missing => "-".to_owned(),
        other @ (Lookup::Failed(_) | Lookup::NotModelled(_)) => format!("{other:?}"),
    }
}

/// What `postmap -q` of release 3.7.11 finds in the same file.
#[test]
fn tables_of_patterns_find_what_postmap_finds() {
    let text = "/^(.+)@(.+)\\.example$/ REJECT $1 of ${2}\n\
                if /club/\n!/^bob@/ 550 not bob\nendif\n\
                /[\\.]x[[:digit:]]$/ D\n/UPPER/i C\n/^user\\d$/ digits\n\
                /^a\\`b$/ tick\n/^c\\'$/ quote\n/^\\`d/ start\n";
    let networks = "if 192.0.2.0/24\n!192.0.2.25 lan\nendif\n2001:db8::/32 six\n";
    let world = World::little()
        .with_file("/p", text)
        .with_file("/n", networks);
    let find = |table: &str, key: &str| printed(table, key, &world);
    for (key, posix, perl) in [
        (
            "joe@shop.example",
            "REJECT joe of shop",
            "REJECT joe of shop",
        ),
        ("alice@club.org", "550 not bob", "550 not bob"),
        ("bob@club.org", "-", "-"),
        ("a.x7", "D", "D"),
        ("\\x7", "D", "-"),
        ("UPPER", "C", "C"),
        ("upper", "-", "-"),
        ("user5", "-", "digits"),
        ("userd", "-", "-"),
        ("a`b", "-", "tick"),
        ("c", "quote", "-"),
        ("c'", "-", "quote"),
        ("d", "start", "-"),
        ("`d", "-", "start"),
    ] {
        assert_eq!(find("regexp:/p", key), posix, "{key}");
        assert_eq!(find("proxy:pcre:/p", key), perl, "{key}");
    }
    for (key, found) in [
        ("192.0.2.77", "lan"),
        ("192.0.2.25", "-"),
        ("2001:db8::1", "six"),
        ("203.0.113.9", "-"),
    ] {
        assert_eq!(find("cidr:/n", key), found, "{key}");
    }
}

/// `postmap -q` of 3.7.11 gives the same for both types.
#[test]
fn patterns_without_operators_find_what_postmap_finds() {
    let text = "/^joe@shop\\.example$/ both\n/^mary@/ start\n/\\.example\\.net$/ end\n\
                /a+b/ plus\n/a\\+b/ hidden\n/Case/i exact\n/\\\\x\\$$/ signs\n/^$/ empty\n\
                /aac$/m many\n!/x/ rest\n";
    let world = World::little().with_file("/p", text);
    for (key, found) in [
        ("joe@shop.example", "both"),
        ("JOE@SHOP.EXAMPLE", "both"),
        ("joe@shopXexample", "-"),
        ("joe@shop.example.org", "-"),
        ("xjoe@shop.example", "-"),
        ("mary@x.org", "start"),
        ("amary@x", "-"),
        ("MX.Example.NET", "end"),
        ("example.net.org", "-"),
        ("xxa+b", "hidden"),
        ("xaab", "plus"),
        ("xaac", "many"),
        ("Case", "exact"),
        ("CASE", "rest"),
        ("\\x$", "signs"),
        ("x$", "-"),
        ("zz", "rest"),
        ("aax.example.net", "end"),
    ] {
        for table in ["regexp:/p", "pcre:/p"] {
            assert_eq!(printed(table, key, &world), found, "{table} {key}");
        }
    }
}
