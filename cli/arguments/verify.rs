//! The arguments of `verify`.

use std::net::SocketAddr;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::setup::resolver;
use super::{Selection, WorkspaceArgument};

/// `verify`
#[derive(Debug, Args)]
pub struct Verify {
    /// The workspace.
    #[command(flatten)]
    pub workspace: WorkspaceArgument,
    /// The zones and providers.
    #[command(flatten)]
    pub selection: Selection,
    /// The resolver that the addresses of name servers are looked up through; by default the system's
    #[arg(long, value_name = "ADDRESS[:PORT]", value_parser = resolver)]
    pub resolver: Option<SocketAddr>,
    /// Ask this resolver too, as somebody elsewhere would; may be repeated
    #[arg(long, value_name = "ADDRESS[:PORT]", value_parser = resolver)]
    pub from: Vec<SocketAddr>,
    /// Ask again for so many seconds if an answer is not as it shall be
    #[arg(long, value_name = "SECONDS", default_value = "0", value_parser = seconds)]
    pub wait: Duration,
    /// The form of the result
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    pub format: VerifyFormat,
}

/// The form of what `verify` found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VerifyFormat {
    /// For people
    Human,
    /// For programs; versioned
    Json,
}

fn seconds(text: &str) -> Result<Duration, std::num::ParseIntError> {
    text.parse().map(Duration::from_secs)
}
