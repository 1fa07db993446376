//! The project's task runner: everything a person or a CI machine does with this repository is
//! one `cargo xtask …`, and `cargo xtask help` lists them.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod dist;
mod files;
mod panel;
mod probe;
mod process;
mod run;
mod servers;
mod size;
mod suite;
mod tidy;
mod tools;
mod workspace;

/// Builds, runs and checks Pilothouse.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds everything and opens it to try: the panel, the proxy and the simulated providers.
    Run(run::Options),
    /// Runs every check and every test.
    Test(suite::Options),
    /// Checks the rules of the architecture.
    Tidy(tidy::Options),
    /// Compares what a first visit downloads with its budget.
    Size(size::Options),
    /// Builds the panel into `dist/`, ready for any static file server.
    Dist,
    /// Measures how fast something is, beside something else.
    Bench(bench::Options),
    /// Replays an answer through a client, prints a request, or carries it out for real.
    Probe(probe::Options),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = process::stop_children_on_signals().and_then(|()| match arguments.task {
        Task::Run(options) => run::run(&options).map(|()| true),
        Task::Test(options) => Ok(suite::run(&options)),
        Task::Tidy(options) => tidy::run(&options).map(|()| true),
        Task::Size(options) => size::run(&options).map(|()| true),
        Task::Dist => dist::run().map(|()| true),
        Task::Bench(options) => bench::run(&options).map(|()| true),
        Task::Probe(options) => probe::run(&options),
    });
    process::wait_if_stopping();
    match result {
        Ok(true) => ExitCode::SUCCESS,
        // What failed was said on the way.
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
