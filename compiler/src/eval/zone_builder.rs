//! Puts a zone's tables together while its statements are evaluated.

use std::rc::Rc;

use crate::arena::{Arena, Id};
use crate::diagnostic::{Diagnostic, Label};
use crate::dns::name::{self, Name};
use crate::dns::rtype::Rtype;
use crate::sema::types::Type;
use crate::sema::value::{BoundName, Value};
use crate::source::{FileId, FileSpan, Span};
use crate::zone::anomaly::{Anomaly, AnomalyKind};
use crate::zone::gaps::Gaps;
use crate::zone::names::NameTree;
use crate::zone::policy::{NAME_SERVER_TTL, Policy};
use crate::zone::{
    Alias, Frame, FrameId, Ignore, Nameservers, NodeId, Placement, ProviderSet, Record, RecordId, RecordSet,
    Route, Scope, ScopeId, SetId, Site, SiteId, TtlPlace, Zone, ZoneProvider,
};

use super::context::Origin;
use super::ttl::ResolvedTtl;

/// A zone in the making.
#[derive(Debug)]
pub struct ZoneBuilder {
    zone: Zone,
    /// For each set, the strength of its TTL's claim and the record that made it.
    claims: Vec<(u16, RecordId)>,
    /// For each provider, its position among the program's.
    positions: Vec<usize>,
    frame: Option<FrameId>,
    /// How many sets were looked at to place records since this was last asked for.
    walked: u64,
    rehearsal: bool,
}

/// What a record is to join or begin.
#[derive(Debug, Clone, Copy)]
pub struct SetKey {
    /// The owner name.
    pub owner: NodeId,
    /// The type.
    pub rtype: Rtype,
    /// The providers.
    pub providers: ProviderSet,
    /// Whether the statement stands under an `on`.
    pub placement: Placement,
    /// The route, if any.
    pub route: Option<Id<Route>>,
    /// The alias, if any.
    pub alias: Option<Id<Alias>>,
}

/// Another set that a record cannot stand beside.
#[derive(Debug, Clone, Copy)]
pub enum Conflict {
    /// One statement is for all providers, the other under an `on`.
    Placement(SiteId),
    /// One has a route, the other has none.
    Route(SiteId),
    /// Both are of one route set, with different arguments.
    RouteArguments(SiteId),
    /// Their route sets share the answers in different ways.
    RoutePolicy(SiteId),
    /// One is an alias of something, and another statement gives the same set.
    Alias(SiteId),
}

impl Default for ZoneBuilder {
    /// The builder for statements that no zone reaches.
    fn default() -> Self {
        let at = FileSpan { file: FileId::from_raw(0), span: Span::at(0) };
        let mut builder = Self::new(Name::root(), at, Vec::new(), Vec::new(), Policy::default());
        builder.rehearsal = true;
        builder
    }
}

impl ZoneBuilder {
    /// An empty zone. `positions` are the places of its providers among the program's.
    pub fn new(
        name: Name,
        declared_at: FileSpan,
        providers: Vec<ZoneProvider>,
        positions: Vec<usize>,
        policy: Policy,
    ) -> Self {
        let nameservers_ttl = policy.class_for(Rtype::NS).map_or(NAME_SERVER_TTL, |class| class.seconds);
        let zone = Zone {
            nameservers_ttl,
            names: NameTree::new(name.clone()),
            name,
            declared_at,
            providers,
            policy,
            sets: Arena::default(),
            records: Arena::default(),
            rdata: Vec::new(),
            aliases: Arena::default(),
            routes: Arena::default(),
            sites: Arena::default(),
            scopes: Arena::default(),
            frames: Arena::default(),
            nameservers: None,
            ignores: Vec::new(),
            anomalies: Vec::new(),
            gaps: Gaps::default(),
            scope: None,
            ttl_places: Arena::default(),
        };
        Self { zone, claims: Vec::new(), positions, frame: None, walked: 0, rehearsal: false }
    }

    /// Makes room for as many records as statements are to come. A guess, which spares a large zone from being
    /// moved about while it grows.
    pub fn expect(&mut self, statements: usize) {
        self.zone.names.reserve(statements);
        self.zone.sets.reserve(statements);
        self.zone.records.reserve(statements);
        self.zone.sites.reserve(statements);
        self.claims.reserve_exact(statements);
    }

    /// The finished zone.
    pub fn finish(self) -> Zone {
        self.zone
    }

    /// Whether this is no real zone.
    pub const fn is_rehearsal(&self) -> bool {
        self.rehearsal
    }

    /// The zone's policy.
    pub const fn policy(&self) -> &Policy {
        &self.zone.policy
    }

    /// Where the zone is declared.
    pub const fn declared_at(&self) -> FileSpan {
        self.zone.declared_at
    }

    /// The zone's name for a message.
    pub fn shown_name(&self) -> String {
        self.zone.name.undotted().to_string()
    }

    /// The zone's name in wire form.
    pub fn apex_wire(&self) -> &[u8] {
        self.zone.name.wire()
    }

