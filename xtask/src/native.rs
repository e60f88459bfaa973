//! Package and feature selection of native builds.

/// Arguments for Cargo, the same for every native step: Cargo unifies the features of packages
/// that are built together, so another selection would recompile half of the dependencies.
pub(crate) const NATIVE: [&str; 3] = ["--workspace", "--features", "zaidu/mock,zaidu-model/decode"];
