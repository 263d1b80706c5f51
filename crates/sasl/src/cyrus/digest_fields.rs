//! The fields of a digest-response (RFC 2831 section 2.1.2), read as `get_pair` of
//! `plugins/digestmd5.c` reads them.
use super::attempt::Code;

/// A complaint of the plug-in, with the result that it gives.
pub(super) type Complaint = (&'static str, Code);

/// The fields that count.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) username: Option<Vec<u8>>,
    pub(super) authzid: Option<Vec<u8>>,
    pub(super) realm: Option<Vec<u8>>,
    pub(super) nonce: Option<Vec<u8>>,
    pub(super) cnonce: Option<Vec<u8>>,
    pub(super) count: u32,
    pub(super) qop: Option<Vec<u8>>,
    pub(super) digest_uri: Option<Vec<u8>>,
    pub(super) response: Option<Vec<u8>>,
    pub(super) cipher: Option<Vec<u8>>,
    maxbuf: Option<u32>,
}

impl Fields {
    /// The fields of `text`, for a server of `service`.
    pub(super) fn parse(text: &[u8], service: &str) -> Result<Self, Complaint> {
        let mut fields = Self::default();
        let mut rest = text;
        while let Some((pair, after)) = next_pair(rest).ok_or(("Parse error", Code::BadAuth))? {
            fields.add(&pair.name, pair.value, service)?;
            rest = after;
        }
        Ok(fields)
    }

    fn add(&mut self, name: &[u8], value: Vec<u8>, service: &str) -> Result<(), Complaint> {
        match name.to_ascii_lowercase().as_slice() {
            b"username" => self.username = Some(value),
            b"authzid" => self.authzid = Some(value),
            b"cnonce" => self.cnonce = Some(value),
            b"nonce" => self.nonce = Some(value),
            b"response" => self.response = Some(value),
            b"cipher" => self.cipher = Some(value),
            b"nc" => {
                let complaint = ("error converting hex to int", Code::BadAuth);
                self.count = hexadecimal(&value).ok_or(complaint)?;
            }
            b"realm" => {
                let complaint = ("duplicate realm: authentication aborted", Code::Fail);
                set_once(&mut self.realm, value, complaint)?;
            }
            b"qop" => {
                let complaint = ("duplicate qop: authentication aborted", Code::Fail);
                set_once(&mut self.qop, value, complaint)?;
            }
            b"digest-uri" => {
                let complaint = ("duplicate digest-uri: authentication aborted", Code::Fail);
                let fits = names_service(&value, service);
                set_once(&mut self.digest_uri, value, complaint)?;
                if !fits {
                    return Err(("bad digest-uri: doesn't match service", Code::BadAuth));
                }
            }
            b"maxbuf" => self.set_maxbuf(&value)?,
            b"charset" if !value.eq_ignore_ascii_case(b"utf-8") => {
                return Err(("client doesn't support UTF-8", Code::Fail));
            }
            // RFC 2831: fields that are not known are passed over; so is the algorithm.
            _ => {}
        }
        Ok(())
    }

    fn set_maxbuf(&mut self, value: &[u8]) -> Result<(), Complaint> {
        let complaint = |line| Err((line, Code::BadAuth));
        if self.maxbuf.is_some() {
            return complaint("duplicate maxbuf: authentication aborted");
        }
        match decimal(value) {
            None => complaint("invalid maxbuf parameter"),
            Some(0..=16) => complaint("maxbuf parameter too small"),
            Some(0x0100_0000..) => complaint("maxbuf parameter too big"),
            Some(size) => {
                self.maxbuf = Some(size);
                Ok(())
            }
        }
    }

    /// The complaint of the first required field that is missing.
    pub(super) fn missing(&self) -> Option<&'static str> {
        [
            (
                self.username.is_none(),
                "required parameters missing: username",
            ),
            (self.nonce.is_none(), "required parameters missing: nonce"),
            (self.count == 0, "required parameters missing: noncecount"),
            (self.cnonce.is_none(), "required parameters missing: cnonce"),
            (
                self.digest_uri.is_none(),
                "required parameters missing: digesturi",
            ),
            (
                self.response.is_none(),
                "required parameters missing: response",
            ),
        ]
        .into_iter()
        .find_map(|(missing, line)| missing.then_some(line))
    }
}

struct Pair {
    name: Vec<u8>,
    value: Vec<u8>,
}

