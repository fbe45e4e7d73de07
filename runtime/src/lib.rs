//! The Zonal runtime.
