//! The address of MAIL, RCPT and VRFY, dug out of what the client wrote, as
//! `extract_addr` of `smtpd.c` and `tok822_parse.c` do it.
//! Left out: group syntax.

use saslab_release::SourceRoute;

/// What stands in the place of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Extracted {
    /// The address in internal form: without quotes, comments and brackets.
    pub(crate) address: Vec<u8>,
    /// How many addresses there are.
    pub(crate) count: usize,
    /// Whether anything else stands beside the address.
    pub(crate) rubble: Rubble,
}

/// Words around an address, as in `MAIL FROM:John <j@example.com>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rubble {
    None,
    Some,
}

/// Digs the address out of one word of a command.
pub(crate) fn extract(word: &[u8], route: SourceRoute) -> Extracted {
    let inner = match word {
        [b'<', inner @ .., b'>'] => inner,
        _ => word,
    };
    let text = match route {
        SourceRoute::Kept => inner,
        SourceRoute::Cut => without_route(inner),
    };
    let mut found = Extracted {
        address: Vec::new(),
        count: 0,
        rubble: Rubble::None,
    };
    if is_plain(text) {
        found.address = text.to_vec();
        found.count = 1;
        return found;
    }
    for part in parts(text) {
        let (address, rubble) = address_of(&part);
        if rubble == Rubble::Some {
            found.rubble = rubble;
        }
        if let Some(address) = address {
            found.address = address;
            // Two words side by side are two addresses, too.
            found.count += 1 + usize::from(has_gap(&part));
        }
    }
    found
}

/// Whether a text is one address as it stands, as nearly all are: no mark that parts it,
/// no blank and no quote.
fn is_plain(text: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"@.-_+=".contains(byte);
    !text.is_empty() && text.iter().all(plain)
}

/// `@one,@two:user@host` is `user@host`: RFC 5321 section 4.1.1.3 asks to
/// ignore source routes.
fn without_route(text: &[u8]) -> &[u8] {
    let colon = text.iter().position(|b| *b == b':');
    match (text.first(), colon) {
        (Some(b'@'), Some(at)) => text.get(at + 1..).unwrap_or_default(),
        (Some(_) | None, _) => text,
    }
}

/// A token of RFC 822, as far as addresses need it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Atom(Vec<u8>),
    Quoted(Vec<u8>),
    Special(u8),
    Space,
}

/// The comma-separated parts.
fn parts(text: &[u8]) -> Vec<Vec<Piece>> {
    let mut parts = vec![Vec::new()];
    for piece in pieces(text) {
        // What follows the closing bracket is another address, comma or not.
        let closes = piece == Piece::Special(b'>');
        match (piece, parts.last_mut()) {
            (Piece::Special(b',' | b';'), _) => parts.push(Vec::new()),
            (piece, Some(part)) => part.push(piece),
            (_, None) => {}
        }
        if closes {
            parts.push(Vec::new());
        }
    }
    parts
}

fn pieces(text: &[u8]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += 1;
        let piece = match byte {
            b'(' => {
                at = skip_comment(text, at);
                Piece::Space
            }
            b'"' => Piece::Quoted(until(text, &mut at, b'"')),
            b'[' => {
                let mut literal = vec![b'['];
                literal.extend(until(text, &mut at, b']'));
                literal.push(b']');
                Piece::Atom(literal)
            }
            b' ' | b'\t' | b'\r' | b'\n' => Piece::Space,
            b'<' | b'>' | b'@' | b',' | b';' | b':' | b'.' | b'%' | b'!' => Piece::Special(byte),
            b'\\' => {
                let escaped = text.get(at).copied();
                at += 1;
                Piece::Quoted(escaped.into_iter().collect())
            }
            _ => {
                let end = text
                    .get(at..)
                    .and_then(|rest| rest.iter().position(|b| ends_atom(*b)))
                    .map_or(text.len(), |length| at + length);
                let atom = text.get(at - 1..end).unwrap_or_default().to_vec();
                at = end;
                Piece::Atom(atom)
            }
        };
        pieces.push(piece);
    }
    pieces
}

fn ends_atom(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b'"'
            | b'['
            | b' '
            | b'\t'
            | b'\r'
            | b'\n'
            | b'<'
            | b'>'
            | b'@'
            | b','
            | b';'
            | b':'
            | b'.'
            | b'%'
            | b'!'
            | b'\\'
    )
}

fn skip_comment(text: &[u8], mut at: usize) -> usize {
    let mut depth = 1_u32;
    while let (Some(byte), true) = (text.get(at), depth > 0) {
        at += 1;
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'\\' => at += 1,
            _ => {}
        }
    }
    at
}

