//! What smtpd(8) logs while it opens its lists and tables, before it serves anybody:
//! `pre_jail_init` of `smtpd.c` and `smtpd_check_init` of `smtpd_check.c`, in their order.
//! Left out: tables behind `proxy:`, which proxymap(8) opens.

use std::collections::BTreeSet;
use std::sync::Arc;

use saslab_maincf::{Origin, Settings, Word};
use saslab_release::{MissingTable, RemarkLine};

use crate::World;
use crate::note::{Note, Warning};
use crate::table::Table;

/// How a parameter names tables.
#[derive(Clone, Copy)]
enum Kind {
    /// A list of patterns, files and tables (`match_list.c`).
    List,
    /// Tables.
    Maps,
    /// Restrictions, some with a table behind them.
    Restrictions,
}

/// The parameters, in the order of opening.
const OPENED: &[(&str, Kind)] = &[
    ("smtpd_noop_commands", Kind::List),
    ("smtpd_forbidden_commands", Kind::List),
    ("smtpd_authorized_verp_clients", Kind::List),
    ("smtpd_authorized_xclient_hosts", Kind::List),
    ("smtpd_authorized_xforward_hosts", Kind::List),
    ("smtpd_client_event_limit_exceptions", Kind::List),
    ("smtpd_forbid_bare_newline_exclusions", Kind::List),
    ("mynetworks", Kind::List),
    ("relay_domains", Kind::List),
    ("permit_mx_backup_networks", Kind::List),
    ("relay_clientcerts", Kind::Maps),
    ("local_recipient_maps", Kind::Maps),
    ("sender_canonical_maps", Kind::Maps),
    ("recipient_canonical_maps", Kind::Maps),
    ("canonical_maps", Kind::Maps),
    ("virtual_alias_maps", Kind::Maps),
    ("virtual_mailbox_maps", Kind::Maps),
    ("relay_recipient_maps", Kind::Maps),
    ("rbl_reply_maps", Kind::Maps),
    ("smtpd_sender_login_maps", Kind::Maps),
    ("smtpd_client_restrictions", Kind::Restrictions),
    ("smtpd_helo_restrictions", Kind::Restrictions),
    ("smtpd_sender_restrictions", Kind::Restrictions),
    ("smtpd_relay_restrictions", Kind::Restrictions),
    ("smtpd_recipient_restrictions", Kind::Restrictions),
    ("smtpd_etrn_restrictions", Kind::Restrictions),
    ("smtpd_data_restrictions", Kind::Restrictions),
    ("smtpd_end_of_data_restrictions", Kind::Restrictions),
    (CLASSES, Kind::Restrictions),
    ("smtpd_sasl_exceptions_networks", Kind::List),
    ("fast_flush_domains", Kind::List),
    ("smtpd_discard_ehlo_keyword_address_maps", Kind::Maps),
    ("smtpd_milter_maps", Kind::Maps),
    ("smtpd_reject_footer_maps", Kind::Maps),
];

const CLASSES: &str = "smtpd_restriction_classes";

/// The lines in order. An error is what stops a release that has no surrogates.
pub(crate) fn notes(settings: &Settings, world: &World) -> Result<Vec<Note>, Arc<str>> {
    let style = settings.dialect().log;
    let mut opening = Opening {
        world,
        remark: style.remark_in_list,
        in_lists: BTreeSet::new(),
        in_maps: BTreeSet::new(),
        log: Vec::new(),
        failed: None,
        looks: Looks::AtItsLines,
    };
    for (name, kind) in OPENED {
        if settings.is_empty(name) {
            continue;
        }
        let known = settings.text(name);
        if matches!(known.origin, Origin::NotYet { .. }) {
            continue;
        }
        // Postfix wrote its defaults without a fault.
        opening.looks = match known.origin {
            Origin::Default { .. } => Looks::AtTheTable,
            Origin::File { .. } | Origin::NotYet { .. } | Origin::Service { .. } => {
                Looks::AtItsLines
            }
        };
        let words = settings.grouped_list(name).value;
        match kind {
            Kind::List => opening.list(name, &words),
            Kind::Maps => opening.maps(&words)?,
            Kind::Restrictions if *name == CLASSES => {
                for class in words {
                    opening.restrictions(&settings.user(&class.text).unwrap_or_default());
                }
            }
            Kind::Restrictions => opening.restrictions(&words),
        }
    }
    match (style.missing_table, opening.failed) {
        (MissingTable::Fatal, Some(why)) => Err(why),
        (MissingTable::Fatal | MissingTable::Surrogate, _) => Ok(opening.log),
    }
}

