//! Supply chain: which crates are built, whether their licences are allowed, and the bill of
//! materials (SBOM) of the program.

mod advisories;
mod crates;
mod licences;
mod sbom;

pub(crate) use advisories::check as check_advisories;
pub(crate) use licences::check as check_licences;
pub(crate) use sbom::write as write_sbom;
