//! The lines of a table's source text, as `readllines` of `readlline.c` joins them.

use std::borrow::Cow;

use saslab_maincf::is_space;

/// One logical line.
pub(super) struct Line<'t> {
    /// Where it begins in the text.
    pub(super) start: usize,
    /// The number of its first line, counted from 1.
    pub(super) number: usize,
    pub(super) text: Cow<'t, str>,
}

/// Logical lines: one that starts with white space continues the one before; remarks and
/// empty lines do not count. White space at the start of a text continues nothing, and is
/// dropped.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut start = 0;
    let physical = (1..).zip(text.split('\n')).map(move |(number, line)| {
        let text = Cow::Borrowed(line);
        let one = Line {
            start,
            number,
            text,
        };
        start += line.len() + 1;
        one
    });
    let counts = |line: &Line<'_>| {
        let content = line.text.trim_start_matches(is_space);
        !content.is_empty() && !content.starts_with('#')
    };
    let continues = |line: &Line<'_>| line.text.starts_with(is_space);
    let mut physical = physical.filter(counts).skip_while(continues).peekable();
    std::iter::from_fn(move || {
        let mut line = physical.next()?;
        while let Some(more) = physical.next_if(continues) {
            line.text.to_mut().push_str(&more.text);
        }
        Some(line)
    })
}
