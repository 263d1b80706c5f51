//! The recipes of PowerShell and cmd, which cannot be run here, read by the rules that
//! Microsoft documents: about_Quoting_Rules, about_Type_Conversion, `CryptBinaryToString`,
//! and the limits of a command line.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
use hostile::logins;
use saslab_credentials::recipe::{Encoder, Login, NoRecipe};
use saslab_sasl::Secret;

#[path = "harness/hostile.rs"]
mod hostile;
#[path = "harness/random.rs"]
mod random;

/// What ends a text in single quotes: PowerShell takes typographic quotes for quotes.
const QUOTES: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];

fn login(user: &str, password: &str) -> Login {
    Login {
        authzid: String::new(),
        user: user.to_owned(),
        password: Secret::from(password),
    }
}

/// A text in single quotes, and what stands behind it: every character is itself, two
/// quotes are one.
fn verbatim(text: &str) -> (String, &str) {
    let mut rest = text.strip_prefix('\'').unwrap();
    let mut value = String::new();
    loop {
        let first = rest.chars().next().unwrap();
        rest = rest.get(first.len_utf8()..).unwrap();
        if !QUOTES.contains(&first) {
            value.push(first);
            continue;
        }
        match rest.strip_prefix(QUOTES) {
            Some(after) => {
                value.push(first);
                rest = after;
            }
            None => return (value, rest),
        }
    }
}

/// A sum of texts and of `[char]` with a number, which is one UTF-16 unit.
fn sum(text: &str) -> (Vec<u16>, &str) {
    let mut units = Vec::new();
    let mut rest = text;
    loop {
        rest = match rest.strip_prefix("[char]") {
            Some(number) => {
                let end = number.find(|c: char| !c.is_ascii_digit());
                let (digits, after) = number.split_at(end.unwrap_or(number.len()));
                units.push(digits.parse().unwrap());
                after
            }
            None => {
                let (value, after) = verbatim(rest);
                units.extend(value.encode_utf16());
                after
            }
        };
        match rest.strip_prefix('+') {
            Some(after) => rest = after,
            None => return (units, rest),
        }
    }
}

/// A value in parentheses; PowerShell adds texts from the left, so the first has to be one.
fn value(text: &str) -> (String, &str) {
    let inner = text.strip_prefix('(').unwrap();
    let (units, rest) = match inner.strip_prefix('(') {
        Some(inner) => {
            assert!(inner.starts_with('\''), "{text}");
            let (units, rest) = sum(inner);
            (units, rest.strip_prefix(')').unwrap())
        }
        None => sum(inner),
    };
    (
        String::from_utf16(&units).unwrap(),
        rest.strip_prefix(')').unwrap(),
    )
}

const BEFORE: &str = "[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((";
const BEHIND: &str = " -join [char]0)))";

/// The three values of a command.
fn read(command: &str) -> Vec<String> {
    let mut rest = command.strip_prefix(BEFORE).unwrap();
    let mut values = Vec::new();
    loop {
        let (one, after) = value(rest);
        values.push(one);
        match after.strip_prefix(',') {
            Some(after) => rest = after,
            None => {
                assert_eq!(after, BEHIND);
                return values;
            }
        }
    }
}

fn power_shell(login: &Login) -> String {
    let recipe = Encoder::PowerShell.recipe(login).unwrap();
    recipe.text().into_owned()
}

#[test]
fn the_examples_of_about_quoting_rules_are_read_as_written() {
    assert_eq!(verbatim("'don''t'"), ("don't".to_owned(), ""));
    let dollars = "'The value of $(2+3) is 5.'";
    let kept = "The value of $(2+3) is 5.".to_owned();
    assert_eq!(verbatim(dollars), (kept, ""));
    // A typographic quote ends the text as well.
    assert_eq!(verbatim("'a\u{2019}b"), ("a".to_owned(), "b"));
}

