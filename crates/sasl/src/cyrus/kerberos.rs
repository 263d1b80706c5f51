//! GSSAPI, GSS-SPNEGO and GS2 on a machine without a key table, from
//! `plugins/gssapi.c` and `gs2.c`: whatever the client sends, no credentials are found.
use super::Outcome;
use super::attempt::{Attempt, Code};
use crate::Why;

/// What the Kerberos library says when `/etc/krb5.keytab` does not exist.
macro_rules! no_key_table {
    ($plug_in:literal) => {
        concat!(
            $plug_in,
            " Error: No credentials were supplied, or the credentials were unavailable or ",
            "inaccessible (Key table file '/etc/krb5.keytab' not found)"
        )
    };
}

pub(super) fn step(attempt: &mut Attempt<'_>, mechanism: &'static str) -> Outcome {
    attempt.log_failure(if mechanism.starts_with("GS2-") {
        no_key_table!("GS2")
    } else {
        no_key_table!("GSSAPI")
    });
    Outcome::fail(Code::Fail, Why::NoKeyTable { mechanism })
}
