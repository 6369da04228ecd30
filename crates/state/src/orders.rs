//! What is told relative to something else ("three days later", "after the congress"), solved source by source together
//! with the dates that the source gives.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::day::{self, Bounds};
use crate::disagree::Tellings;
use crate::gather::Gathering;
use crate::{Event, Network, StatementNumber};

/// One statement tells of something so many days after what another tells.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    pub later: StatementNumber,
    pub earlier: StatementNumber,
    pub least: i32,
    pub most: i32,
}

/// What follows from the orders that were told.
#[derive(Debug, Default)]
pub(crate) struct Solved {
    /// The days of statements that are dated by them, or more narrowly than by their own dates.
    pub days: FxHashMap<StatementNumber, Bounds>,
    /// Statements that cannot all be so.
    pub contradictions: Vec<Vec<StatementNumber>>,
}

/// Solves the orders that were told since the last time.
pub(crate) fn solve(orders: &[Order], dates: &[Option<Bounds>], tellings: &Tellings) -> Solved {
    let mut solved = Solved::default();
    if orders.is_empty() {
        return solved;
    }
    let named = tellings.dates_of_events();
    for orders in connected(orders) {
        let mut network = Network::default();
        let mut events: BTreeMap<StatementNumber, Event> = BTreeMap::new();
        for number in orders.iter().flat_map(|order| [order.earlier, order.later]) {
            events.entry(number).or_insert_with(|| {
                let event = network.event();
                // "The congress" may be dated elsewhere in the same source.
                let own = dates[number as usize].map(|bounds| (bounds, number));
                if let Some((bounds, said_by)) = own.or_else(|| tellings.date_of_event(number, &named)) {
                    network.on(event, bounds.earliest.into(), bounds.latest.into(), said_by);
                }
                event
            });
        }
        for order in &orders {
            let (least, most) = (days(order.least), days(order.most));
            network.after(events[&order.later], events[&order.earlier], least, most, order.later);
        }
        match network.solve() {
            Ok(bounds) => {
                for (&number, (earliest, latest)) in events.keys().zip(in_order_of(&events, &bounds)) {
                    let found = i32::try_from(earliest).ok().zip(i32::try_from(latest).ok());
                    let found = found.map(|(earliest, latest)| Bounds::new(earliest, latest));
                    let found = found.filter(|found| day::is_in_calendar(*found));
                    if let Some(found) = found.filter(|found| dates[number as usize] != Some(*found)) {
                        solved.days.insert(number, found);
                    }
                }
            }
            Err(statements) => solved.contradictions.push(statements),
        }
    }
    solved
}

/// An end that is left open is no bound.
fn days(days: i32) -> i64 {
    match days {
        i32::MIN => -FAR,
        i32::MAX => FAR,
        days => days.into(),
    }
}

/// More days than any two events of history lie apart.
const FAR: i64 = 1 << 40;

/// The solution in the order of the statements' numbers.
fn in_order_of(
    events: &BTreeMap<StatementNumber, Event>,
    solution: &[(i64, i64)],
) -> impl Iterator<Item = (i64, i64)> {
    events.values().map(|event| solution[event.place()])
}

/// Orders that have statements in common stand together.
fn connected(orders: &[Order]) -> Vec<Vec<Order>> {
    let mut network_of: BTreeMap<StatementNumber, usize> = BTreeMap::new();
    let mut networks: Vec<Vec<Order>> = Vec::new();
    for order in orders {
        let known = [order.earlier, order.later].map(|number| network_of.get(&number).copied());
        let place = match known {
            [Some(one), Some(other)] if one != other => {
                let moved = std::mem::take(&mut networks[other]);
                for number in moved.iter().flat_map(|order| [order.earlier, order.later]) {
                    network_of.insert(number, one);
                }
                networks[one].extend(moved);
                one
            }
            [Some(one), _] | [None, Some(one)] => one,
            [None, None] => {
                networks.push(Vec::new());
                networks.len() - 1
            }
        };
        networks[place].push(*order);
        network_of.extend([(order.earlier, place), (order.later, place)]);
    }
    networks.retain(|orders| !orders.is_empty());
    networks
}

impl Gathering<'_> {
    /// Two statements that were told, of one source: what the first tells of happened at least `least` and at most
    /// `most` days after what the second tells of (negative: before). [`i32::MIN`] and [`i32::MAX`] leave an end open:
    /// "after the congress" is from 0 or 1 to [`i32::MAX`].
    ///
    /// A statement without a date gets one from those it is told relative to; dates that are wider than need be become
    /// narrower. Statements that cannot all be so are a disagreement, and their dates stay as they are told.
    ///
    /// With a [`Growing`](crate::Growing) world, both are told before the next update.
    pub fn relate(&mut self, later: StatementNumber, earlier: StatementNumber, least: i32, most: i32) {
        if later != earlier && later.max(earlier) < self.told && least <= most {
            self.orders.push(Order { later, earlier, least, most });
        }
    }

    /// Gives statements the days that follow from what they are told relative to.
    pub(crate) fn solve_orders(&mut self) {
        let orders = std::mem::take(&mut self.orders);
        let Solved { days, contradictions } = solve(&orders, &self.dates, &self.tellings);
        self.tellings.contradictions.extend(contradictions);
        let (undated_stops, undated_named) =
            (std::mem::take(&mut self.undated_stops), std::mem::take(&mut self.undated_named_stops));
        if days.is_empty() {
            return;
        }
        let told: FxHashMap<StatementNumber, _> =
            days.iter().map(|(&number, &bounds)| (number, (bounds, day::edtf(bounds)))).collect();
        let told: FxHashMap<StatementNumber, (Bounds, u32)> = told
            .into_iter()
            .map(|(number, (bounds, date))| (number, (bounds, self.names.symbol(&date))))
            .collect();
        for event in &mut self.events {
            if let Some(&(bounds, date)) = told.get(&event.statement) {
                let lasting = event.bounds.is_some_and(|known| known.latest < event.through);
                event.through = if lasting { event.through } else { bounds.latest };
                (event.bounds, event.date) = (Some(bounds), date);
            }
        }
        self.stops.extend(undated_stops.into_iter().filter(|stop| told.contains_key(&stop.statement)));
        for stop in &mut self.stops {
            if let Some(&known) = told.get(&stop.statement) {
                (stop.bounds, stop.date) = known;
            }
        }
        let undated = undated_named.into_iter().filter(|stop| told.contains_key(&stop.statement));
        self.named_stops.extend(undated);
        for stop in &mut self.named_stops {
            if let Some(&known) = told.get(&stop.statement) {
                (stop.bounds, stop.date) = known;
            }
        }
        self.tellings.date(&days);
    }
}
