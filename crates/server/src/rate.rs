use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Requests a second that one address may send, and how many at once after a rest.
const FAR: Allowance = Allowance { a_second: 100.0, at_once: 400.0 };
/// The same for programs on this machine: a brake for what ran wild, no hindrance to work.
const NEAR: Allowance = Allowance { a_second: 20_000.0, at_once: 20_000.0 };
/// Addresses that are remembered; those that were quiet longest are forgotten first.
const REMEMBERED: usize = 4096;

#[derive(Debug, Clone, Copy)]
struct Allowance {
    a_second: f64,
    at_once: f64,
}

/// How many requests each address has left (a token bucket).
#[derive(Debug, Default)]
pub struct Rate {
    left: Mutex<HashMap<IpAddr, (f64, Instant)>>,
}

impl Rate {
    /// True if the address may ask once more now. Requests that come from no address (in tests) always may.
    pub fn allows(&self, peer: Option<IpAddr>) -> bool {
        peer.is_none_or(|peer| self.allows_at(peer, Instant::now()))
    }

    fn allows_at(&self, peer: IpAddr, now: Instant) -> bool {
        let allowance = if peer.is_loopback() { NEAR } else { FAR };
        let mut all = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED && !all.contains_key(&peer) {
            let mut seen: Vec<Instant> = all.values().map(|(_, seen)| *seen).collect();
            let (_, median, _) = seen.select_nth_unstable(REMEMBERED / 2);
            let median = *median;
            all.retain(|_, (_, seen)| *seen > median);
        }
        let (left, seen) = all.entry(peer).or_insert((allowance.at_once, now));
        let since = now.saturating_duration_since(*seen).as_secs_f64();
        *left = (*left + since * allowance.a_second).min(allowance.at_once);
        *seen = now;
        let may = *left >= 1.0;
        if may {
            *left -= 1.0;
        }
        may
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn who_asks_too_often_must_wait() {
        let (rate, peer, start) = (Rate::default(), IpAddr::from([10, 0, 0, 1]), Instant::now());
        let asked = (0..1000).filter(|_| rate.allows_at(peer, start)).count();
        assert_eq!(asked, 400);
        let later = start + Duration::from_millis(100);
        assert_eq!((0..1000).filter(|_| rate.allows_at(peer, later)).count(), 10);
        assert!(rate.allows_at(IpAddr::from([10, 0, 0, 2]), later));
    }

    #[test]
    fn many_addresses_do_not_fill_the_memory() {
        let (rate, start) = (Rate::default(), Instant::now());
        for number in 0..20_000_u32 {
            rate.allows_at(IpAddr::from(number.to_be_bytes()), start + Duration::from_millis(number.into()));
        }
        assert!(rate.left.lock().unwrap().len() <= REMEMBERED);
    }
}