struct Opening<'a> {
    world: &'a World,
    remark: RemarkLine,
    /// Each table is opened once for lists and once for lookups.
    in_lists: BTreeSet<Arc<str>>,
    in_maps: BTreeSet<Arc<str>>,
    log: Vec<Note>,
    /// The first table that could not be opened.
    failed: Option<Arc<str>>,
    looks: Looks,
}

/// How far a table is looked into.
#[derive(Clone, Copy)]
enum Looks {
    AtTheTable,
    AtItsLines,
}

impl Opening<'_> {
    fn list(&mut self, name: &'static str, words: &[Word]) {
        for (index, word) in words.iter().enumerate() {
            if word.text.starts_with('#') && self.remark != RemarkLine::Silent {
                let rest = words.get(index + 1..).unwrap_or_default();
                return self.remark_in(name, &word.text, rest);
            }
            let item = word.text.trim_start_matches('!');
            if let Some(text) = self.world.files.get(item).filter(|_| item.starts_with('/')) {
                for line in text.lines().filter(|line| !line.starts_with('#')) {
                    self.list(name, &words_of(line));
                }
            } else if item.starts_with('/') {
                self.table_in_list(&format!("non-existent:{item}"));
            } else if !item.starts_with('[') && item.contains(':') {
                self.table_in_list(item);
            }
        }
    }

    fn remark_in(&mut self, name: &'static str, start: &str, rest: &[Word]) {
        let rest: Vec<&str> = rest.iter().map(|word| &*word.text).collect();
        let rest = rest.join(" ");
        let says = match self.remark {
            RemarkLine::Silent => return,
            RemarkLine::AtEndOfLine => {
                format!("comment at end of line is not supported: {start} {rest}")
            }
            RemarkLine::AfterOtherText => {
                format!("#comment after other text is not allowed: {start} {rest:.20}...")
            }
        };
        self.log
            .push(Note::Warning(Warning::List(name, says.into())));
    }

    fn maps(&mut self, words: &[Word]) -> Result<(), Arc<str>> {
        for word in words {
            if !word.text.contains(':') {
                let word = &word.text;
                let says = "open dictionary: expecting \"type:name\" form instead of";
                return Err(format!("{says} \"{word}\"").into());
            }
            self.table(&word.text);
        }
        Ok(())
    }

    fn restrictions(&mut self, words: &[Word]) {
        let mut last: &str = "";
        for word in words {
            let service = last.eq_ignore_ascii_case("check_policy_service");
            if !service && word.text.contains(':') && !word.text.starts_with('{') {
                self.table(&word.text);
            }
            last = &word.text;
        }
    }

    fn table_in_list(&mut self, name: &str) {
        if self.in_lists.insert(Arc::from(name)) {
            self.open(name);
        }
    }

    fn table(&mut self, name: &str) {
        if self.in_maps.insert(Arc::from(name)) {
            self.open(name);
        }
    }

    fn open(&mut self, name: &str) {
        if name.starts_with("proxy:") {
            return;
        }
        let table = Table::open(name, self.world);
        if let Some(why) = table.broken() {
            self.failed.get_or_insert_with(|| Arc::clone(&why));
            self.log.push(Note::Error(why));
        }
        match self.looks {
            Looks::AtTheTable => {}
            Looks::AtItsLines => {
                let complaints = table.complaints().into_iter();
                let warning = |what: String| Note::Warning(Warning::Said(what.into()));
                self.log.extend(complaints.map(warning));
            }
        }
    }
}

fn words_of(line: &str) -> Vec<Word> {
    crate::table::brace_words(line)
        .iter()
        .map(|text| crate::evaluation::plain_word(text))
        .collect()
}
