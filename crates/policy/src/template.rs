//! `$name`, `${name}`, `${name?text}` and `${name:text}` in a reply template:
//! `mac_expand.c`. Left out: comparisons.

/// Whether every `$` is followed by a name, and every bracket behind one is closed:
/// `mac_parse.c`.
#[must_use]
pub fn is_expandable(template: &str) -> bool {
    let mut rest = template;
    while let Some((_, after)) = rest.split_once('$') {
        rest = after;
        let pair = match rest.chars().next() {
            Some('$') => {
                rest = rest.get(1..).unwrap_or_default();
                continue;
            }
            Some('{') => ('{', '}'),
            Some('(') => ('(', ')'),
            Some(c) if c.is_ascii_alphanumeric() || c == '_' => continue,
            Some(_) | None => return false,
        };
        let end = closing(rest, pair.0, pair.1);
        if end < 2 || end >= rest.len() {
            return false;
        }
        rest = rest.get(end..).unwrap_or_default();
    }
    true
}

/// Expands a template; a name without a value is empty.
#[must_use]
pub fn expand(template: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        rest = after;
        if let Some(next) = rest.strip_prefix('$') {
            out.push('$');
            rest = next;
            continue;
        }
        let braces = [('{', '}'), ('(', ')')];
        let pair = braces.iter().find(|(open, _)| rest.starts_with(*open));
        if let Some((open, close)) = pair {
            let end = closing(rest, *open, *close);
            let inside = rest.get(1..end).unwrap_or("");
            rest = rest.get(end + 1..).unwrap_or("");
            out.push_str(&expand_braced(inside, value));
            continue;
        }
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        out.push_str(&value(name).unwrap_or_default());
        rest = after;
    }
    out.push_str(rest);
    out
}

fn expand_braced(inside: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let Some(at) = inside.find(['?', ':']) else {
        return value(inside).unwrap_or_default();
    };
    let (name, text) = inside.split_at(at);
    let is_set = value(name).is_some_and(|value| !value.is_empty());
    if is_set != text.starts_with('?') {
        return String::new();
    }
    expand(text.get(1..).unwrap_or(""), value)
}

/// Where the bracket that `text` starts with is closed.
fn closing(text: &str, open: char, close: char) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        }
        if c == close {
            depth -= 1;
            if depth == 0 {
                return at;
            }
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_needs_names_and_closed_brackets() {
        for good in ["", "a$$", "$a-${b?{c}}", "$(a)."] {
            assert!(is_expandable(good), "{good}");
        }
        for bad in ["costs $ 5", "$", "${}", "${a", "$(a}"] {
            assert!(!is_expandable(bad), "{bad}");
        }
    }

    #[test]
    fn a_conditional_part_needs_a_value() {
        let value = |name: &str| (name == "a").then(|| "1".to_owned());
        assert_eq!(
            expand("$a ${b?x $a} ${a?; $a} ${b:none}$$", &value),
            "1  ; 1 none$"
        );
    }
}
