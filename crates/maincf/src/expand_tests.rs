//! Expansion, with values taken from `mac_expand.ref` and postconf(5).

use super::*;
use std::collections::BTreeMap;

struct Table(BTreeMap<&'static str, &'static str>);

impl Dictionary for Table {
    fn lookup(&self, name: &str) -> Option<Cow<'_, Sourced>> {
        self.0
            .get(name)
            .map(|text| Cow::Owned(Sourced::elsewhere(text)))
    }
}

fn table(rows: &[(&'static str, &'static str)]) -> Table {
    Table(rows.iter().copied().collect())
}

fn under(syntax: Syntax, text: &str) -> Result<String, Failure> {
    let table = table(&[
        ("name1", "name1-value"),
        ("empty", ""),
        ("outer", "<$name1>"),
        ("level", "3.6"),
    ]);
    expand(&Sourced::elsewhere(text), syntax, &table).map(|out| out.as_str().to_owned())
}

fn now(text: &str) -> Result<String, Failure> {
    under(Syntax::Levels, text)
}

fn warning(text: &str) -> Result<String, Failure> {
    Err(Failure::Macro(text.to_owned()))
}

#[test]
fn names_are_replaced_in_each_form() {
    for text in ["$name1", "${name1}", "$(name1)", "${ name1 }"] {
        assert_eq!(now(text), Ok("name1-value".into()), "{text}");
    }
    assert_eq!(now("a$outer,b"), Ok("a<name1-value>,b".into()));
}

#[test]
fn what_is_not_defined_is_empty() {
    assert_eq!(now("x$nosuch,${nosuch}y"), Ok("x,y".into()));
}

#[test]
fn two_dollars_are_one() {
    assert_eq!(now("a$$name1"), Ok("a$name1".into()));
}

#[test]
fn conditions_look_whether_the_value_is_empty() {
    assert_eq!(now("${name1?yes}${empty?no}${nosuch?no}"), Ok("yes".into()));
    assert_eq!(
        now("${name1:no}${empty:e}${nosuch:$name1}"),
        Ok("ename1-value".into())
    );
    assert_eq!(now("${empty?{a}:{b}}${name1?{a}:{b}}"), Ok("ba".into()));
    assert_eq!(now("${name1? {a} : {b} }"), Ok("a".into()));
}

#[test]
fn braces_behind_a_condition_are_text_before_3_0() {
    assert_eq!(
        under(Syntax::Conditions, "${name1?{a}:{b}}"),
        Ok("{a}:{b}".into())
    );
    assert_eq!(under(Syntax::Conditions, "${empty:{b}}"), Ok("{b}".into()));
}

#[test]
fn conditions_are_part_of_an_unknown_name_before_2_2() {
    assert_eq!(
        under(Syntax::Names, "a${name1?yes}${name1:no}b"),
        Ok("ab".into())
    );
    assert_eq!(under(Syntax::Names, "a$b c${name1"), Ok("a c".into()));
}

#[test]
fn relations_compare_numbers_as_numbers_and_text_as_text() {
    assert_eq!(now("${{9} < {10} ? {yes} : {no}}"), Ok("yes".into()));
    assert_eq!(now("${{9a} < {10a} ? {yes} : {no}}"), Ok("no".into()));
    assert_eq!(now("${{$name1} == {name1-value}?{1}:{2}}"), Ok("1".into()));
    assert_eq!(now("${{a} != {a}}|${{a} == {a}}"), Ok("|true".into()));
    assert_eq!(now("${{a}=={b}:{z}}"), Ok("z".into()));
}

#[test]
fn levels_compare_number_by_number() {
    assert_eq!(
        now("${{$level} <level {3.10} ? {old} : {new}}"),
        Ok("old".into())
    );
    assert_eq!(
        now("${{$level} >=level {3.6} ? {new} : {old}}"),
        Ok("new".into())
    );
    assert_eq!(
        now("${{2} <level {2.0.0} ? {less} : {same}}"),
        Ok("same".into())
    );
    assert_eq!(
        now("${{2.x} <level {3} ? {less} : {same}}"),
        warning("malformed compatibility level syntax: \"2.x\"")
    );
}

#[test]
fn mistakes_are_named_in_postfix_words() {
    assert_eq!(
        now("a${name1"),
        warning("truncated macro reference: \"a${name1\"")
    );
    assert_eq!(now("cost $ 5"), warning("empty macro name: \"cost $ 5\""));
    assert_eq!(
        now("${env[\"HOSTNAME\"]}"),
        warning("attribute name syntax error at: \"...env>>>[\"HOSTNAME\"]\"")
    );
    assert_eq!(
        under(Syntax::Conditions, "${na-me}"),
        warning("macro name syntax error: \"na-me\"")
    );
    assert_eq!(
        now("${name1?{a} b}"),
        warning("\":\" expected at: \"...a}>>>b\"")
    );
    assert_eq!(
        now("${{a} = {b}}"),
        warning(
            "\"==\" or \"!=\" or \"<\" or \"<=\" or \">=\" or \">\" expected at: \"...a}>>>= {b}\""
        )
    );
}

#[test]
fn a_circle_is_unreasonable_nesting() {
    let circle = table(&[("a", "$b"), ("b", "$a")]);
    let text = Sourced::elsewhere("$b");
    assert_eq!(
        expand(&text, Syntax::Levels, &circle),
        Err(Failure::Macro(
            "unreasonable macro call nesting: \"a\"".into()
        ))
    );
    assert_eq!(
        expand(&text, Syntax::Names, &circle),
        Err(Failure::Fatal("unreasonable macro nesting: \"$a\"".into()))
    );
}

#[test]
fn doubling_is_bounded() {
    let names: Vec<String> = (0..90).map(|n| format!("n{n}")).collect();
    struct Doubling(Vec<String>);
    impl Dictionary for Doubling {
        fn lookup(&self, name: &str) -> Option<Cow<'_, Sourced>> {
            let at = self.0.iter().position(|known| known == name)?;
            let next = self.0.get(at + 1).map(|next| format!("${next}${next}"));
            Some(Cow::Owned(Sourced::elsewhere(&next.unwrap_or_default())))
        }
    }
    assert_eq!(
        expand(&Sourced::elsewhere("$n0"), Syntax::Levels, &Doubling(names)),
        Err(Failure::Macro(
            "the macros expand to more text than any server could hold".into()
        ))
    );
}

#[test]
fn expanded_words_keep_their_places() {
    struct File(Sourced);
    impl Dictionary for File {
        fn lookup(&self, name: &str) -> Option<Cow<'_, Sourced>> {
            (name == "my_rules").then_some(Cow::Borrowed(&self.0))
        }
    }
    let mut rules = Sourced::default();
    rules.push_file("permit_mynetworks, reject", 11, 0);
    let mut list = Sourced::default();
    list.push_file("${my_rules} permit", 60, 1);
    let out = expand(&list, Syntax::Levels, &File(rules)).unwrap();
    let spans: Vec<_> = out
        .words()
        .into_iter()
        .map(|word| word.span.unwrap())
        .collect();
    assert_eq!((spans[0].start, spans[0].end), (11, 28));
    assert_eq!((spans[1].start, spans[1].end), (30, 36));
    assert_eq!((spans[2].start, spans[2].end), (72, 78));
}
