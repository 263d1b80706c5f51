//! Where each key of a map stands in its source text: found when the map is first asked,
//! since a table may have a million rows, and no more is kept of them than that.

use std::sync::{Arc, OnceLock};

use super::lines::lines;
use super::source::{Form, Keys};
use crate::letters::lower;

/// The source text of a map that postmap(1) or postalias(1) would compile.
#[derive(Debug)]
pub(super) struct Source {
    text: Arc<str>,
    form: Form,
    places: OnceLock<Places>,
    sorted: OnceLock<Keys>,
}

/// Places of lines by the hashes of their keys, in buckets.
#[derive(Debug)]
struct Places {
    /// Where each bucket ends among the entries.
    ends: Vec<u32>,
    /// The hash, and where the line begins; of equal keys the first comes first.
    entries: Vec<(u32, u32)>,
}

impl Source {
    pub(super) fn new(text: &Arc<str>, form: Form) -> Self {
        Self {
            text: Arc::clone(text),
            form,
            places: OnceLock::new(),
            sorted: OnceLock::new(),
        }
    }

    /// The value of a key in lower case.
    pub(super) fn get(&self, key: &str) -> Option<String> {
        let places = self.places.get_or_init(|| self.index());
        places.starts(hash(key)).find_map(|start| {
            let rest = self.text.get(start..)?;
            let line = lines(rest).next()?;
            let (own, value) = self.form.entry(&line.text)?;
            (lower(own) == key).then(|| value.to_owned())
        })
    }

    /// Every entry, in the order of the keys.
    pub(super) fn sorted(&self) -> &Keys {
        self.sorted.get_or_init(|| self.form.keys(&self.text))
    }

    /// The values with an underscore in them, each at least once.
    pub(super) fn named(&self, take: &mut dyn FnMut(&str)) {
        let mut last = String::new();
        for line in lines(&self.text) {
            let Some((key, value)) = self.form.entry(&line.text) else {
                continue;
            };
            // Mostly a row says what the one before says. Of two equal keys the first counts.
            let is_new = value.contains('_') && value != last;
            if is_new && self.get(&lower(key)).as_deref() == Some(value) {
                take(value);
                value.clone_into(&mut last);
            }
        }
    }

    fn index(&self) -> Places {
        let entries = lines(&self.text).filter_map(|line| {
            let (key, _) = self.form.entry(&line.text)?;
            Some((hash(key), u32::try_from(line.start).ok()?))
        });
        Places::of(entries.collect())
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.form == other.form && self.text == other.text
    }
}

impl Eq for Source {}

impl Places {
    fn of(unordered: Vec<(u32, u32)>) -> Self {
        let buckets = (unordered.len() / 4).next_power_of_two();
        let mut ends = vec![0; buckets];
        for (hash, _) in &unordered {
            if let Some(many) = ends.get_mut(bucket(*hash, buckets)) {
                *many += 1;
            }
        }
        let mut begin = 0;
        for end in &mut ends {
            let many = std::mem::replace(end, begin);
            begin += many;
        }
        let mut entries = vec![(0, 0); unordered.len()];
        for entry in unordered {
            // The begin of each bucket moves to its end.
            let Some(next) = ends.get_mut(bucket(entry.0, buckets)) else {
                continue;
            };
            if let Some(place) = entries.get_mut(*next as usize) {
                *place = entry;
            }
            *next += 1;
        }
        Self { ends, entries }
    }

    /// Where lines begin whose keys have this hash.
    fn starts(&self, hash: u32) -> impl Iterator<Item = usize> {
        let bucket = bucket(hash, self.ends.len());
        let end = |bucket: usize| self.ends.get(bucket).map_or(0, |end| *end as usize);
        let begin = bucket.checked_sub(1).map_or(0, end);
        let entries = self.entries.get(begin..end(bucket)).unwrap_or_default();
        let same = entries.iter().filter(move |(own, _)| *own == hash);
        same.map(|(_, start)| *start as usize)
    }
}

/// The number of buckets is a power of two.
const fn bucket(hash: u32, buckets: usize) -> usize {
    hash as usize & buckets.wrapping_sub(1)
}

/// FNV-1a of the key in lower case.
fn hash(key: &str) -> u32 {
    let fold = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let begin = 0x811c_9dc5;
    match key.is_ascii() {
        true => key
            .bytes()
            .fold(begin, |hash, byte| fold(hash, byte.to_ascii_lowercase())),
        false => lower(key).bytes().fold(begin, fold),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_a_long_map_is_found_and_of_two_the_first() {
        let mut text = String::from("# remark\n  dropped\n");
        for row in 0..5_000 {
            text.push_str(&format!(
                "Key{row}@Example.org\tvalue {row}\n # remark\n more\n"
            ));
        }
        text.push_str("key7@example.org other\n\"two words\" OK\nempty\n\u{dc}ber.example X\n");
        let map = Source::new(&Arc::from(text), Form::Map);
        for row in 0..5_000 {
            let found = map.get(&format!("key{row}@example.org"));
            assert_eq!(found, Some(format!("value {row} more")));
        }
        assert_eq!(map.get("\"two words\"").as_deref(), Some("OK"));
        assert_eq!(map.get("\u{fc}ber.example").as_deref(), Some("X"));
        assert_eq!(map.get("empty"), None);
        assert_eq!(map.get("key5000@example.org"), None);
        assert_eq!(map.sorted().len(), 5_002);
        map.named(&mut |value| panic!("{value}"));
        let map = "a x_y\nA never_so\nb x_y\nc never_so\nd plain\nb z_z\n";
        let mut named = Vec::new();
        Source::new(&Arc::from(map), Form::Map).named(&mut |value| named.push(value.to_owned()));
        assert_eq!(named, ["x_y", "never_so"]);
        let none = Source::new(&Arc::from(""), Form::Aliases);
        assert_eq!(none.get("root"), None);
    }
}
