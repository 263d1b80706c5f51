//! User names as Cyrus makes them canonical: `_canonuser_internal` of `lib/canonusr.c`.
//! Left out: other `canon_user_plugin`s.

/// `CANON_BUF_SIZE` of `lib/saslint.h`.
const LIMIT: usize = 1024;

/// Why a name has no canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CanonError {
    /// Nothing is left of it, or so the library thinks.
    Empty,
    /// It does not fit into the library's buffer.
    TooLong { limit: usize },
}

/// `name` without white space around it, and with `realm` if it has none of its own.
///
/// What stands behind a NUL is lost: the library treats names as C strings, here and
/// there. It takes a name for empty when it is; but also when as many white space
/// octets lead it as there are octets left, because it compares the wrong pointers.
pub(crate) fn canonical(name: &[u8], realm: Option<&str>) -> Result<Vec<u8>, CanonError> {
    let stripped = name.trim_ascii_start();
    let leading = name.len() - stripped.len();
    let stripped = stripped.trim_ascii_end();
    if leading == stripped.len() {
        return Err(CanonError::Empty);
    }
    let realm = realm.filter(|_| !c_string(name).contains(&b'@'));
    let length = stripped.len() + realm.map_or(0, |realm| realm.len() + 1);
    if length > LIMIT {
        return Err(CanonError::TooLong { limit: LIMIT });
    }
    let mut canonical = Vec::with_capacity(length);
    canonical.extend_from_slice(stripped);
    if let Some(realm) = realm {
        canonical.push(b'@');
        canonical.extend_from_slice(realm.as_bytes());
    }
    canonical.truncate(c_string(&canonical).len());
    Ok(canonical)
}

/// The octets before the first NUL.
pub(crate) fn c_string(octets: &[u8]) -> &[u8] {
    octets.split(|octet| *octet == 0).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_realm_goes_to_names_without_one() {
        let realm = Some("example.com");
        assert_eq!(canonical(b"test", realm), Ok(b"test@example.com".to_vec()));
        assert_eq!(canonical(b"test@host", realm), Ok(b"test@host".to_vec()));
        assert_eq!(canonical(b"test", None), Ok(b"test".to_vec()));
    }

    #[test]
    fn white_space_around_a_name_is_lost() {
        assert_eq!(canonical(b" test\r\n", None), Ok(b"test".to_vec()));
    }

    #[test]
    fn a_name_that_is_not_empty_may_count_as_empty() {
        assert_eq!(canonical(b"", None), Err(CanonError::Empty));
        assert_eq!(canonical(b" a", None), Err(CanonError::Empty));
        assert_eq!(canonical(b"  ", None), Ok(Vec::new()));
    }

    #[test]
    fn long_names_overflow() {
        let limit = LIMIT;
        assert_eq!(
            canonical(&[b'a'; 1024], None).map(|name| name.len()),
            Ok(1024)
        );
        assert_eq!(
            canonical(&[b'a'; 1020], Some("host")),
            Err(CanonError::TooLong { limit })
        );
    }
}
