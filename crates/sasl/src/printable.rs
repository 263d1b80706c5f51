//! Text made fit for a log: Postfix's `printable()`, which differs between releases.
use std::borrow::Cow;

/// Which octets of a user name Postfix replaces with `?`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Printable {
    /// Everything but printable ASCII: before 3.0, and with `smtputf8_enable = no`.
    Ascii,
    /// Lets pass what looks like UTF-8, however many octets follow the first: 3.0 to 3.8.
    Utf8Lenient,
    /// Lets pass well-formed UTF-8 only: later releases.
    Utf8,
}

impl Printable {
    /// `octets` as Postfix logs them.
    #[must_use]
    pub fn text(self, octets: &[u8]) -> String {
        if octets.iter().all(|octet| is_printable(*octet)) {
            return String::from_utf8_lossy(octets).into_owned();
        }
        match self {
            Self::Ascii => octets.iter().map(|octet| ascii(*octet)).collect(),
            Self::Utf8Lenient => lenient(octets),
            Self::Utf8 => strict(octets),
        }
    }

    /// Text with another character in the place of each octet that is not printed.
    #[must_use]
    pub fn with(self, text: &str, stand_in: char) -> String {
        let kept = |c: char| match self {
            Self::Ascii => c == ' ' || c.is_ascii_graphic(),
            Self::Utf8Lenient | Self::Utf8 => !c.is_ascii_control(),
        };
        let mut shown = String::with_capacity(text.len());
        for c in text.chars() {
            match kept(c) {
                true => shown.push(c),
                false => shown.extend(std::iter::repeat_n(stand_in, c.len_utf8())),
            }
        }
        shown
    }

    /// The same for what is text already.
    #[must_use]
    pub fn line(self, text: &str) -> Cow<'_, str> {
        if text.bytes().all(is_printable) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(self.text(text.as_bytes()))
    }
}

fn is_printable(octet: u8) -> bool {
    octet == b' ' || octet.is_ascii_graphic()
}

fn ascii(octet: u8) -> char {
    if is_printable(octet) {
        char::from(octet)
    } else {
        '?'
    }
}

fn lenient(octets: &[u8]) -> String {
    let is_tail = |octet: Option<&u8>| octet.is_some_and(|octet| (128..192).contains(octet));
    let mut kept = Vec::with_capacity(octets.len());
    let mut rest = octets.iter().copied().peekable();
    while let Some(octet) = rest.next() {
        if (194..=254).contains(&octet) && is_tail(rest.peek()) {
            kept.push(octet);
            while let Some(tail) = rest.next_if(|tail| is_tail(Some(tail))) {
                kept.push(tail);
            }
        } else if is_printable(octet) {
            kept.push(octet);
        } else {
            kept.push(b'?');
        }
    }
    String::from_utf8_lossy(&kept).into_owned()
}

fn strict(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len());
    for chunk in octets.utf8_chunks() {
        text.extend(chunk.valid().chars().map(|c| {
            let control =
                u8::try_from(c).is_ok_and(|octet| octet.is_ascii() && !is_printable(octet));
            if control { '?' } else { c }
        }));
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_not_text_show_question_marks() {
        // "test" and "QUIT" sent where Base64 was asked for: auth-login-plain-text-user,
        // auth-command-as-response.
        assert_eq!(Printable::Utf8Lenient.text(&[0xb5, 0xeb, 0x2d]), "??-");
        assert_eq!(Printable::Utf8Lenient.text(&[0x41, 0x42, 0x13]), "AB?");
    }

    #[test]
    fn utf_8_passes_where_postfix_knows_it() {
        let name = "josé".as_bytes();
        assert_eq!(Printable::Ascii.text(name), "jos??");
        assert_eq!(Printable::Utf8Lenient.text(name), "josé");
        assert_eq!(Printable::Utf8.text(name), "josé");
        assert_eq!(Printable::Utf8.text(b"a\xc3\x01\xff"), "a???");
    }
}
