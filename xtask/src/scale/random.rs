//! Random numbers with a fixed seed: the same options print the same table on every machine.

/// SplitMix64: 64 bits of state, equally distributed, and enough for a simulation.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Above 0, at most 1.
    pub(super) fn unit(&mut self) -> f64 {
        ((self.next() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    /// The time until the next of events that happen `rate` times a second on average; infinite for
    /// a rate of 0.
    pub(super) fn wait(&mut self, rate: f64) -> f64 {
        -self.unit().ln() / rate
    }

    /// How many events happen where `mean` are expected (Poisson).
    pub(super) fn count(&mut self, mean: f64) -> u64 {
        // Multiplying many numbers takes long and loses digits; from here on the normal distribution
        // differs by less than what the inputs are uncertain by.
        if mean > 50.0 {
            let normal =
                (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos();
            return (mean + normal * mean.sqrt()).round().max(0.0) as u64;
        }
        let limit = (-mean).exp();
        let (mut product, mut count) = (self.unit(), 0);
        while product > limit {
            product *= self.unit();
            count += 1;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(values: impl Iterator<Item = f64>) -> f64 {
        let values: Vec<f64> = values.collect();
        values.iter().sum::<f64>() / values.len() as f64
    }

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let numbers = |seed| {
            let mut random = Random::new(seed);
            [(); 4].map(|()| random.next())
        };
        assert_eq!(numbers(1), numbers(1));
        assert_ne!(numbers(1), numbers(2));
    }

    #[test]
    fn waits_and_counts_have_their_mean() {
        let mut random = Random::new(1);
        let waits = mean((0..20_000).map(|_| random.wait(4.0)));
        assert!((waits - 0.25).abs() < 0.01, "{waits}");
        for expected in [0.3, 12.0, 400.0] {
            let counts = mean((0..20_000).map(|_| random.count(expected) as f64));
            assert!((counts - expected).abs() < expected * 0.03, "{counts} of {expected}");
        }
        assert!(random.wait(0.0).is_infinite());
        assert_eq!(random.count(0.0), 0);
    }
}
