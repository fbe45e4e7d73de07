//! The Zonal language server.