#[test]
fn power_shell_reads_every_login() {
    for login in logins(500) {
        let command = power_shell(&login);
        let printable = |c: char| c == ' ' || c.is_ascii_graphic();
        assert!(command.chars().all(printable), "{command}");
        let password = std::str::from_utf8(login.password.reveal()).unwrap();
        assert_eq!(read(&command), [&login.authzid, &login.user, password]);
    }
}

/// What PowerShell takes for a quote, a dash or a blank is written by its number, and so
/// is what has two UTF-16 units.
#[test]
fn power_shell_is_given_no_character_that_it_takes_for_another() {
    let command = power_shell(&login("\u{2019}", "a\u{2013}\u{a0}\u{1f600}'"));
    assert_eq!(
        command,
        format!(
            "{BEFORE}(''),((''+[char]8217)),(('a'+[char]8211+''+[char]160+''+[char]55357+\
             ''+[char]56832+''+[char]39)){BEHIND}"
        )
    );
    let latin_1 = Login {
        password: Secret::from(&b"\xe9"[..]),
        ..login("a", "")
    };
    let refused = Encoder::PowerShell.recipe(&latin_1);
    assert_eq!(refused.unwrap_err(), NoRecipe::NotText);
}

/// `CRYPT_STRING_BASE64`: Base64 without headers.
const BASE64: u32 = 0x0000_0001;
/// `CRYPT_STRING_NOCRLF`: no end of line is added.
const NO_CR_LF: u32 = 0x4000_0000;

/// The digits that a command gives to certutil.
fn digits(command: &str) -> &str {
    let mut lines = command.lines();
    let first = lines.next().unwrap();
    let digits = first.strip_prefix(">\"%TEMP%\\auth.hex\" echo ").unwrap();
    assert!(first.len() <= 8191, "{} characters", first.len());
    let flags = format!(" {:#010x} >nul", BASE64 | NO_CR_LF);
    let expected = [
        "certutil -f -decodehex \"%TEMP%\\auth.hex\" \"%TEMP%\\auth.bin\" >nul".to_owned(),
        format!("certutil -f -encodehex \"%TEMP%\\auth.bin\" \"%TEMP%\\auth.hex\"{flags}"),
        "type \"%TEMP%\\auth.hex\" & echo.".to_owned(),
        "del \"%TEMP%\\auth.hex\" \"%TEMP%\\auth.bin\"".to_owned(),
    ];
    assert_eq!(lines.collect::<Vec<_>>(), expected);
    digits
}

/// Nothing but digits reaches cmd, so nothing can mean anything there.
#[test]
fn cmd_is_given_digits_only() {
    for login in logins(500) {
        let recipe = Encoder::Cmd.recipe(&login).unwrap();
        let command = recipe.text();
        let digits = digits(&command);
        let pairs: Vec<u8> = (0..digits.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(digits.get(at..at + 2).unwrap(), 16).unwrap())
            .collect();
        let fields = [
            login.authzid.as_bytes(),
            login.user.as_bytes(),
            login.password.reveal(),
        ];
        assert_eq!(pairs, fields.join(&0));
    }
}

#[test]
fn cmd_takes_a_line_of_8191_characters_and_none_longer() {
    // `>"%TEMP%\auth.hex" echo ` has 24, the two NULs and the name 6 digits.
    let longest = "x".repeat((8191 - 24 - 6) / 2);
    let recipe = Encoder::Cmd.recipe(&login("a", &longest)).unwrap();
    assert!(digits(&recipe.text()).len() <= 8191 - 24);
    let refused = Encoder::Cmd.recipe(&login("a", &(longest + "x")));
    assert_eq!(refused.unwrap_err(), NoRecipe::TooLong { limit: 8191 });
}

#[test]
fn what_could_not_be_run_says_so() {
    for encoder in Encoder::ALL {
        let recipe = encoder.recipe(&login("test", "testpass")).unwrap();
        let says = recipe.notes.iter().any(|note| note.contains("never run"));
        let expected = matches!(encoder, Encoder::PowerShell | Encoder::Cmd);
        assert_eq!(says, expected, "{encoder}");
    }
}
