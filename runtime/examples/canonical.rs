//! Prints the records of a master file as the zonefile provider reads them: `OWNER TTL TYPE HEX`, in canonical form.
//!
//! The oracle suites compare this with what other programs read: `canonical ZONE FILE`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is all that it does")]

use std::path::Path;
use std::process::ExitCode;

use zonal_compiler::dns::name::Name;
use zonal_runtime::providers::zonefile::reader;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(zone), Some(file)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: canonical ZONE FILE");
        return ExitCode::from(64);
    };
    let Ok(zone) = Name::parse_master_file(zone.as_bytes()) else {
        eprintln!("{zone} is no name");
        return ExitCode::from(64);
    };
    let path = Path::new(&file);
    let boundary = path.parent().unwrap_or(path);
    match reader::read(path, &zone, boundary) {
        Ok(master_file) => {
            for set in &master_file.sets {
                for rdata in &set.rdata {
                    let hex: String = rdata.iter().map(|byte| format!("{byte:02x}")).collect();
                    println!("{} {} {} {hex}", set.owner, set.ttl, set.rtype);
                }
            }
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
