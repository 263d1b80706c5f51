//! Letter case. Postfix folds keys, names and patterns before it compares them: ASCII
//! before 3.0 (`lowercase.c`), Unicode since (`casefold.c`).

/// The text in lower case.
pub(crate) fn lower(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        lower_unicode(text)
    }
}

/// Apart, because its tables are large and few configurations ever ask for them.
#[inline(never)]
fn lower_unicode(text: &str) -> String {
    text.to_lowercase()
}
