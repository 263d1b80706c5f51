//! Input that is none: long, binary, no Base64. What is said, and how much is looked at;
//! the time that it takes is a figure of `cargo xtask bench`.
use long_text::long_texts;
use saslab_credentials::{Certainty, MOST, Remark, decode, diagnose};

#[path = "harness/long_text.rs"]
mod long_text;

fn remark(text: &[u8]) -> Option<Remark> {
    decode(text).remark
}

#[test]
fn what_holds_no_exchange_is_named() {
    assert_eq!(remark(b""), Some(Remark::Empty));
    assert_eq!(remark(b" \r\n\t"), Some(Remark::Empty));
    assert_eq!(remark(b"\0\0\0"), Some(Remark::NoExchange));
    assert_eq!(remark(b"no Base64 at all!"), Some(Remark::NoExchange));
    // A lone surrogate, as it comes out of a browser: U+FFFD.
    assert_eq!(remark("AHRl\u{fffd}".as_bytes()), Some(Remark::NoExchange));
    let line = Remark::NoneInCut {
        length: 200_000,
        read: 0,
    };
    assert_eq!(remark(&[b'A'; 200_000]), Some(line));
}

#[test]
fn no_octets_make_the_decoder_or_the_diagnosis_panic() {
    let pieces: [&[u8]; 16] = [
        b"AUTH ",
        b"PLAIN ",
        b"LOGIN",
        b"\n",
        b"\r\n",
        b"334 ",
        b"535 ",
        b"=",
        b"AHRlc3Q",
        b"dGVzdA==",
        b"\0",
        b"\xff",
        b"UGFzc3dvcmQ6",
        b"]: < x[1]: ",
        b"send: '",
        b"client in: AUTH\t1\tPLAIN\tresp=",
    ];
    for a in pieces {
        for b in pieces {
            for c in pieces {
                for d in pieces {
                    let text = [a, b, c, d].concat();
                    let decoded = decode(&text);
                    for found in diagnose(&decoded, &[]) {
                        let marks = found.place.text.iter();
                        assert!(
                            marks
                                .clone()
                                .all(|m| m.start <= m.end && m.end <= text.len()),
                            "{text:?}"
                        );
                        assert!(found.certainty <= Certainty::Likely);
                    }
                }
            }
        }
    }
}

#[test]
fn ten_megabytes_are_read_in_part_and_named_so() {
    let mut found = Vec::new();
    for (name, text) in long_texts() {
        let decoded = decode(&text);
        let (which, read) = match decoded.remark {
            Some(Remark::Cut { length, read }) if length == text.len() => ("cut", read),
            Some(Remark::NoneInCut { length, read }) if length == text.len() => ("none", read),
            Some(Remark::Empty) => ("empty", 0),
            other => panic!("{name}: {other:?}"),
        };
        assert!(read <= MOST, "{name}: {read}");
        found.push((name, which, decoded.exchanges.is_empty()));
    }
    let none = |name| (name, "none", true);
    let cut = |name| (name, "cut", false);
    let empty = |name| (name, "empty", true);
    assert_eq!(
        found,
        [
            none("Base64 in one line"),
            cut("Base64 in lines of 76"),
            cut("words of Base64"),
            none("prose"),
            cut("prose with a login behind it"),
            none("NULs"),
            none("NULs in lines"),
            none("lone surrogates"),
            none("lone surrogates, replaced"),
            none("punctuation"),
            empty("blanks"),
            empty("ends of lines"),
            none("equals signs"),
            none("short lines"),
            none("brackets"),
            cut("commands"),
            none("commands in one line"),
            none("the letters of the command"),
            cut("a log"),
            cut("dialogues"),
            cut("questions"),
            cut("Dovecot's log"),
        ]
    );
}

/// The work is what is written down: the octets of all words, their lines and marks.
#[test]
fn the_work_for_ten_megabytes_is_bounded() {
    for (name, text) in long_texts() {
        let decoded = decode(&text);
        let exchanges = decoded.exchanges.iter();
        let said = exchanges.clone().flat_map(|exchange| &exchange.said);
        let written: usize = said.map(|said| said.word.written().len()).sum();
        assert!(written <= MOST, "{name}: {written} octets of words");
        let lines = exchanges.flat_map(saslab_credentials::Exchange::lines);
        let lines: usize = lines.map(|line| line.reveal().len()).sum();
        assert!(lines <= 2 * MOST, "{name}: {lines} octets of lines");
        let found = diagnose(&decoded, &[]);
        let marks: usize = found.iter().map(|one| one.place.text.len()).sum();
        assert!(marks <= MOST, "{name}: {marks} marks");
    }
}

#[test]
fn a_login_far_down_in_a_log_is_found_where_it_stands() {
    let sign = b"Nov 25 08:20:02 mail dovecot: auth: Debug: client in: ";
    let dovecot = b"AUTH\t1\tPLAIN\tservice=smtp\tresp=AHRlc3QAdGVzdHBhc3M=";
    let smtp = b"auth plain AHRlc3QAdGVzdHBhc3M=";
    for (sign, login) in [(&b""[..], &smtp[..]), (sign, dovecot)] {
        let line = b"Nov 25 08:20:02 mail postfix/smtpd[4711]: connect from unknown[203.0.113.9]\n";
        let before = line.repeat(60_000);
        let text = [&before, sign, login, b"\n535 5.7.8 Error\n", &before].concat();
        let decoded = decode(&text);
        let exchange = decoded.exchanges.first().unwrap();
        assert_eq!(decoded.exchanges.len(), 1);
        let start = before.len() + sign.len();
        assert_eq!(exchange.command, Some(start..start + login.len()));
        assert_eq!(exchange.verdict.as_ref().unwrap().code, 535);
        let message = exchange.said.first().unwrap().word.message().unwrap();
        assert_eq!(
            message.value_of("password").as_deref(),
            Some(&b"testpass"[..])
        );
    }
}

/// Every session of a log has the server's offer; only the commands are read.
#[test]
fn what_a_server_offers_is_passed_over() {
    let offer =
        b"Nov 25 08:20:02 mail postfix/smtpd[4711]: > a[203.0.113.9]: 250-AUTH PLAIN LOGIN\n";
    let login = b"Nov 25 08:20:02 mail postfix/smtpd[4711]: < a[203.0.113.9]: AUTH PLAIN AHRlc3QAdGVzdHBhc3M=\n";
    let before = offer.repeat(50_000);
    let decoded = decode(&[&before[..], login].concat());
    assert_eq!(decoded.exchanges.len(), 1);
    let length = before.len() + login.len();
    let read = login.len();
    assert_eq!(decoded.remark, Some(Remark::Cut { length, read }));
}

#[test]
fn the_remarks_on_a_long_text_say_what_was_read() {
    let text = b"x y\n".repeat(50_000);
    assert_eq!(
        decode(&text).remark.unwrap().to_string(),
        "the text has 200000 octets; there is no AUTH command in it, and no Base64 in the \
         131071 that were read"
    );
    let text = b"AUTH PLAIN AHRlc3QAdGVzdHBhc3M=\n".repeat(5000);
    assert_eq!(
        decode(&text).remark.unwrap().to_string(),
        "the text has 160000 octets; 131071 of them were read, the lines from each AUTH \
         command on or the first ones"
    );
}
