//! Median of measured values.

/// The median of `values`: the upper of the two middle values of an even number; 0 for none.
pub(super) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_not_the_mean() {
        assert_eq!(median([9.0, 1.0, 100.0]).to_string(), "9");
        assert_eq!(median([]).to_string(), "0");
    }
}
