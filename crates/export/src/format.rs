//! The forms of a record, each with the name and kind of the file that holds it.

use crate::{Record, asciicast, pcapng, svg, text};

/// A form in which a session leaves the laboratory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `S:` and `C:` lines.
    Text,
    /// A heading and a block of `S:` and `C:` lines, with reasons below.
    Markdown,
    /// The notation of swaks(1): `<-`, `->`, `~` inside TLS, `**` for a refusal.
    Swaks,
    /// asciicast v2, which asciinema plays.
    Asciicast,
    /// A sequence diagram.
    Svg,
    /// Packets, which Wireshark decodes.
    Pcapng,
}

impl Format {
    /// All, the simplest first.
    pub const ALL: [Self; 6] = [
        Self::Text,
        Self::Markdown,
        Self::Swaks,
        Self::Asciicast,
        Self::Svg,
        Self::Pcapng,
    ];

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "Markdown",
            Self::Swaks => "swaks",
            Self::Asciicast => "asciicast",
            Self::Svg => "SVG",
            Self::Pcapng => "pcapng",
        }
    }

    /// The name of the file.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Text => "session.txt",
            Self::Markdown => "session.md",
            Self::Swaks => "session.swaks.txt",
            Self::Asciicast => "session.cast",
            Self::Svg => "session.svg",
            Self::Pcapng => "session.pcapng",
        }
    }

    /// The media type of the file.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Text | Self::Swaks => "text/plain;charset=utf-8",
            Self::Markdown => "text/markdown;charset=utf-8",
            Self::Asciicast => "application/x-asciicast",
            Self::Svg => "image/svg+xml",
            Self::Pcapng => "application/x-pcapng",
        }
    }

    /// The form that people call so, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|format| format.name().eq_ignore_ascii_case(name))
    }

    /// The content of the file.
    #[must_use]
    pub fn write(self, record: &Record) -> Vec<u8> {
        match self {
            Self::Text => text::plain(record).into_bytes(),
            Self::Markdown => text::markdown(record).into_bytes(),
            Self::Swaks => text::swaks(record).into_bytes(),
            Self::Asciicast => asciicast::write(record).into_bytes(),
            Self::Svg => svg::write(record).into_bytes(),
            Self::Pcapng => pcapng::write(record),
        }
    }
}
