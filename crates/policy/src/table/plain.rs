//! Patterns without an operator, such as `/^joe@example\.com$/`: the long tables are made
//! of them. To compare octets answers the same as the library, which would make a
//! program for each line first: 20 seconds for a million.

/// What an expression has besides letters that stand for themselves.
const OPERATORS: &[u8] = b"^$.|?*+()[]{}";

/// Where the words of such a pattern have to stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plain {
    from_start: bool,
    to_end: bool,
}

impl Plain {
    /// A pattern between its delimiters; none if only the library can read it.
    pub(super) fn read(source: &str) -> Option<Self> {
        let mut plain = Self {
            from_start: false,
            to_end: false,
        };
        let mut rest = source.bytes().enumerate();
        while let Some((at, byte)) = rest.next() {
            match byte {
                b'^' if at == 0 => plain.from_start = true,
                b'$' if at + 1 == source.len() => plain.to_end = true,
                b'\\' => {
                    let (_, hidden) = rest.next()?;
                    if !hidden.is_ascii_punctuation() || b"<>`'".contains(&hidden) {
                        return None;
                    }
                }
                _ if !byte.is_ascii() || OPERATORS.contains(&byte) => return None,
                _ => {}
            }
        }
        Some(plain)
    }

    /// Whether the words are found in a key, where `same` compares two letters.
    pub(super) fn is_in(self, source: &str, key: &str, same: fn(&u8, &u8) -> bool) -> bool {
        let words = source.len() - usize::from(self.to_end);
        let words = source.get(usize::from(self.from_start)..words);
        let words = words.unwrap_or_default().as_bytes();
        let begins = |key: &[u8]| {
            let mut rest = key.iter();
            let mut hides = false;
            let mut letters = words.iter().filter(|letter| {
                hides = **letter == b'\\' && !hides;
                !hides
            });
            letters.all(|letter| rest.next().is_some_and(|own| same(own, letter)))
                && !(self.to_end && rest.next().is_some())
        };
        let last = match self.from_start {
            true => 0,
            false => key.len(),
        };
        let mut ends = (0..=last).map(|from| key.as_bytes().get(from..));
        ends.any(|end| end.is_some_and(begins))
    }
}
