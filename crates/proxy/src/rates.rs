//! How often one client may use one route: a bucket for each pair, refilled evenly.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::errors::Failure;

/// Buckets kept; beyond it, full ones are forgotten.
const MOST_BUCKETS: usize = 10_000;

/// Requests left for each client and route.
#[derive(Debug)]
pub(crate) struct Rates {
    per_minute: u32,
    buckets: Mutex<HashMap<(IpAddr, String), Bucket>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Rates {
    /// `per_minute` 0 counts nothing.
    pub(crate) fn new(per_minute: u32) -> Self {
        Self {
            per_minute,
            buckets: Mutex::default(),
        }
    }

    /// Takes one request out of the client's bucket.
    pub(crate) fn check(&self, client: IpAddr, route: &str) -> Result<(), Failure> {
        self.check_at(client, route, Instant::now())
    }

    fn check_at(&self, client: IpAddr, route: &str, now: Instant) -> Result<(), Failure> {
        if self.per_minute == 0 {
            return Ok(());
        }
        let full = f64::from(self.per_minute);
        let per_second = full / 60.0;
        let refilled = |bucket: &Bucket| {
            let passed = now.saturating_duration_since(bucket.at).as_secs_f64();
            passed.mul_add(per_second, bucket.left).min(full)
        };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (network(client), route.to_owned());
        if buckets.len() >= MOST_BUCKETS && !buckets.contains_key(&key) {
            buckets.retain(|_, bucket| refilled(bucket) < full);
            if buckets.len() >= MOST_BUCKETS {
                return Err(Failure::RateLimited(60));
            }
        }
        let bucket = buckets.entry(key).or_insert(Bucket {
            left: full,
            at: now,
        });
        bucket.left = refilled(bucket);
        bucket.at = now;
        if bucket.left < 1.0 {
            let wait = ((1.0 - bucket.left) / per_second).ceil();
            return Err(Failure::RateLimited(wait.max(1.0) as u64));
        }
        bucket.left -= 1.0;
        Ok(())
    }
}

/// One household has 2^64 IPv6 addresses: they count as one client.
fn network(client: IpAddr) -> IpAddr {
    match client {
        IpAddr::V4(_) => client,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Rates;
    use crate::errors::Failure;

    #[test]
    fn a_bucket_empties_and_refills() {
        let rates = Rates::new(60);
        let client = "192.0.2.1".parse().unwrap();
        let now = Instant::now();
        for _ in 0..60 {
            assert_eq!(rates.check_at(client, "a", now), Ok(()));
        }
        assert_eq!(
            rates.check_at(client, "a", now),
            Err(Failure::RateLimited(1))
        );
        assert_eq!(rates.check_at(client, "b", now), Ok(()));
        assert_eq!(
            rates.check_at("192.0.2.2".parse().unwrap(), "a", now),
            Ok(())
        );
        let later = now + Duration::from_secs(1);
        assert_eq!(rates.check_at(client, "a", later), Ok(()));
        assert!(rates.check_at(client, "a", later).is_err());
    }
}
