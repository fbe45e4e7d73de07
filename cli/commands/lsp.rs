//! `zonal lsp`: the language server. Standard output is the protocol's; everything else goes to standard error.

use zonal_lsp::protocol::{self, Ending};
use zonal_runtime::error::{Failure, FailureKind};

use crate::console::Console;
use crate::exit::Exit;

/// Serves one editor until it ends the conversation.
pub fn run(console: &mut Console) -> Exit {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    begin_again_with_one_arena();
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

/// Replaces this process by the same one with a setting that is read at the start of a process alone.
///
/// The allocator of glibc keeps what a thread gave back for the threads of its arena, and makes up to eight arenas for each
/// processor. An analysis made by one thread and let go by others would be kept several times over: at 100,000 lines that is
/// half of the memory.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn begin_again_with_one_arena() {
    use std::env;
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    const SETTING: &str = "MALLOC_ARENA_MAX";
    if env::var_os(SETTING).is_some() {
        return;
    }
    if let Ok(program) = env::current_exe() {
        // It does not return unless it fails, and then this process does as well, with more memory.
        let _ = Command::new(program).args(env::args_os().skip(1)).env(SETTING, "1").exec();
    }
}
