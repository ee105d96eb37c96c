//! The program; everything is in the library.

fn main() -> std::process::ExitCode {
    tiaowen::cli::main()
}
