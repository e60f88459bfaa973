//! `cargo xtask scale`: what a CDN keeps and what reaches the origin from 1 to 100 million page views
//! a day, and votes at a peak across replicas, by simulation. docs/scale.md reads the tables.

mod demand;
mod edge;
mod inputs;
mod random;
mod votes;

use std::{fmt::Write as _, io::Write as _};

use self::{
    inputs::Inputs,
    random::Random,
    votes::{Case, Outcome},
};
use crate::error::{Error, Result};

/// Views a day, in millions.
const MILLIONS: [f64; 5] = [1.0, 3.0, 10.0, 30.0, 100.0];

/// `cargo xtask scale [--NAME NUMBER]…`
pub(crate) fn command(mut arguments: lexopt::Parser) -> Result<()> {
    let mut inputs = Inputs::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Long("help") => {
                return print(&format!("Options of `cargo xtask scale`:\n\n{}", Inputs::usage()));
            }
            lexopt::Arg::Long(name) => {
                let name = name.to_owned();
                inputs.set(&name, &arguments.value()?.to_string_lossy())?;
            }
            other => return Err(other.unexpected().into()),
        }
    }
    print(&format!("{}\n{}", pages(&inputs), peak(&inputs)))
}

fn print(text: &str) -> Result<()> {
    std::io::stdout()
        .write_all(text.as_bytes())
        .map_err(|cause| Error::failed(format!("cannot print: {cause}")))
}

/// The table of page views.
fn pages(inputs: &Inputs) -> String {
    let mut out = String::from(
        "| views a day | views/s, peak | kept by CDN | old page shown | waited for origin | to origin/s, mean | peak | rendered/s, peak | own pages/s, peak | cores | without CDN: cores | CDN Gbit/s, peak |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    let day = demand::day(inputs);
    let peak_hour = demand::hours().into_iter().fold(0.0, f64::max);
    for millions in MILLIONS {
        let views = millions * 1e6;
        let shared = views * (1.0 - inputs.own_share);
        let mut random = Random::new(inputs.seed as u64);
        let own = views * peak_hour / 3600.0 * inputs.own_share;
        let asked = edge::simulate(inputs, shared, &day, &mut random);
        let places = inputs.places.max(1.0);
        let to_origin = (asked.misses + asked.refreshes) * places;
        let a_second =
            |minutes: &[f64]| minutes.iter().copied().fold(0.0, f64::max) * places / 60.0;
        let (asked_peak, rendered) = (a_second(&asked.minutes), a_second(&asked.rendered));
        let peak = views * peak_hour / 3600.0;
        let with_cdn = cores(inputs, asked_peak - rendered, rendered, own);
        let alone = alone(inputs, &day, shared);
        let without = cores(inputs, peak - own - alone, alone, own);
        let bits = peak * 8.0 * (inputs.page_bytes + inputs.first_share * inputs.first_visit_bytes);
        _ = writeln!(
            out,
            "| {millions:.0} million | {peak:.0} | {:.1} % | {:.1} % | {:.1} % | {:.0} | {:.0} | {rendered:.0} | {own:.0} | {with_cdn:.1} | {without:.1} | {:.2} |",
            100.0 * (shared - to_origin) / views,
            100.0 * asked.refreshes * places / views,
            100.0 * asked.misses * places / views,
            (to_origin + views * inputs.own_share) / 86_400.0,
            asked_peak + own,
            bits / 1e9,
        );
    }
    out
}

/// Cores that the origin needs for so many pages a second, by what one was measured to do.
fn cores(inputs: &Inputs, kept: f64, rendered: f64, own: f64) -> f64 {
    kept.max(0.0) / inputs.kept_pages + rendered / inputs.rendered_pages + own / inputs.own_pages
}

/// Pages a second that an origin without a CDN renders in the peak hour: each address once for each
/// time that its own cache keeps it.
fn alone(inputs: &Inputs, day: &[demand::Hour], views: f64) -> f64 {
    let rendered = |hour: &demand::Hour| {
        let kept: f64 = hour.addresses.iter().sum();
        let searches = kept / (1.0 - inputs.search_share).max(0.01) * inputs.search_share;
        let rates = hour.addresses.iter().map(|share| share * views / 3600.0);
        let pages = rates.map(|rate| rate * edge::rendered_share(rate, inputs.replica_ttl));
        pages.sum::<f64>() + searches * views / 3600.0
    };
    day.iter().map(rendered).fold(0.0, f64::max)
}

/// The table of votes.
fn peak(inputs: &Inputs) -> String {
    let mut out = format!(
        "Votes: {:.0} a second.\n\n\
         | engine | replicas | votes on one article | go to | written/s | refused | votes a transaction | p50 ms | p99 ms |\n\
         |---|---|---|---|---|---|---|---|---|\n",
        inputs.votes
    );
    for case in cases(inputs) {
        let Outcome { written, refused, batch, p50, p99 } =
            votes::simulate(inputs, &case, &mut Random::new(inputs.seed as u64));
        _ = writeln!(
            out,
            "| {} | {} | {:.0} % | {} | {written:.0} | {:.0} % | {batch:.0} | {p50:.0} | {p99:.0} |",
            case.engine,
            case.replicas,
            case.hot * 100.0,
            if case.is_routed { "one replica" } else { "any" },
            refused * 100.0,
        );
    }
    out
}

fn cases(inputs: &Inputs) -> Vec<Case> {
    let vote = inputs.vote_seconds();
    let postgres = Case {
        engine: "PostgreSQL, 16 cores",
        replicas: 0,
        hot: 0.0,
        is_routed: false,
        lanes: inputs.lanes as usize,
        commit: inputs.commit_ms / 1000.0,
        vote,
    };
    let distributed = Case {
        engine: "distributed, 9 nodes",
        lanes: inputs.distributed_lanes as usize,
        commit: inputs.distributed_commit_ms / 1000.0,
        vote: vote * inputs.distributed_vote_factor,
        ..postgres.clone()
    };
    let of = |engine: &Case, replicas: &[usize]| {
        let rows =
            replicas.iter().flat_map(|replicas| {
                [(0.0, false), (0.01, false), (0.01, true), (1.0, true)].map(|(hot, is_routed)| {
                    Case { replicas: *replicas, hot, is_routed, ..engine.clone() }
                })
            });
        rows.collect::<Vec<_>>()
    };
    [of(&postgres, &[4, 8]), of(&distributed, &[8, 16])].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_inputs_print_the_same_tables() {
        let inputs = Inputs { published: 10.0, days: 2.0, votes: 500.0, ..Inputs::default() };
        let table = pages(&inputs);
        assert_eq!(table, pages(&inputs));
        assert_eq!(table.lines().count(), 2 + MILLIONS.len());
        assert_ne!(table, pages(&Inputs { seed: 2.0, ..inputs }));
    }

    #[test]
    fn cores_follow_from_what_was_measured() {
        let inputs = Inputs::default();
        let all = cores(&inputs, inputs.kept_pages, inputs.rendered_pages, inputs.own_pages);
        assert!((all - 3.0).abs() < 1e-9);
    }

    #[test]
    fn alone_each_address_is_rendered_once_a_second_at_most() {
        let inputs = Inputs { search_share: 0.0, ..Inputs::default() };
        let day = demand::day(&inputs);
        let addresses = day[0].addresses.len() as f64;
        assert!(alone(&inputs, &day, 1e12) <= addresses);
        assert!(alone(&inputs, &day, 86_400.0) < 3.0);
    }
}
