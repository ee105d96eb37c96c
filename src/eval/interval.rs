//! Intervals by the bootstrap: how far a mean over few questions can be trusted.
//!
//! Percentile bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13) with a
//! fixed seed, so that the same run always has the same interval.

/// Times the questions are drawn again.
const DRAWS: usize = 2_000;

/// A mean with its 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    /// The mean.
    pub mean: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The mean of values; zero where there are none.
pub fn mean(values: &[f64]) -> Interval {
    if values.is_empty() {
        return Interval::default();
    }
    let count = values.len();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut means: Vec<f64> = (0..DRAWS)
        .map(|_| (0..count).map(|_| values[random.below(count)]).sum::<f64>() / count as f64)
        .collect();
    means.sort_by(f64::total_cmp);
    Interval {
        mean: values.iter().sum::<f64>() / count as f64,
        low: means[DRAWS * 25 / 1000],
        high: means[DRAWS * 975 / 1000 - 1],
    }
}

/// splitmix64 (Steele, Lea and Flood 2014): enough to draw questions, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        ((u128::from(z) * limit as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_its_mean() {
        let values: Vec<f64> = (0..100).map(|at| f64::from(at % 2)).collect();
        let interval = mean(&values);
        assert!((interval.mean - 0.5).abs() < 1e-9);
        assert!(interval.low < 0.5 && interval.low > 0.35, "{interval:?}");
        assert!(interval.high > 0.5 && interval.high < 0.65, "{interval:?}");
        assert_eq!(interval, mean(&values));
    }

    #[test]
    fn equal_values_leave_no_doubt() {
        let interval = mean(&[1.0; 7]);
        assert_eq!((interval.low, interval.high), (1.0, 1.0));
        assert_eq!(mean(&[]), Interval::default());
    }
}
