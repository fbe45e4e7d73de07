//! Which statement made which records: the way from a place in the source to evaluated zones.

use zonal_compiler::arena::Id;
use zonal_compiler::source::FileSpan;
use zonal_compiler::zone::{Record, RecordId, SetId, SiteId, Zone};

/// The records of a compilation by the statements that made them.
#[derive(Debug, Default)]
pub struct Made {
    /// Each statement once for each zone and include that reached it, by the place of its type word.
    sites: Vec<(FileSpan, u32, SiteId)>,
    /// The set of each record, by zone.
    sets: Vec<Vec<Option<SetId>>>,
}

/// A record with its zone and its set.
#[derive(Debug, Clone, Copy)]
pub struct MadeRecord<'a> {
    /// The zone.
    pub zone: &'a Zone,
    /// The position of the zone in the compilation.
    pub position: usize,
    /// The record.
    pub record: RecordId,
    /// The set that it is part of.
    pub set: SetId,
}

impl Made {
    /// Goes through all records once.
    #[must_use]
    pub fn of(zones: &[Zone]) -> Self {
        let mut made = Self::default();
        for (position, zone) in zones.iter().enumerate() {
            let own = zone.sites.iter_ids();
            made.sites.extend(own.map(|(id, site)| (site.type_at(), position as u32, id)));
            let mut sets = vec![None; zone.records.len()];
            for set in zone.sets.ids() {
                for record in zone.records_of(set) {
                    if let Some(slot) = sets.get_mut(record.index()) {
                        *slot = Some(set);
                    }
                }
            }
            made.sets.push(sets);
        }
        made.sites.sort_unstable();
        made
    }

    /// The records that the statement with a type word at a place of the analysis made, zone by zone.
    pub fn by<'a>(&'a self, zones: &'a [Zone], type_at: FileSpan) -> impl Iterator<Item = MadeRecord<'a>> {
        let start = self.sites.partition_point(|(at, ..)| *at < type_at);
        let own = self.sites.iter().skip(start).take_while(move |(at, ..)| *at == type_at);
        own.filter_map(|&(_, position, site)| Some((position as usize, zones.get(position as usize)?, site)))
            .flat_map(move |(position, zone, site)| {
                records_of(zone, site).filter_map(move |record| {
                    let set = self.sets.get(position)?.get(record.index()).copied()??;
                    Some(MadeRecord { zone, position, record, set })
                })
            })
    }

    /// The statements whose type words stand within a span of one file of the analysis, with their zones.
    pub fn within<'a>(
        &'a self,
        zones: &'a [Zone],
        around: FileSpan,
    ) -> impl Iterator<Item = (&'a Zone, SiteId)> {
        let start = self
            .sites
            .partition_point(|(at, ..)| (at.file, at.span.start) < (around.file, around.span.start));
        let own = self
            .sites
            .iter()
            .skip(start)
            .take_while(move |(at, ..)| at.file == around.file && at.span.end <= around.span.end);
        own.filter_map(|&(_, position, site)| Some((zones.get(position as usize)?, site)))
    }
}

/// The records of a statement. A statement makes its records one after the other, so they are neighbours.
fn records_of(zone: &Zone, site: SiteId) -> impl Iterator<Item = RecordId> {
    let (mut low, mut high) = (0, zone.records.len() as u32);
    while low < high {
        let middle = low + (high - low) / 2;
        if zone.records[Id::<Record>::from_raw(middle)].site < site {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let end = zone.records.len() as u32;
    (low..end).map(Id::from_raw).take_while(move |&record| zone.records[record].site == site)
}

impl MadeRecord<'_> {
    /// Its RDATA in wire form.
    #[must_use]
    pub fn rdata(&self) -> &[u8] {
        self.zone.rdata(self.record)
    }
}

#[cfg(test)]
mod tests {
    use crate::session::snapshot::View;

    #[test]
    fn a_statement_knows_its_records_in_every_zone() {
        let text = "\
provider a = zonefile { directory \"a\" }
template t() { www A 192.0.2.1, 192.0.2.2 }
zone a.example, b.example on a {
  include t()
  for n in 1..3 { \"n-${n}\" A 192.0.2.9 }
}
";
        let view = View::alone(text);
        let analysis = view.analysis.unwrap();
        let by = |needle: &str| {
            let at = text.find(needle).unwrap() as u32;
            let span = zonal_compiler::source::Span::new(at, at + 1).in_file(view.file.id);
            let zones = &analysis.compilation.zones;
            let records = analysis.made().by(zones, span);
            let owner = |made: super::MadeRecord<'_>| {
                made.zone.names.name(made.zone.sets[made.set].owner).undotted().to_string()
            };
            records.map(owner).collect::<Vec<_>>()
        };
        assert_eq!(by("A 192.0.2.1"), ["www.a.example", "www.a.example", "www.b.example", "www.b.example"]);
        assert_eq!(by("A 192.0.2.9").len(), 6);
    }
}
