//! The source text of tables: postmap(1), postalias(1), `texthash:` and
//! `inline:`, from `postmap.c`, `dict_thash.c`, `dict_inline.c` and `readlline.c`.
//! Each reader stays a function of its own, since the page loads only what it needs.
//! Left out: files named as values, and text that is no UTF-8.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::lines::lines;
use crate::letters::lower;
use saslab_maincf::is_space;

/// Lookup key in lower case → value.
pub(super) type Keys = BTreeMap<Arc<str>, Arc<str>>;

/// The text inside `{ … }`, or the text as it is.
pub(super) fn unbraced(text: &str) -> &str {
    let inner = text.strip_prefix('{').and_then(|t| t.strip_suffix('}'));
    inner.map_or(text, |inner| inner.trim_matches(is_space))
}

/// How the source text of a map is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// For postmap(1).
    Map,
    /// aliases(5), for postalias(1).
    Aliases,
}

impl Form {
    /// The key and the value of a line. A key without a value is left out with a warning.
    pub(super) fn entry(self, line: &str) -> Option<(&str, &str)> {
        match self {
            Self::Map => map_entry(line),
            Self::Aliases => alias_entry(line),
        }
    }

    /// Every entry; of two equal keys the compiling program keeps the first.
    #[inline(never)]
    pub(super) fn keys(self, text: &str) -> Keys {
        let mut keys = Keys::new();
        for line in lines(text) {
            if let Some((key, value)) = self.entry(&line.text) {
                let key = lower(key).into();
                keys.entry(key).or_insert_with(|| value.into());
            }
        }
        keys
    }
}

/// The entries for `texthash:`, which fails where a key stands twice.
#[inline(never)]
pub(super) fn text_keys(text: &str) -> Result<Keys, String> {
    let mut keys = Keys::new();
    for line in lines(text) {
        let Some((key, value)) = map_entry(&line.text) else {
            continue;
        };
        let key: Arc<str> = lower(key).into();
        if keys.insert(Arc::clone(&key), value.into()).is_some() {
            let line = line.number;
            return Err(format!(", line {line}: duplicate entry: \"{key}\""));
        }
    }
    Ok(keys)
}

fn map_entry(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_at(key_end(line, is_space)?);
    let value = value.trim_matches(is_space);
    (!key.is_empty() && !value.is_empty()).then_some((key, value))
}

fn alias_entry(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim_matches(is_space).trim_matches('"');
    let value = value.trim_matches(is_space);
    let local = !key.is_empty() && !key.contains(['@', '%', ',']);
    (local && !value.is_empty()).then_some((key, value))
}

/// Where a key ends that may hold quotes and backslashes; none if a quote is open.
fn key_end(text: &str, ends: impl Fn(char) -> bool) -> Option<usize> {
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            c if ends(c) && !quoted => return Some(at),
            _ => {}
        }
    }
    (!quoted).then_some(text.len())
}

/// `inline:{ key=value, { key = value with spaces } }`.
#[inline(never)]
pub(super) fn inline(text: &str) -> Result<Keys, String> {
    let mut keys = Keys::new();
    let inner = text
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'));
    let inner = inner.ok_or_else(|| "bad syntax".to_owned())?;
    for item in brace_words(inner) {
        let pair = unbraced(&item);
        let end = key_end(pair, |c| is_space(c) || c == '=');
        let (key, rest) = pair.split_at(end.ok_or_else(|| "unbalanced '\"'".to_owned())?);
        let value = rest.trim_start_matches(is_space).strip_prefix('=');
        let value = value.ok_or_else(|| "missing '=' after attribute name".to_owned())?;
        let value = value.trim_matches(is_space);
        keys.insert(lower(key).into(), value.into());
    }
    if keys.is_empty() {
        return Err("empty table".to_owned());
    }
    Ok(keys)
}

/// `{ { rule } { rule } }` in the place of a file's name, as lines: `dict_stream.c`.
#[inline(never)]
pub(super) fn rules_in_place(text: &str) -> Option<Result<Arc<str>, String>> {
    text.starts_with('{').then(|| {
        let words = brace_words(within_braces(text)?);
        let lines: Result<Vec<_>, String> = words
            .iter()
            .map(|rule| Ok(within_braces(rule)?.trim_matches(is_space)))
            .collect();
        Ok(lines?.join("\n").into())
    })
}

/// `extpar`: what stands in the braces that a text begins and ends with.
fn within_braces(text: &str) -> Result<&str, String> {
    let Some(inner) = text.strip_prefix('{') else {
        return Err(format!("no '{{' at start of text in \"{text}\""));
    };
    let mut depth = 1_usize;
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return match inner.get(at + 1..) {
                Some("") => Ok(inner.get(..at).unwrap_or_default()),
                Some(_) | None => Err(format!("syntax error after '}}' in \"{text}\"")),
            };
        }
    }
    Err(format!("missing '}}' in \"{text}\""))
}

/// Words between commas and white space; braces hold one together.
#[must_use]
pub fn brace_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' | ' ' | '\t' | '\r' | '\n' if depth == 0 => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                continue;
            }
            _ => {}
        }
        word.push(c);
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}
