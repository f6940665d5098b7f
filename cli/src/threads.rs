//! On how many threads the command works.

use clap::Args;
use rayon::ThreadPoolBuilder;

use crate::Failure;

#[derive(Args)]
pub(crate) struct ThreadOptions {
    /// How many threads to work on; 0 for as many as there are processors. The output is the same for any number
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
}

impl ThreadOptions {
    /// Starts them. All parallel work of the process is theirs from then on.
    pub(crate) fn start(&self) -> Result<(), Failure> {
        let most = rayon::max_num_threads();
        if self.threads > most {
            let found = self.threads;
            return Err(format!("--threads: expected a number from 0 to {most}, found {found}; 0 takes all processors").into());
        }
        let started = ThreadPoolBuilder::new().num_threads(self.threads).build_global();
        started.map_err(|error| {
            format!("cannot start threads: {error}; a smaller --threads asks for fewer").into()
        })
    }
}
