//! Changes as sentences of the field, without their full stop.

use std::fmt;

use super::{Decider, Effect, RelayChange, Relaying, What};
use crate::Witness;
use crate::relay::{Destination, Identity, Origin, Who};

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Serves => f.write_str("the server serves now"),
            Self::Fails(error) => write!(f, "nobody may send any more: {error}"),
            Self::Gone => f.write_str("nobody may send any more: nothing listens there"),
            Self::Relay(change) => write!(f, "{change}"),
        }
    }
}

impl fmt::Display for RelayChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whom, to, by) = (Whom(self), To(&self.to), &self.by);
        match self.effect {
            Effect::Permitted => write!(f, "{by} now lets {whom} {to}"),
            Effect::Released => {
                write!(f, "{whom} may now {to}")?;
                match *by == Decider::Nothing {
                    true => Ok(()),
                    false => write!(f, ": {by} no longer refuses"),
                }
            }
            Effect::LogsIn(relaying) => {
                write!(f, "{whom} can log in{} now", self.manner())?;
                match relaying {
                    Relaying::ByLogin => write!(f, ", and then {to}: {by}"),
                    Relaying::Anyway => Ok(()),
                    Relaying::Never => write!(f, ", but not {to}: {by} refuses"),
                }
            }
            Effect::CannotLogIn(relaying) => {
                write!(f, "{whom} can no longer log in{}", self.manner())?;
                match relaying {
                    Relaying::ByLogin => write!(f, ", nor {to}"),
                    Relaying::Anyway | Relaying::Never => Ok(()),
                }
            }
            Effect::Refused => write!(f, "{whom} may no longer {to}: {by} refuses"),
            Effect::Deferred => write!(f, "{whom} may no longer {to}: {by} refuses for now"),
            Effect::ForGood => write!(f, "{whom} who want to {to} are now refused for good: {by}"),
            Effect::ForNow => write!(
                f,
                "{whom} who want to {to} are now told to come later: {by}"
            ),
            Effect::Unknown => write!(f, "whether {whom} may {to} is not known now: {by}"),
        }
    }
}

/// The clients of a change, as they are spoken of.
struct Whom<'w>(&'w RelayChange);

/// What they do.
struct To<'t>(&'t [Destination]);

impl RelayChange {
    /// How whoever it concerns logs in.
    fn manner(&self) -> &'static str {
        match self
            .whom
            .iter()
            .any(|who| who.identity == Identity::Anonymous)
        {
            true => " without a name",
            false => "",
        }
    }

    /// Whether it concerns such a client, too.
    fn concerns(&self, origin: Origin, identity: Identity) -> bool {
        self.whom.contains(&Who { origin, identity })
    }
}

impl fmt::Display for Whom<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(change) = self;
        let mut word = "";
        let comes = |from| change.whom.iter().any(|who| who.origin == from);
        for origin in [Origin::Outsider, Origin::OutsiderByIpv6, Origin::LanLaptop] {
            // What holds for outsiders holds for those with IPv6 most of the time.
            let is_said = origin == Origin::OutsiderByIpv6 && comes(Origin::Outsider);
            if is_said || !comes(origin) {
                continue;
            }
            f.write_str(word)?;
            word = " and ";
            match origin {
                Origin::Outsider => f.write_str("outsiders")?,
                Origin::OutsiderByIpv6 => f.write_str("outsiders by IPv6")?,
                Origin::LanLaptop => write!(f, "{}", origin.address())?,
            }
            f.write_str(change.identities(origin))?;
        }
        let Witness { client, seen, .. } = &change.witness;
        match client == seen {
            true => Ok(()),
            false => write!(f, " (seen as {seen})"),
        }
    }
}

impl RelayChange {
    /// As whom clients of an origin act.
    fn identities(&self, origin: Origin) -> &'static str {
        let as_ = |identity| self.concerns(origin, identity);
        if self.effect.is_login() {
            return "";
        }
        match (as_(Identity::None), as_(Identity::Account)) {
            (true, false) => "",
            (true, true) => ", logged in or not,",
            (false, true) => ", once logged in,",
            (false, false) if as_(Identity::Anonymous) => ", logged in without a name,",
            (false, false) => ", after a failed login,",
        }
    }
}

impl fmt::Display for To<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = |destination| self.0.contains(&destination);
        f.write_str(
            match (
                to(Destination::Local),
                to(Destination::Relay),
                to(Destination::Foreign),
            ) {
                (true, _, true) => "send anywhere",
                (false, _, true) => "relay to any domain",
                (true, true, false) => {
                    "send to the server's own users and relay to the domains of relay_domains"
                }
                (true, false, false) => "send to the server's own users",
                (false, true, false) => "relay to the domains of relay_domains",
                (false, false, false) => "send",
            },
        )
    }
}
