//! The items of a restriction list as a reader sees them: a name with its arguments.
//! Left out: what a restriction does, which only `saslab-policy` knows.

use crate::Word;

/// The words of a list, each name together with its arguments.
#[must_use]
pub fn items(words: &[Word]) -> Vec<&[Word]> {
    words
        .chunk_by(|before, _| continues(&before.text))
        .collect()
}

/// The items as texts.
#[must_use]
pub fn item_texts(words: &[Word]) -> Vec<String> {
    items(words)
        .into_iter()
        .map(|item| {
            let texts: Vec<&str> = item.iter().map(|word| &*word.text).collect();
            texts.join(" ")
        })
        .collect()
}

/// Whether the next word belongs to this one.
fn continues(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let list = [
        "reject_rbl_",
        "reject_rhsbl_",
        "permit_dnswl_",
        "permit_rhswl_",
    ];
    (word.starts_with("check_") && word.ends_with("_access"))
        || matches!(
            word.as_str(),
            "warn_if_reject" | "check_policy_service" | "sleep"
        )
        || list.iter().any(|start| word.starts_with(start))
}
