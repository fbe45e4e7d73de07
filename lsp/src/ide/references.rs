//! Every place of what stands under the cursor.

use zonal_compiler::source::FileSpan;

use super::symbol::{self, Occurrence};
use crate::session::snapshot::View;

/// Whether the places that declare something are wanted as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declarations {
    /// They are.
    With,
    /// They are not.
    Without,
}

/// Every place of what stands at a byte of the document, by file and place.
#[must_use]
pub fn of(view: &View, byte: u32, declarations: Declarations) -> Vec<FileSpan> {
    let Some(found) = symbol::at(view, byte) else { return Vec::new() };
    let occurrences = found.symbol.occurrences(view, view.snapshot.files());
    let wanted = |place: &&Occurrence| declarations == Declarations::With || !place.declares;
    occurrences.iter().filter(wanted).map(|place| place.at).collect()
}

/// The places in the document itself of what stands at one of its bytes.
#[must_use]
pub fn in_document(view: &View, byte: u32) -> Vec<Occurrence> {
    let own = std::slice::from_ref(&view.file);
    symbol::at(view, byte).map(|found| found.symbol.occurrences(view, own)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::cursor::{shown, view};

    const INFRA: &str = "provider p = zonefile { directory \"out\" }\nlet far = mail.example.com.\n";

    fn found(zone: &str, declarations: Declarations) -> Vec<String> {
        let (view, byte) = view(&[("infra.zonal", INFRA), ("zone.zonal", zone)]);
        shown(&view, of(&view, byte, declarations))
    }

    #[test]
    fn a_name_is_found_in_every_spelling_file_and_zone() {
        let zone = "zone example.com on p {\n  ma$0il A 192.0.2.1\n  @ MX 10 mail, 20 $far\n  @ SPF a mail.example.com\n}\n\
                    zone example.net on p { www CNAME mail.example.com. }\n";
        let uses = [
            "infra.zonal:2:mail.example.com.",
            "zone.zonal:3:mail",
            "zone.zonal:3:$far",
            "zone.zonal:4:mail.example.com",
            "zone.zonal:6:mail.example.com.",
        ];
        assert_eq!(found(zone, Declarations::Without), uses);
        let all = found(zone, Declarations::With);
        assert_eq!(all.len(), uses.len() + 1);
        assert!(all.contains(&"zone.zonal:2:mail".to_owned()));
    }

    #[test]
    fn a_local_variable_is_found_in_its_scope_alone() {
        let zone = "zone example.com on p {\n  under a { let x = b\n    $x TXT \"${x}\" }\n  under c { let x = d\n    $$0x TXT \"\" }\n}\n";
        assert_eq!(found(zone, Declarations::With), ["zone.zonal:4:x", "zone.zonal:5:x"]);
    }

    #[test]
    fn the_document_itself_shows_what_is_written_and_what_is_read() {
        let (view, byte) =
            view(&[("a.zonal", "zone a.example on p {\n  m$0x A 192.0.2.1\n  @ MX 1 mx\n}\n")]);
        let places = in_document(&view, byte);
        assert_eq!(places.iter().map(|place| place.declares).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn providers_are_found_in_groups_headers_and_on() {
        let zone = "provider q = p$0\nzone example.com on q, p { on p { a A 192.0.2.1 } }\n";
        let places = ["infra.zonal:1:p", "zone.zonal:1:p", "zone.zonal:2:p", "zone.zonal:2:p"];
        assert_eq!(found(zone, Declarations::With), places);
    }
}