/// The text up to `end`, backslashes resolved; `at` moves behind it.
fn until(text: &[u8], at: &mut usize, end: u8) -> Vec<u8> {
    let mut inside = Vec::new();
    while let Some(&byte) = text.get(*at) {
        *at += 1;
        match byte {
            b'\\' => {
                inside.extend(text.get(*at));
                *at += 1;
            }
            _ if byte == end => break,
            _ => inside.push(byte),
        }
    }
    inside
}

/// The address in one part, and whether words stand beside it.
fn address_of(part: &[Piece]) -> (Option<Vec<u8>>, Rubble) {
    let open = part.iter().position(|p| *p == Piece::Special(b'<'));
    let (address, outside): (&[Piece], &[Piece]) = match open {
        Some(open) => {
            let inside = part.get(open + 1..).unwrap_or_default();
            let close = inside.iter().position(|p| *p == Piece::Special(b'>'));
            (
                inside
                    .get(..close.unwrap_or(inside.len()))
                    .unwrap_or_default(),
                part.get(..open).unwrap_or_default(),
            )
        }
        None => (part, &[]),
    };
    let rubble = if outside.iter().any(|p| *p != Piece::Space) {
        Rubble::Some
    } else {
        Rubble::None
    };
    let mut text = Vec::new();
    let mut words = 0;
    for piece in address {
        match piece {
            Piece::Atom(bytes) | Piece::Quoted(bytes) => {
                text.extend_from_slice(bytes);
                words += 1;
            }
            Piece::Special(b'<' | b'>') | Piece::Space => {}
            Piece::Special(byte) => {
                text.push(*byte);
                words += 1;
            }
        }
    }
    let found = words > 0;
    (found.then_some(text), rubble)
}

/// Whether two words stand side by side, as in `a b@example.com`.
fn has_gap(address: &[Piece]) -> bool {
    let is_word = |piece: &Piece| matches!(piece, Piece::Atom(_) | Piece::Quoted(_));
    address.windows(3).any(
        |three| matches!(three, [before, Piece::Space, after] if is_word(before) && is_word(after)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(word: &str) -> String {
        String::from_utf8(extract(word.as_bytes(), SourceRoute::Cut).address).unwrap()
    }

    fn found(word: &[u8]) -> Extracted {
        extract(word, SourceRoute::Cut)
    }

    #[test]
    fn a_route_may_stay() {
        let found = extract(b"<@a.example:x@example.com>", SourceRoute::Kept);
        assert_eq!(found.address, b"@a.example:x@example.com");
        assert_eq!(found.count, 1);
    }

    #[test]
    fn brackets_quotes_comments_and_routes_go() {
        assert_eq!(address("<test@example.com>"), "test@example.com");
        assert_eq!(address("test@example.com"), "test@example.com");
        assert_eq!(address("<test@example.com>>"), "test@example.com");
        assert_eq!(address("<\"a b\"@example.com>"), "a b@example.com");
        assert_eq!(address("<test(remark)@example.com>"), "test@example.com");
        assert_eq!(
            address("<@a.example,@b.example:x@example.com>"),
            "x@example.com"
        );
        assert_eq!(address("<x@[192.0.2.25]>"), "x@[192.0.2.25]");
        assert_eq!(address("<>"), "");
    }

    #[test]
    fn what_is_plain_would_come_out_the_same_in_pieces() {
        for text in [
            "a@b",
            "a.b+c=d@e-f_g.h",
            "@",
            "@@",
            ".",
            "a",
            "a@",
            "@a.",
            "A..B@",
        ] {
            assert!(is_plain(text.as_bytes()), "{text}");
            // A comment belongs to no address, and makes it one that is not plain.
            let apart = [text, "()"].concat();
            let as_pieces = found(apart.as_bytes());
            assert_eq!(found(text.as_bytes()), as_pieces, "{text}");
            assert_eq!(as_pieces.address, text.as_bytes());
            assert_eq!(as_pieces.count, 1);
        }
        assert!(!is_plain(b"a b@c") && !is_plain(b""));
    }

    #[test]
    fn two_addresses_are_counted_and_words_beside_them_noticed() {
        assert_eq!(found(b"<a@example.com,b@example.com>").count, 2);
        assert_eq!(found(b"John <a@example.com>").rubble, Rubble::Some);
        assert_eq!(found(b"<a@example.com>").rubble, Rubble::None);
        assert_eq!(found(b"<>").count, 0);
        assert_eq!(found(b"<a@example.com>SIZE=10").count, 2);
        assert_eq!(found(b"<a b@example.com>").count, 2);
    }
}