    /// All providers of the zone.
    pub fn all_providers(&self) -> ProviderSet {
        self.zone.all_providers()
    }

    /// The names of some providers, joined.
    pub fn provider_names(&self, providers: ProviderSet) -> String {
        self.zone.provider_names(providers)
    }

    /// Those of the program's providers that serve this zone.
    pub fn positions_of(&self, named: &[usize]) -> ProviderSet {
        let here = self.positions.iter().enumerate().filter(|(_, position)| named.contains(position));
        here.fold(ProviderSet::EMPTY, |set, (index, _)| set.union(ProviderSet::one(index)))
    }

    /// The value of `$zone`.
    pub fn zone_value(&self) -> Value {
        if self.rehearsal {
            return Value::Unknown(Type::Name);
        }
        Value::Name(BoundName { wire: self.apex_wire().into(), dotless: None })
    }

    /// The apex as an origin.
    pub fn apex(&self) -> Origin {
        self.origin_at(self.zone.names.apex())
    }

    /// A name as an origin.
    pub fn origin_at(&self, node: NodeId) -> Origin {
        let mut wire = Vec::new();
        self.zone.names.write_wire(node, &mut wire);
        Origin { node, wire: Rc::from(wire) }
    }

    /// The name that labels make under an origin; none if it would be too long.
    pub fn intern(&mut self, origin: NodeId, labels: &[u8]) -> Option<NodeId> {
        self.zone.names.intern_labels(origin, labels).ok()
    }

    /// The name that labels make under the apex.
    pub fn intern_below_apex(&mut self, labels: &[u8]) -> Option<NodeId> {
        self.intern(self.zone.names.apex(), labels)
    }

    /// Whether a name is the apex.
    pub fn is_apex(&self, node: NodeId) -> bool {
        node == self.zone.names.apex()
    }

    /// Adds a block that carries `allow`s.
    pub fn push_scope(&mut self, scope: Scope) -> ScopeId {
        self.zone.scopes.push(scope)
    }

    /// Adds a step of the way to the statements that follow.
    pub fn push_frame(&mut self, frame: Frame) -> FrameId {
        self.zone.frames.push(frame)
    }

    /// Makes a step the current one, for the errors reported from now on, and returns the one before.
    pub fn enter_frame(&mut self, frame: Option<FrameId>) -> Option<FrameId> {
        std::mem::replace(&mut self.frame, frame)
    }

    /// Adds the includes that led here to a diagnostic, innermost first.
    pub fn add_frames(&self, diagnostic: &mut Diagnostic) {
        let mut next = self.frame;
        while let Some(id) = next {
            let frame = &self.zone.frames[id];
            let text = format!("in this include of `{}`", frame.template);
            diagnostic.labels.push(Label { at: frame.at, text });
            next = frame.parent;
        }
    }

    /// Notes that something written about a name made no record; about any name, if it is not known which.
    pub fn note_gap(&mut self, owner: Option<NodeId>) {
        match owner {
            Some(owner) => self.zone.gaps.note(owner),
            None => self.zone.gaps.note_anywhere(),
        }
    }

    /// Says which block is the zone's own.
    pub const fn set_scope(&mut self, scope: Option<ScopeId>) {
        self.zone.scope = scope;
    }

    /// Adds a place where a TTL is written.
    pub fn push_ttl_place(&mut self, place: TtlPlace) -> Id<TtlPlace> {
        self.zone.ttl_places.push(place)
    }

    /// Notes something for a rule to report.
    pub fn note(&mut self, site: Site, at: FileSpan, kind: AnomalyKind) {
        let site = self.zone.sites.push(site);
        self.zone.anomalies.push(Anomaly { site, at, kind });
    }

    /// Appends a name of the zone's tree in wire form.
    pub fn write_wire(&self, node: NodeId, out: &mut Vec<u8>) {
        self.zone.names.write_wire(node, out);
    }

    /// Adds a statement.
    pub fn push_site(&mut self, site: Site) -> SiteId {
        self.zone.sites.push(site)
    }

    /// A statement that was added.
    pub fn site(&self, site: SiteId) -> Site {
        self.zone.sites[site]
    }

    /// Adds an alias.
    pub fn push_alias(&mut self, alias: Alias) -> Id<Alias> {
        self.zone.aliases.push(alias)
    }

    /// The route with a set identifier at an owner and type, or a new one.
    pub fn push_route(&mut self, route: Route) -> Id<Route> {
        self.zone.routes.push(route)
    }

    /// Adds an `ignore`.
    pub fn push_ignore(&mut self, ignore: Ignore) {
        self.zone.ignores.push(ignore);
    }

    /// Sets the zone's own name servers.
    pub fn set_nameservers(&mut self, nameservers: Nameservers) {
        self.zone.nameservers = Some(nameservers);
    }

    /// Sets the TTL of the apex NS set.
    pub const fn set_nameservers_ttl(&mut self, seconds: u32) {
        self.zone.nameservers_ttl = seconds;
    }

    /// Octets to append a record's RDATA to.
    pub const fn rdata(&mut self) -> &mut Vec<u8> {
        &mut self.zone.rdata
    }

