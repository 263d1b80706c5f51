//! One command a tool that prints the Base64 of PLAIN, alone on one line.
//! The tests run all of them but those of PowerShell and cmd, which are held against
//! Microsoft's documentation (`about_Quoting_Rules`, `CryptBinaryToString`) instead; a
//! note in the recipe says so.
use super::quote::{Quoted, escapes, fish, posix, power_shell};
use super::{Login, NoRecipe};
use saslab_sasl::Secret;
use std::fmt;
use std::fmt::Write as _;

/// `cmd.exe` reads no longer line.
const CMD_LINE: usize = 8191;

/// What encodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoder {
    /// bash, and other shells that follow POSIX.
    Bash,
    /// dash, the `sh` of Debian and Ubuntu.
    Dash,
    /// zsh, the shell of macOS.
    Zsh,
    /// fish.
    Fish,
    /// PowerShell, on any system.
    PowerShell,
    /// The command prompt of Windows, with certutil.
    Cmd,
    /// Perl.
    Perl,
    /// Python 3.
    Python,
    /// OpenSSL, fed by a POSIX shell.
    OpenSsl,
}

/// A command for given credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncoderRecipe {
    /// The command; it holds the password.
    pub command: Secret,
    /// What a reader should know of it.
    pub notes: &'static [&'static str],
}

const KEPT: &str = "the shell keeps the line in its history: begin it with a blank where the shell honours that, or delete it afterwards";
const BUILT_IN: &str =
    "printf is part of the shell, so no other user sees the password in the list of processes";
const FORMAT: &str =
    "the format has %s behind each \\0, so no digit of a name can make another octet of it";
const STANDARD_INPUT: &str = "the program comes by standard input, so no other user sees the password in the list of processes";
const NUMBERS: &str = "what could mean something is written by its number";
const NOT_RUN: &str = "this one was never run by this project's tests, for want of Windows: they hold it against Microsoft's documentation";
const FILES: &str = "two files in the temporary folder hold the password for a moment; the last command deletes them";

impl Encoder {
    /// Every tool.
    pub const ALL: &[Self] = &[
        Self::Bash,
        Self::Dash,
        Self::Zsh,
        Self::Fish,
        Self::PowerShell,
        Self::Cmd,
        Self::Perl,
        Self::Python,
        Self::OpenSsl,
    ];

    /// The command that prints the Base64 of PLAIN for `login`.
    ///
    /// # Errors
    /// A field that cannot be sent, or that the tool cannot take.
    ///
    /// ```
    /// use saslab_credentials::recipe::{Encoder, Login};
    /// let login = Login {
    ///     authzid: String::new(), user: "12345".into(), password: "it's".into(),
    /// };
    /// assert_eq!(Encoder::Bash.recipe(&login).unwrap().command.reveal(),
    ///     br"printf '%s\0%s\0%s' '' '12345' 'it'\''s' | base64 | tr -d '\n'; echo");
    /// ```
    pub fn recipe(self, login: &Login) -> Result<EncoderRecipe, NoRecipe> {
        let (command, notes): (Secret, &'static [&'static str]) = match self {
            Self::Bash | Self::Dash | Self::Zsh => (
                shell(&login.fields()?, posix, "base64 | tr -d '\\n'; echo"),
                &[FORMAT, BUILT_IN, KEPT],
            ),
            Self::Fish => (
                shell(&login.fields()?, fish, "base64 | tr -d '\\n'; echo"),
                &[FORMAT, BUILT_IN, KEPT],
            ),
            Self::OpenSsl => (
                shell(&login.fields()?, posix, "openssl base64 -A; echo"),
                &[FORMAT, BUILT_IN, KEPT],
            ),
            Self::Perl => (
                perl(&login.fields()?).into(),
                &[STANDARD_INPUT, NUMBERS, KEPT],
            ),
            Self::Python => (
                python(&login.fields()?).into(),
                &[STANDARD_INPUT, NUMBERS, KEPT],
            ),
            Self::PowerShell => (
                powershell(&login.texts()?).into(),
                &[NUMBERS, KEPT, NOT_RUN],
            ),
            Self::Cmd => (cmd(&login.fields()?)?.into(), &[NUMBERS, FILES, NOT_RUN]),
        };
        Ok(EncoderRecipe { command, notes })
    }
}

impl fmt::Display for Encoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bash => "bash",
            Self::Dash => "dash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::PowerShell => "PowerShell",
            Self::Cmd => "cmd with certutil",
            Self::Perl => "Perl",
            Self::Python => "Python",
            Self::OpenSsl => "OpenSSL",
        })
    }
}

impl EncoderRecipe {
    /// The command as text; octets that are no UTF-8 are replaced.
    #[must_use]
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(self.command.reveal())
    }
}

fn shell(fields: &[&[u8]; 3], quote: fn(&[u8]) -> Quoted, encoder: &str) -> Secret {
    let [authzid, user, password] = fields.map(quote);
    let quoted = Quoted::new([authzid.as_slice(), &user, &password].join(&b' '));
    let line: [&[u8]; 4] = [
        b"printf '%s\\0%s\\0%s' ",
        &quoted,
        b" | ",
        encoder.as_bytes(),
    ];
    Secret::from(line.concat())
}

fn perl(fields: &[&[u8]; 3]) -> String {
    format!(
        "perl - <<'END'\n\
         use MIME::Base64;\n\
         print encode_base64(\"{}\", ''), \"\\n\";\n\
         END",
        *escapes(&Quoted::new(fields.join(&0)))
    )
}

fn python(fields: &[&[u8]; 3]) -> String {
    format!(
        "python3 - <<'END'\n\
         import base64\n\
         print(base64.b64encode(b'{}').decode())\n\
         END",
        *escapes(&Quoted::new(fields.join(&0)))
    )
}

fn powershell(fields: &[&str; 3]) -> String {
    let [authzid, user, password] = fields.map(power_shell);
    format!(
        "[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes(\
         (({authzid}),({user}),({password}) -join [char]0)))"
    )
}

/// Hexadecimal digits mean nothing to cmd.exe, so they need no quotes. `0x40000001` asks
/// certutil for Base64 without header and without ends of lines.
fn cmd(fields: &[&[u8]; 3]) -> Result<String, NoRecipe> {
    let mut digits = String::new();
    for octet in fields.join(&0) {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{octet:02x}");
    }
    let first = format!(">\"%TEMP%\\auth.hex\" echo {digits}");
    if first.len() > CMD_LINE {
        return Err(NoRecipe::TooLong { limit: CMD_LINE });
    }
    Ok(format!(
        "{first}\n\
         certutil -f -decodehex \"%TEMP%\\auth.hex\" \"%TEMP%\\auth.bin\" >nul\n\
         certutil -f -encodehex \"%TEMP%\\auth.bin\" \"%TEMP%\\auth.hex\" 0x40000001 >nul\n\
         type \"%TEMP%\\auth.hex\" & echo.\n\
         del \"%TEMP%\\auth.hex\" \"%TEMP%\\auth.bin\""
    ))
}
