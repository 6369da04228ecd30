//! Trying out every choice of days that uncertain dates leave open.

/// Something that happened on one of the days from one to another, and where it is weak perhaps never.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    pub from: i32,
    pub to: i32,
    pub weak: bool,
}

/// Counts on through all choices of days; what is doubtful may also never have happened.
pub fn next_choice(events: &[Event], chosen: &mut [Option<i32>]) -> bool {
    for (event, day) in events.iter().zip(chosen) {
        match day {
            Some(now) if *now < event.to => {
                *now += 1;
                return true;
            }
            Some(_) if event.weak => {
                *day = None;
                return true;
            }
            _ => *day = Some(event.from),
        }
    }
    false
}
