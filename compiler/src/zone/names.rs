//! The owner names of a zone as a tree of labels.
//!
//! Names that share an ending share its nodes, a name is a four-byte number, and the questions that the checks
//! ask (what is above this name, is there anything below it) are steps in the tree.

use std::hash::{Hash, Hasher};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxHasher;

use crate::arena::Arena;
use crate::dns::name::Name;

use super::{NodeId, SetId};

/// A name of the tree: its last label, under its parent.
#[derive(Debug, Clone)]
pub struct Node {
    parent: Option<NodeId>,
    label_start: u32,
    first_set: Option<SetId>,
    label_len: u8,
    wire_len: u8,
}

/// Every owner name of a zone, and every name between one and the apex.
#[derive(Debug, Clone)]
pub struct NameTree {
    apex: Name,
    nodes: Arena<Node>,
    labels: Vec<u8>,
    index: HashTable<NodeId>,
}

/// What the tree knows about a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// The name is in the tree (which does not say that it owns records).
    Found(NodeId),
    /// The name is in the zone, and this is the closest name above it that the tree has.
    Absent {
        /// The closest encloser (RFC 4592 section 3.3.1).
        encloser: NodeId,
    },
    /// The name is not in this zone.
    OutOfZone,
}

/// A name would be longer than the 255 octets of RFC 1035 section 2.3.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameTooLong;

impl NameTree {
    /// A tree that holds the apex alone.
    #[must_use]
    pub fn new(apex: Name) -> Self {
        let mut nodes = Arena::default();
        let wire_len = apex.wire().len() as u8;
        nodes.push(Node { parent: None, label_start: 0, first_set: None, label_len: 0, wire_len });
        Self { apex, nodes, labels: Vec::new(), index: HashTable::new() }
    }

    /// The apex.
    #[must_use]
    pub const fn apex(&self) -> NodeId {
        NodeId::from_raw(0)
    }

