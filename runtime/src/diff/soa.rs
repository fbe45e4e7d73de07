//! The SOA's RDATA in parts (RFC 1035 section 3.3.13): the serial is the provider's, the rest may be declared.

use zonal_compiler::dns::name;

/// SOA RDATA, uncompressed, around its serial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SoaParts<'a> {
    /// MNAME and RNAME in wire form.
    pub names: &'a [u8],
    /// The serial number.
    pub serial: u32,
    /// REFRESH, RETRY, EXPIRE and MINIMUM in wire form.
    pub timers: &'a [u8; 16],
}

impl<'a> SoaParts<'a> {
    /// Takes the RDATA apart; the five numbers at its end have a fixed length.
    #[must_use]
    pub fn of(rdata: &'a [u8]) -> Option<Self> {
        let (before, timers) = rdata.split_last_chunk::<16>()?;
        let (names, serial) = before.split_last_chunk::<4>()?;
        Some(Self { names, serial: u32::from_be_bytes(*serial), timers })
    }

    /// The name of the primary server in wire form.
    #[must_use]
    pub fn mname(&self) -> &'a [u8] {
        name::prefix_len(self.names).and_then(|length| self.names.get(..length)).unwrap_or_default()
    }

    /// The same SOA with another primary server, whose name is in wire form.
    #[must_use]
    pub fn with_mname(&self, mname: &[u8]) -> Box<[u8]> {
        let rname = self.names.get(self.mname().len()..).unwrap_or_default();
        [mname, rname, &self.serial.to_be_bytes(), self.timers].concat().into_boxed_slice()
    }

    /// The same SOA with another serial.
    #[must_use]
    pub fn with_serial(&self, serial: u32) -> Box<[u8]> {
        [self.names, &serial.to_be_bytes(), self.timers].concat().into_boxed_slice()
    }

    /// The same SOA with another MINIMUM.
    #[must_use]
    pub fn with_minimum(&self, seconds: u32) -> Box<[u8]> {
        let [refresh, retry, expire, _] = *self.timers.as_chunks::<4>().0 else {
            return self.with_serial(self.serial);
        };
        let serial = self.serial.to_be_bytes();
        let timers = [refresh, retry, expire, seconds.to_be_bytes()].concat();
        [self.names, &serial, &timers].concat().into_boxed_slice()
    }
}

/// Whether two SOA sets say the same but for the serial.
pub(super) fn same_but_serial(a: &[Box<[u8]>], b: &[Box<[u8]>]) -> bool {
    let ([a], [b]) = (a, b) else { return false };
    let (Some(a), Some(b)) = (SoaParts::of(a), SoaParts::of(b)) else { return false };
    a.names == b.names && a.timers == b.timers
}
