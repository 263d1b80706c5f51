//! An address block in CIDR notation, with the errors of `cidr_match.c`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A block of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// Reads `192.0.2.0/24`, `[2001:db8::]/32`, `[2001:db8::/32]` or one
    /// address.
    ///
    /// The error is the text of Postfix's warning.
    pub(crate) fn parse(pattern: &str) -> Result<Self, String> {
        let (address, mask) = match pattern.strip_prefix('[') {
            None => split_mask(pattern),
            Some(rest) => {
                let (inside, after) = rest
                    .split_once(']')
                    .ok_or_else(|| format!("missing ']' character after \"[{rest}\""))?;
                match after.strip_prefix('/') {
                    Some(mask) => (inside, Some(mask)),
                    None if after.is_empty() => split_mask(inside),
                    None => return Err(format!("garbage after \"[{inside}]\"")),
                }
            }
        };
        match mask {
            Some(mask) => Self::with_mask(address, mask),
            None => {
                let address = parse_address(address)
                    .ok_or_else(|| format!("bad address pattern: \"{address}\""))?;
                Ok(Self {
                    address,
                    prefix: width(address),
                })
            }
        }
    }

    fn with_mask(text: &str, mask: &str) -> Result<Self, String> {
        let error = |what: &str| format!("{what} in \"{text}/{mask}\"");
        if mask.is_empty() || !mask.bytes().all(|b| b.is_ascii_digit()) {
            return Err(error("bad mask value"));
        }
        let most = if text.contains(':') { 128 } else { 32 };
        let prefix = mask.parse().ok().filter(|prefix| *prefix <= most);
        let prefix = prefix.ok_or_else(|| error("bad mask length"))?;
        let address = parse_address(text).ok_or_else(|| error("bad network value"))?;
        let base = masked(address, prefix);
        if base != address {
            return Err(format!(
                "non-null host address bits in \"{text}/{mask}\", \
                 perhaps you should use \"{base}/{prefix}\" instead"
            ));
        }
        Ok(Self { address, prefix })
    }

    /// Its first address, and how many bits all of its addresses share.
    pub(crate) const fn base(&self) -> (IpAddr, u8) {
        (self.address, self.prefix)
    }

    /// The first address behind the block, if there is one.
    pub(crate) fn behind(&self) -> Option<IpAddr> {
        match self.address {
            IpAddr::V4(four) => {
                let size = 1_u32.checked_shl(32_u32.saturating_sub(u32::from(self.prefix)))?;
                Some(Ipv4Addr::from_bits(four.to_bits().checked_add(size)?).into())
            }
            IpAddr::V6(six) => {
                let size = 1_u128.checked_shl(128_u32.saturating_sub(u32::from(self.prefix)))?;
                Some(Ipv6Addr::from_bits(six.to_bits().checked_add(size)?).into())
            }
        }
    }

    /// The block of one address.
    pub(crate) fn one(address: IpAddr) -> Self {
        Self {
            address,
            prefix: width(address),
        }
    }

    /// The block of this length that an address is in.
    pub(crate) fn around(address: IpAddr, prefix: u8) -> Self {
        Self {
            address: masked(address, prefix),
            prefix,
        }
    }

    /// Whether the block is of the address's family.
    pub(crate) fn is_of_family(&self, address: IpAddr) -> bool {
        self.address.is_ipv4() == address.is_ipv4()
    }

    /// Whether the block holds `address`; never across the two families.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        self.is_of_family(address) && masked(address, self.prefix) == self.address
    }
}

fn split_mask(text: &str) -> (&str, Option<&str>) {
    text.split_once('/')
        .map_or((text, None), |(address, mask)| (address, Some(mask)))
}

fn parse_address(text: &str) -> Option<IpAddr> {
    if text.contains(':') {
        return text.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    }
    text.parse::<Ipv4Addr>().ok().map(IpAddr::V4)
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn masked(address: IpAddr, prefix: u8) -> IpAddr {
    match address {
        IpAddr::V4(four) => {
            let shift = 32_u32.saturating_sub(u32::from(prefix));
            let mask = u32::MAX.checked_shl(shift).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from_bits(four.to_bits() & mask))
        }
        IpAddr::V6(six) => {
            let shift = 128_u32.saturating_sub(u32::from(prefix));
            let mask = u128::MAX.checked_shl(shift).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() & mask))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_the_warnings_of_postfix() {
        let error = |text| Network::parse(text).unwrap_err();
        assert_eq!(
            error("203.0.113.9/24"),
            "non-null host address bits in \"203.0.113.9/24\", \
             perhaps you should use \"203.0.113.0/24\" instead"
        );
        assert_eq!(error("10.0.0.0/33"), "bad mask length in \"10.0.0.0/33\"");
        assert_eq!(error("10.0.0/8"), "bad network value in \"10.0.0/8\"");
        assert_eq!(error("10.0.0.0/x"), "bad mask value in \"10.0.0.0/x\"");
    }

    #[test]
    fn a_block_of_one_family_holds_no_address_of_the_other() {
        let everyone = Network::parse("0.0.0.0/0").unwrap();
        assert!(everyone.contains("203.0.113.9".parse().unwrap()));
        assert!(!everyone.contains("2001:db8:113::9".parse().unwrap()));
        let everyone = Network::parse("[::]/0").unwrap();
        assert!(everyone.contains("2001:db8:113::9".parse().unwrap()));
    }
}
