//! `zonal lsp`: the language server. Standard output is the protocol's; everything else goes to standard error.

use zonal_lsp::protocol::{self, Ending};
use zonal_runtime::error::{Failure, FailureKind};

use crate::console::Console;
use crate::exit::Exit;

/// Serves one editor until it ends the conversation.
pub fn run(console: &mut Console) -> Exit {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(4)
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            let what = "the language server cannot start its threads";
            return super::fail(console, &Failure::new(FailureKind::Unavailable, what).cause(error));
        }
    };
    let ending = runtime.block_on(protocol::serve_stdio());
    // A read of standard input cannot be called off, and nobody waits for what it would bring.
    runtime.shutdown_background();
    match ending {
        Ending::Orderly => Exit::Fine,
        Ending::Abrupt => Exit::Errors,
    }
}
