//! The fields of a digest-response (RFC 2831 section 2.1.2), read as
//! `mech-digest-md5.c` reads them.

/// The fields that count.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) username: Option<Vec<u8>>,
    pub(super) authzid: Option<Vec<u8>>,
    pub(super) realm: Option<Vec<u8>>,
    pub(super) cnonce: Option<Vec<u8>>,
    pub(super) count: Option<Vec<u8>>,
    pub(super) qop: Option<Vec<u8>>,
    pub(super) digest_uri: Option<Vec<u8>>,
    pub(super) response: Option<Vec<u8>>,
    nonce: Option<Vec<u8>>,
    maxbuf: Option<Vec<u8>>,
}

impl Fields {
    /// The fields of `text`, which must name `nonce`; or what is wrong with them.
    pub(super) fn parse(text: &[u8], nonce: &str) -> Result<Self, &'static str> {
        if text.is_empty() {
            return Err("Client sent no input");
        }
        let mut fields = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            let (pair, after) = next_pair(rest);
            if let Some((name, value)) = pair {
                fields.add(&name, value, nonce)?;
            }
            rest = after.strip_prefix(b",").unwrap_or(after);
        }
        let missing = [
            (fields.nonce.is_none(), "Missing nonce parameter"),
            (fields.cnonce.is_none(), "Missing cnonce parameter"),
            (fields.username.is_none(), "Missing username parameter"),
        ];
        match missing.into_iter().find(|(missing, _)| *missing) {
            Some((_, fault)) => Err(fault),
            None => Ok(fields),
        }
    }

    fn add(&mut self, name: &[u8], value: Vec<u8>, nonce: &str) -> Result<(), &'static str> {
        match name.to_ascii_lowercase().as_slice() {
            b"realm" if self.realm.is_none() && !value.is_empty() => {
                self.realm = Some(value);
                Ok(())
            }
            b"username" => set_once(
                &mut self.username,
                value,
                ["username must not exist more than once", "empty username"],
            ),
            b"nonce" if value != nonce.as_bytes() => Err("Invalid nonce"),
            b"nonce" => {
                self.nonce = Some(value);
                Ok(())
            }
            b"cnonce" => set_once(
                &mut self.cnonce,
                value,
                [
                    "cnonce must not exist more than once",
                    "cnonce can't contain empty value",
                ],
            ),
            b"nc" => self.set_count(value),
            b"qop" if value.eq_ignore_ascii_case(b"auth") => {
                self.qop = Some(value);
                Ok(())
            }
            b"qop" => Err("Nonallowed QoP requested"),
            b"digest-uri" if !value.contains(&b'/') => Err("Invalid digest-uri"),
            b"digest-uri" => {
                self.digest_uri = Some(value);
                Ok(())
            }
            b"maxbuf" => self.set_maxbuf(value),
            b"charset" if !value.eq_ignore_ascii_case(b"utf-8") => {
                Err("Only utf-8 charset is allowed")
            }
            b"response" if value.len() != 32 => Err("Invalid response value"),
            b"response" => {
                self.response = Some(value);
                Ok(())
            }
            b"authzid" => set_once(
                &mut self.authzid,
                value,
                ["authzid must not exist more than once", "empty authzid"],
            ),
            // Fields that are not known are passed over.
            _ => Ok(()),
        }
    }

    fn set_count(&mut self, value: Vec<u8>) -> Result<(), &'static str> {
        if self.count.is_some() {
            return Err("nonce-count must not exist more than once");
        }
        match number(&value) {
            None => Err("nonce-count value invalid"),
            Some(1) => {
                self.count = Some(value);
                Ok(())
            }
            Some(_) => Err("re-auth not supported currently"),
        }
    }

    fn set_maxbuf(&mut self, value: Vec<u8>) -> Result<(), &'static str> {
        if self.maxbuf.is_some() {
            return Err("maxbuf must not exist more than once");
        }
        if number(&value).is_none_or(|size| size == 0) {
            return Err("Invalid maxbuf value");
        }
        self.maxbuf = Some(value);
        Ok(())
    }
}

type Pair = (Vec<u8>, Vec<u8>);

/// The next `name=value`, or none where there is no equals sign, and what follows.
fn next_pair(text: &[u8]) -> (Option<Pair>, &[u8]) {
    let text = skip_space(text);
    let end = text.iter().position(|octet| matches!(octet, b'=' | b','));
    let (name, rest) = text
        .split_at_checked(end.unwrap_or(text.len()))
        .unwrap_or_default();
    let Some(rest) = rest.strip_prefix(b"=") else {
        return (None, rest);
    };
    let name = trim_end(name).to_vec();
    if let Some(quoted) = skip_space(rest).strip_prefix(b"\"") {
        let (value, rest) = unquote(quoted);
        return (Some((name, value)), rest);
    }
    let end = rest.iter().position(|octet| *octet == b',');
    let (value, rest) = rest
        .split_at_checked(end.unwrap_or(rest.len()))
        .unwrap_or_default();
    let rest = rest.strip_prefix(b",").unwrap_or(rest);
    (Some((name, trim_end(value).to_vec())), rest)
}

/// The text up to the closing quote, or to the end, without its backslashes.
fn unquote(text: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut value = Vec::new();
    let mut rest = text;
    loop {
        rest = match rest {
            [] => return (value, rest),
            [b'"', after @ ..] => return (value, after),
            [b'\\', octet, after @ ..] | [octet, after @ ..] => {
                value.push(*octet);
                after
            }
        };
    }
}

fn is_space(octet: u8) -> bool {
    octet == b' ' || octet == b'\t'
}

fn skip_space(text: &[u8]) -> &[u8] {
    let length = text.iter().take_while(|octet| is_space(**octet)).count();
    text.get(length..).unwrap_or_default()
}

fn trim_end(text: &[u8]) -> &[u8] {
    let spaces = text
        .iter()
        .rev()
        .take_while(|octet| is_space(**octet))
        .count();
    text.get(..text.len() - spaces).unwrap_or_default()
}

/// Sets a field that may neither be given twice nor be empty.
fn set_once(
    field: &mut Option<Vec<u8>>,
    value: Vec<u8>,
    [twice, empty]: [&'static str; 2],
) -> Result<(), &'static str> {
    if field.is_some() {
        return Err(twice);
    }
    if value.is_empty() {
        return Err(empty);
    }
    *field = Some(value);
    Ok(())
}

fn number(text: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(text).ok()?;
    if !digits.bytes().all(|octet| octet.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_without_an_equals_sign_is_passed_over() {
        let text = br#"odd, username = "a\"b" ,cnonce=c,nonce=n,nc=00000001"#;
        let fields = Fields::parse(text, "n").unwrap();
        assert_eq!(fields.username, Some(br#"a"b"#.to_vec()));
        assert_eq!(fields.cnonce, Some(b"c".to_vec()));
        assert_eq!(fields.count, Some(b"00000001".to_vec()));
    }

    #[test]
    fn faults_are_named() {
        for (text, fault) in [
            ("", "Client sent no input"),
            ("nonce=x", "Invalid nonce"),
            ("nonce=n,cnonce=c", "Missing username parameter"),
            ("nc=2", "re-auth not supported currently"),
            ("qop=auth-int", "Nonallowed QoP requested"),
            ("digest-uri=smtp", "Invalid digest-uri"),
        ] {
            assert_eq!(Fields::parse(text.as_bytes(), "n").unwrap_err(), fault);
        }
    }
}
