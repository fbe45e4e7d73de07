//! The `azure-dns` provider: public zones of Azure DNS through Azure Resource Manager.
mod address;
mod limits;
mod records;
mod refusal;
mod stamp;
mod transport;
