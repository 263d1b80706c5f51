//! Lines of master.cf with those that continue them (`readlline.c`), and where in the
//! file each of their words stands.

/// A line with those that continue it.
pub(super) struct Logical {
    pub(super) text: String,
    pub(super) starts: Vec<Start>,
}

/// Where the words of a physical line begin.
#[derive(Clone, Copy, Default)]
pub(super) struct Start {
    /// In the logical line.
    pub(super) at: usize,
    /// In the file.
    place: usize,
    /// The line of the file.
    number: u32,
}

impl Logical {
    /// The number of the line that holds an offset.
    pub(super) fn number(&self, offset: usize) -> u32 {
        self.start(offset).number
    }

    /// Where an offset is in the file.
    pub(super) fn place(&self, offset: usize) -> usize {
        let Start { at, place, .. } = self.start(offset);
        place + (offset - at)
    }

    /// The start of the line that holds an offset.
    fn start(&self, offset: usize) -> Start {
        let before = self.starts.iter().rfind(|start| start.at <= offset);
        before.copied().unwrap_or_default()
    }
}

/// Remarks and empty lines do not end a line.
pub(super) fn logical_lines(text: &str) -> Vec<Logical> {
    let mut lines: Vec<Logical> = Vec::new();
    for (line, number) in text.lines().zip(1_u32..) {
        let words = line.trim_start();
        // A part of the text begins where it does.
        let place = words.as_ptr().addr() - text.as_ptr().addr();
        match lines.last_mut() {
            _ if words.is_empty() || words.starts_with('#') => {}
            Some(last) if words.len() < line.len() => {
                last.text.push(' ');
                let at = last.text.len();
                last.starts.push(Start { at, place, number });
                last.text.push_str(words);
            }
            Some(_) | None => lines.push(Logical {
                text: words.to_owned(),
                starts: vec![Start {
                    at: 0,
                    place,
                    number,
                }],
            }),
        }
    }
    lines
}