    /// The name directly above, unless this is the apex.
    #[must_use]
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.nodes[node].parent
    }

    /// The names above, nearest first, the apex last.
    pub fn ancestors(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.parent(node), |&node| self.parent(node))
    }

    /// The first label of a name below the apex; empty for the apex itself.
    #[must_use]
    pub fn label(&self, node: NodeId) -> &[u8] {
        label(&self.labels, &self.nodes[node])
    }

    /// The name with a label in front, if the tree has it.
    #[must_use]
    pub fn child(&self, parent: NodeId, label: &[u8]) -> Option<NodeId> {
        let is_it = |&node: &NodeId| is_named(&self.nodes, &self.labels, node, parent, label);
        self.index.find(hash(parent, label), is_it).copied()
    }

    /// Makes room for more names, so that a large zone is not moved about while it grows.
    pub fn reserve(&mut self, names: usize) {
        self.nodes.reserve(names);
        let (nodes, labels) = (&self.nodes, &self.labels);
        self.index.reserve(names, |&node| rehash(nodes, labels, node));
    }

    /// The name with a lower-case label in front, added if need be.
    ///
    /// # Errors
    /// The name would be over 255 octets.
    pub fn intern(&mut self, parent: NodeId, label: &[u8]) -> Result<NodeId, NameTooLong> {
        let (nodes, labels) = (&self.nodes, &self.labels);
        let is_it = |&node: &NodeId| is_named(nodes, labels, node, parent, label);
        let entry = self.index.entry(hash(parent, label), is_it, |&node| rehash(nodes, labels, node));
        let vacant = match entry {
            Entry::Occupied(known) => return Ok(*known.get()),
            Entry::Vacant(vacant) => vacant,
        };
        let octets = usize::from(nodes[parent].wire_len) + 1 + label.len();
        let wire_len = u8::try_from(octets).map_err(|_| NameTooLong)?;
        let node = Node {
            parent: Some(parent),
            label_start: labels.len() as u32,
            first_set: None,
            label_len: label.len() as u8,
            wire_len,
        };
        vacant.insert(nodes.next_id());
        self.labels.extend_from_slice(label);
        let node = self.nodes.push(node);
        Ok(node)
    }

    /// Adds a relative name, given as labels in wire form without the root, under a name.
    ///
    /// # Errors
    /// The name would be over 255 octets.
    pub fn intern_labels(&mut self, origin: NodeId, labels: &[u8]) -> Result<NodeId, NameTooLong> {
        let Some((&len, rest)) = labels.split_first() else { return Ok(origin) };
        let (label, rest) = rest.split_at_checked(usize::from(len)).unwrap_or((rest, &[]));
        if rest.is_empty() {
            return self.intern(origin, label);
        }
        let parent = self.intern_labels(origin, rest)?;
        self.intern(parent, label)
    }

    /// Looks up an absolute name in lower-case wire form.
    #[must_use]
    pub fn find(&self, wire: &[u8]) -> Lookup {
        let Some(below) = wire.len().checked_sub(self.apex.wire().len()) else { return Lookup::OutOfZone };
        if wire.get(below..) != Some(self.apex.wire()) {
            return Lookup::OutOfZone;
        }
        let mut starts = [0u8; 128];
        let mut count = 0;
        let mut at = 0;
        while at < below {
            let (Some(slot), Some(&len)) = (starts.get_mut(count), wire.get(at)) else {
                return Lookup::OutOfZone;
            };
            *slot = at as u8;
            count += 1;
            at += 1 + usize::from(len);
        }
        if at != below {
            return Lookup::OutOfZone;
        }
        self.descend(wire, starts.get(..count).unwrap_or_default())
    }

    fn descend(&self, wire: &[u8], starts: &[u8]) -> Lookup {
        let mut node = self.apex();
        for &start in starts.iter().rev() {
            let start = usize::from(start);
            let len = wire.get(start).copied().map_or(0, usize::from);
            let label = wire.get(start + 1..start + 1 + len).unwrap_or_default();
            match self.child(node, label) {
                Some(child) => node = child,
                None => return Lookup::Absent { encloser: node },
            }
        }
        Lookup::Found(node)
    }

    /// Appends the whole name in wire form.
    pub fn write_wire(&self, node: NodeId, out: &mut Vec<u8>) {
        let mut at = node;
        while let Some(parent) = self.parent(at) {
            out.push(self.nodes[at].label_len);
            out.extend_from_slice(self.label(at));
            at = parent;
        }
        out.extend_from_slice(self.apex.wire());
    }

    /// The whole name.
    #[must_use]
    pub fn name(&self, node: NodeId) -> Name {
        let mut wire = Vec::with_capacity(usize::from(self.nodes[node].wire_len));
        self.write_wire(node, &mut wire);
        Name::from_wire(&wire).unwrap_or_else(|| self.apex.clone())
    }

    /// The first set at a name, if it owns any.
    #[must_use]
    pub fn first_set(&self, node: NodeId) -> Option<SetId> {
        self.nodes[node].first_set
    }

    /// Says which set is the first at a name.
    pub fn set_first_set(&mut self, node: NodeId, set: SetId) {
        self.nodes[node].first_set = Some(set);
    }

    /// Every name of the tree, parents before children.
    pub fn iter(&self) -> impl Iterator<Item = NodeId> + use<> {
        self.nodes.ids()
    }

    /// The number of names.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Never: the apex is always there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}

fn label<'t>(labels: &'t [u8], node: &Node) -> &'t [u8] {
    let start = node.label_start as usize;
    labels.get(start..start + usize::from(node.label_len)).unwrap_or_default()
}

fn is_named(nodes: &Arena<Node>, labels: &[u8], node: NodeId, parent: NodeId, named: &[u8]) -> bool {
    let node = &nodes[node];
    node.parent == Some(parent) && label(labels, node) == named
}

fn rehash(nodes: &Arena<Node>, labels: &[u8], node: NodeId) -> u64 {
    let node = &nodes[node];
    hash(node.parent.unwrap_or(NodeId::from_raw(0)), label(labels, node))
}

fn hash(parent: NodeId, label: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    parent.hash(&mut hasher);
    hasher.write(label);
    hasher.finish()
}