/// The next `name=value` and what follows it; `Some(None)` at the end of the text;
/// `None` if there is no making sense of it.
fn next_pair(text: &[u8]) -> Option<Option<(Pair, &[u8])>> {
    let mut rest = text;
    while let Some(after) = skip_space(rest).strip_prefix(b",") {
        rest = after;
    }
    rest = skip_space(rest);
    if rest.is_empty() {
        return Some(None);
    }
    let (name, after) = token(rest);
    // One odd character between the name and the equals sign is passed over.
    rest = match after {
        [b'=', ..] | [] => after,
        [_, after @ ..] => after,
    };
    rest = skip_space(skip_space(rest).strip_prefix(b"=")?);
    let (value, after) = match rest.strip_prefix(b"\"") {
        Some(quoted) => unquote(quoted)?,
        None => {
            let (value, after) = token(rest);
            (value.to_vec(), after)
        }
    };
    let after = skip_space(after);
    let after = match after {
        [] => after,
        [b',', after @ ..] => after,
        [_, ..] => return None,
    };
    let name = name.to_vec();
    Some(Some((Pair { name, value }, after)))
}

fn skip_space(text: &[u8]) -> &[u8] {
    let length = text
        .iter()
        .take_while(|octet| matches!(octet, b' ' | b'\t' | b'\r' | b'\n'))
        .count();
    text.get(length..).unwrap_or_default()
}

fn token(text: &[u8]) -> (&[u8], &[u8]) {
    let separates = |octet: u8| {
        !octet.is_ascii_graphic()
            || matches!(
                octet,
                b'(' | b')' | b'<' | b'>' | b'@' | b',' | b';' | b':' | b'\\' | b'\'' | b'/'
            )
            || matches!(octet, b'[' | b']' | b'?' | b'=' | b'{' | b'}')
    };
    let end = text.iter().position(|octet| separates(*octet));
    text.split_at_checked(end.unwrap_or(text.len()))
        .unwrap_or_default()
}

/// The text up to the closing quote, without its backslashes, and what follows.
fn unquote(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut value = Vec::new();
    let mut rest = text;
    loop {
        match rest {
            [b'"', after @ ..] => return Some((value, after)),
            [b'\\', octet, after @ ..] => {
                value.push(*octet);
                rest = after;
            }
            [octet, after @ ..] => {
                value.push(*octet);
                rest = after;
            }
            [] => return None,
        }
    }
}

fn set_once(
    field: &mut Option<Vec<u8>>,
    value: Vec<u8>,
    complaint: Complaint,
) -> Result<(), Complaint> {
    match field.replace(value) {
        None => Ok(()),
        Some(_) => Err(complaint),
    }
}

/// Whether a digest-uri begins with the service and a slash; the host may be any.
fn names_service(uri: &[u8], service: &str) -> bool {
    let (name, rest) = uri.split_at_checked(service.len()).unwrap_or_default();
    name.eq_ignore_ascii_case(service.as_bytes()) && rest.starts_with(b"/")
}

/// Digits beyond eight push the first ones out, as in C.
fn hexadecimal(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0_u32, |number, octet| {
        Some((number << 4).wrapping_add(char::from(*octet).to_digit(16)?))
    })
}

fn decimal(text: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(skip_space(text)).ok()?;
    if !digits.bytes().all(|octet| octet.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Fields, Complaint> {
        Fields::parse(text.as_bytes(), "smtp")
    }

    #[test]
    fn quotes_backslashes_and_spaces_are_taken_off() {
        let fields = parse(r#" username = "a\"b" , realm=x ,,nc=0000000a,"#).unwrap();
        assert_eq!(fields.username, Some(br#"a"b"#.to_vec()));
        assert_eq!(fields.realm, Some(b"x".to_vec()));
        assert_eq!(fields.count, 10);
    }

    #[test]
    fn what_cannot_be_read_is_a_parse_error() {
        for text in [
            "username",
            "username=\"a",
            "digest-uri=smtp/host",
            "a=b c=d",
        ] {
            assert_eq!(parse(text).unwrap_err().0, "Parse error", "{text}");
        }
    }

    #[test]
    fn a_field_given_twice_fails_for_now_only() {
        let complaint = parse("qop=auth,qop=auth").unwrap_err();
        assert_eq!(
            complaint,
            ("duplicate qop: authentication aborted", Code::Fail)
        );
    }

    #[test]
    fn the_digest_uri_names_the_service() {
        let complaint = parse(r#"digest-uri="imap/mail.example.com""#).unwrap_err();
        assert_eq!(complaint.0, "bad digest-uri: doesn't match service");
        assert!(parse(r#"digest-uri="SMTP/anything""#).is_ok());
    }
}
