//! What the themes of parameters are called.

use super::Group;

impl Group {
    /// Every theme, in the order of the table.
    pub const ALL: [Self; 13] = [
        Self::Identity,
        Self::Addresses,
        Self::Greeting,
        Self::Sasl,
        Self::Tls,
        Self::Policy,
        Self::Replies,
        Self::Limits,
        Self::Filters,
        Self::Delivery,
        Self::Client,
        Self::Postscreen,
        Self::System,
    ];

    /// Its name.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Identity => "Identity",
            Self::Addresses => "Who exists",
            Self::Greeting => "Greeting and EHLO",
            Self::Sasl => "SMTP AUTH",
            Self::Tls => "TLS",
            Self::Policy => "Restrictions",
            Self::Replies => "Replies",
            Self::Limits => "Limits",
            Self::Filters => "Filters",
            Self::Delivery => "Delivery",
            Self::Client => "SMTP client",
            Self::Postscreen => "postscreen",
            Self::System => "System",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_has_a_theme_of_the_list() {
        for row in crate::parameters() {
            assert!(Group::ALL.contains(&row.group), "{}", row.name);
        }
    }
}