    /// Adds the record whose RDATA was appended from `start` on.
    ///
    /// # Errors
    /// Another set that it cannot stand beside; the record is dropped.
    pub fn push_record(
        &mut self,
        key: SetKey,
        ttl: ResolvedTtl,
        start: usize,
        at: Span,
        target: Span,
        site: SiteId,
    ) -> Result<(), Conflict> {
        let len = (self.zone.rdata.len() - start) as u16;
        let offset = u16::try_from(target.start.saturating_sub(at.start)).unwrap_or(0);
        let record = Record::new(start as u32, len, at, offset, site);
        match self.find_set(key) {
            Ok(Some(set)) => {
                let record = self.zone.records.push(record);
                self.join(set, record, ttl, site);
                Ok(())
            }
            Ok(None) => {
                let record = self.zone.records.push(record);
                self.begin(key, record, ttl);
                Ok(())
            }
            Err(conflict) => {
                self.zone.rdata.truncate(start);
                Err(conflict)
            }
        }
    }

    /// How many sets were looked at to place records since this was last asked for: the caller's budget pays, as a
    /// name with very many sets makes each further one dearer.
    pub fn take_walked(&mut self) -> u64 {
        std::mem::take(&mut self.walked)
    }

    fn find_set(&mut self, key: SetKey) -> Result<Option<SetId>, Conflict> {
        let mut found = None;
        for id in self.zone.sets_at(key.owner) {
            self.walked += 1;
            let set = &self.zone.sets[id];
            if set.rtype != key.rtype || !set.providers.overlaps(key.providers) {
                continue;
            }
            let site = self.zone.site_of(id);
            if set.placement != key.placement {
                return Err(Conflict::Placement(site));
            }
            // An ALIAS is a whole set; a route sets it apart from others.
            let is_apart = match (set.route, key.route) {
                (Some(a), Some(b)) => self.zone.routes[a].set != self.zone.routes[b].set,
                _ => false,
            };
            if !is_apart && (set.alias.is_some() || key.alias.is_some()) {
                return Err(Conflict::Alias(site));
            }
            match (set.route, key.route) {
                (None, None) => found = Some(id),
                (Some(a), Some(b)) => {
                    let (a, b) = (&self.zone.routes[a], &self.zone.routes[b]);
                    if a.set != b.set {
                        if routing(a) != routing(b) {
                            return Err(Conflict::RoutePolicy(site));
                        }
                        continue;
                    }
                    if a.arguments != b.arguments {
                        return Err(Conflict::RouteArguments(site));
                    }
                    found = Some(id);
                }
                _ => return Err(Conflict::Route(site)),
            }
        }
        Ok(found)
    }

    fn begin(&mut self, key: SetKey, record: RecordId, ttl: ResolvedTtl) {
        let set = RecordSet {
            owner: key.owner,
            rtype: key.rtype,
            placement: key.placement,
            ttl_source: ttl.source,
            ttl: ttl.seconds,
            ttl_place: ttl.place,
            providers: key.providers,
            route: key.route,
            alias: key.alias,
            first: record,
            last: record,
            len: 1,
            next_at_owner: None,
        };
        let id = self.zone.sets.push(set);
        self.claims.push((ttl.strength, record));
        let last = self.zone.sets_at(key.owner).last();
        match last {
            Some(last) => self.zone.sets[last].next_at_owner = Some(id),
            None => self.zone.names.set_first_set(key.owner, id),
        }
    }

    fn join(&mut self, id: SetId, record: RecordId, ttl: ResolvedTtl, site: SiteId) {
        let set = &mut self.zone.sets[id];
        self.zone.records[set.last].next = Some(record);
        set.last = record;
        set.len += 1;
        let Some(claim) = self.claims.get_mut(id.index()) else { return };
        if ttl.strength > claim.0 {
            *claim = (ttl.strength, record);
            set.ttl = ttl.seconds;
            set.ttl_source = ttl.source;
            set.ttl_place = ttl.place;
        } else if ttl.strength == claim.0 && ttl.seconds != set.ttl {
            let (other, other_ttl) = (claim.1, set.ttl);
            let kind = AnomalyKind::TtlConflict { other, this_ttl: ttl.seconds, other_ttl };
            let place = ttl.place.map(|place| self.zone.ttl_places[place].at);
            let at = place.unwrap_or_else(|| self.zone.sites[site].type_at());
            self.zone.anomalies.push(Anomaly { site, at, kind });
        }
    }

    /// The text of a name of the zone.
    pub fn shown(&self, node: NodeId) -> String {
        let mut wire = Vec::new();
        self.zone.names.write_wire(node, &mut wire);
        let mut text = String::new();
        match name::write_undotted(&wire, &mut text) {
            Ok(()) => text,
            Err(_) => String::new(),
        }
    }
}

/// The argument by which a route shares the answers.
fn routing(route: &Route) -> Option<&str> {
    let names = route.arguments.iter().map(|(name, _)| name.as_str());
    names.into_iter().find(|name| super::route::POLICIES.contains(name))
}
