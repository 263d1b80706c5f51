//! Paths, processes and logging.
//! Read from `mail_params.h` of every release, and from postconf(5).

use super::{Default, Group, Kind, LIST, NOT_EMPTY, NUMBER_ABOVE_0, Described, Reader, TEXT, TIME_ABOVE_0, YES_NO, at};
use saslab_release::v;

/// This theme's part of the table.
pub(super) const ROWS: &[Described] = &[
    row(
        "queue_directory",
        NOT_EMPTY,
        "The directory of the queue.",
        &[at(&[v(1, 1, 0)], "/var/spool/postfix")],
    ).read_by(Reader::Everyone).not_simulated(),
    row(
        "command_directory",
        NOT_EMPTY,
        "The directory of the administrator's commands.",
        &[at(&[v(1, 1, 0)], "/usr/sbin")],
    ).read_by(Reader::Everyone).not_simulated(),
    row(
        "daemon_directory",
        NOT_EMPTY,
        "The directory of the daemons.",
        &[at(&[v(1, 1, 0)], "/usr/libexec/postfix")],
    ).read_by(Reader::Everyone).not_simulated(),
    row(
        "data_directory",
        NOT_EMPTY,
        "The directory of tables that Postfix writes.",
        &[at(&[v(2, 5, 0)], "/var/lib/postfix")],
    ).read_by(Reader::Everyone).before("/var/lib/postfix").not_simulated(),
    row(
        "meta_directory",
        NOT_EMPTY,
        "The directory of installation files.",
        &[at(&[v(3, 0, 0)], "/etc/postfix")],
    ).read_by(Reader::Everyone).before("/etc/postfix").not_simulated(),
    row(
        "shlib_directory",
        NOT_EMPTY,
        "The directory of libraries.",
        &[at(&[v(3, 0, 0)], "/usr/lib/postfix")],
    ).read_by(Reader::Everyone).before("no").not_simulated(),
    row(
        "mail_owner",
        NOT_EMPTY,
        "The account that owns the queue.",
        &[at(&[v(1, 1, 0)], "postfix")],
    ).read_by(Reader::Everyone).not_simulated(),
    row(
        "setgid_group",
        NOT_EMPTY,
        "The group of commands that submit mail.",
        &[at(&[v(1, 1, 0)], "postdrop")],
    ).read_by(Reader::Everyone).not_simulated(),
    row(
        "syslog_name",
        NOT_EMPTY,
        "The name in the log, before the program's.",
        &[at(&[v(1, 1, 0)], "postfix"), at(&[v(2, 6, 0)], "${multi_instance_name:postfix}${multi_instance_name?$multi_instance_name}"), at(&[v(3, 0, 0)], "${multi_instance_name?{$multi_instance_name}:{postfix}}")],
    ).read_by(Reader::Everyone).not_simulated(),
    row(
        "syslog_facility",
        NOT_EMPTY,
        "The facility of the log.",
        &[at(&[v(1, 1, 0)], "mail")],
    ).read_by(Reader::Everyone).not_simulated(),
    row(
        "maillog_file",
        TEXT,
        "The log file, if there is no syslog.",
        &[at(&[v(3, 4, 0)], "")],
    ).read_by(Reader::Everyone).not_simulated(),
    row(
        "debug_peer_level",
        NUMBER_ABOVE_0,
        "How much more is logged about chosen hosts.",
        &[at(&[v(1, 1, 0)], "2")],
    ).read_by(Reader::Everyone).not_simulated(),
    row(
        "debug_peer_list",
        LIST,
        "Hosts of which more is logged.",
        &[at(&[v(1, 1, 0)], "")],
    ).read_by(Reader::Everyone).not_simulated(),
    row(
        "debugger_command",
        TEXT,
        "The command that is run beside a daemon that is debugged.",
        &[at(&[v(1, 1, 0)], "")],
    ).read_by(Reader::Others).not_simulated(),
    row(
        "readme_directory",
        TEXT,
        "The directory of the README files.",
        &[at(&[v(1, 1, 0)], "no")],
    ).read_by(Reader::Others).not_simulated(),
    row(
        "html_directory",
        TEXT,
        "The directory of the HTML documentation.",
        &[at(&[v(2, 1, 0)], "no")],
    ).read_by(Reader::Others).before("no").not_simulated(),
    row(
        "manpage_directory",
        TEXT,
        "The directory of the manual pages.",
        &[at(&[v(1, 1, 0)], "/usr/local/man")],
    ).read_by(Reader::Others).not_simulated(),
    row(
        "sample_directory",
        TEXT,
        "The directory of sample files.",
        &[at(&[v(1, 1, 0)], "/etc/postfix")],
    ).read_by(Reader::Others).not_simulated(),
    row(
        "newaliases_path",
        TEXT,
        "The path of newaliases(1).",
        &[at(&[v(1, 1, 0)], "/usr/bin/newaliases")],
    ).read_by(Reader::Others).not_simulated(),
    row(
        "mailq_path",
        TEXT,
        "The path of mailq(1).",
        &[at(&[v(1, 1, 0)], "/usr/bin/mailq")],
    ).read_by(Reader::Others).not_simulated(),
    row(
        "sendmail_path",
        TEXT,
        "The path of sendmail(1).",
        &[at(&[v(1, 1, 0)], "/usr/sbin/sendmail")],
    ).read_by(Reader::Others).not_simulated(),
    row(
        "default_database_type",
        NOT_EMPTY,
        "The type of tables that are named without one.",
        &[at(&[v(1, 1, 0)], "hash")],
    ).read_by(Reader::Everyone).not_simulated(),
    row(
        "import_environment",
        LIST,
        "Environment variables that Postfix keeps.",
        &[at(&[v(1, 1, 0)], "MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ XAUTHORITY DISPLAY"), at(&[v(2, 3, 0)], "MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ XAUTHORITY DISPLAY LANG=C"), at(&[v(3, 4, 0)], "MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ XAUTHORITY DISPLAY LANG=C POSTLOG_SERVICE POSTLOG_HOSTNAME"), at(&[v(3, 11, 0)], "MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ XAUTHORITY DISPLAY LANG=C POSTLOG_SERVICE POSTLOG_HOSTNAME XDG_RUNTIME_DIR")],
    ).read_by(Reader::Everyone).not_simulated(),
    row(
        "program_directory",
        TEXT,
        "The name of daemon_directory in the first releases.",
        &[at(&[v(1, 1, 0)], "/usr/libexec/postfix")],
    ).read_by(Reader::Others).not_simulated(),
    row(
        "helpful_warnings",
        YES_NO,
        "Whether the log warns of likely mistakes.",
        &[at(&[v(2, 0, 0)], "yes")],
    ).read_by(Reader::Everyone).before("yes"),
    row(
        "daemon_table_open_error_is_fatal",
        YES_NO,
        "Whether a table that cannot be opened stops the program.",
        &[at(&[v(2, 9, 0)], "no")],
    ).read_by(Reader::Everyone).before("yes"),
    row(
        "maillog_file_prefixes",
        LIST,
        "Where a log file may be.",
        &[at(&[v(3, 4, 0)], "/var, /dev/stdout")],
    ).read_by(Reader::Everyone).before("/var, /dev/stdout").not_simulated(),
    row(
        "alternate_config_directories",
        LIST,
        "Further directories with a main.cf.",
        &[at(&[v(1, 1, 0)], "")],
    ).read_by(Reader::Everyone).not_simulated(),
    row(
        "dns_ncache_ttl_fix_enable",
        YES_NO,
        "Whether the resolver's caching of failures is worked around.",
        &[at(&[v(3, 1, 0)], "no")],
    ).read_by(Reader::Everyone).before("no").not_simulated(),
    row(
        "ipc_timeout",
        TIME_ABOVE_0,
        "How long programs wait for each other.",
        &[at(&[v(1, 1, 0)], "3600s")],
    ).read_by(Reader::Everyone).not_simulated(),
    row(
        "max_idle",
        TIME_ABOVE_0,
        "How long an idle process waits for work.",
        &[at(&[v(1, 1, 0)], "100s")],
    ).read_by(Reader::Everyone).not_simulated(),
    row(
        "max_use",
        NUMBER_ABOVE_0,
        "How many clients a process serves.",
        &[at(&[v(1, 1, 0)], "100")],
    ).read_by(Reader::Everyone).not_simulated(),
];

const fn row(
    name: &'static str,
    kind: Kind,
    meaning: &'static str,
    defaults: &'static [Default],
) -> Described {
    Described::new(Group::System, name, kind, meaning, defaults)
}
