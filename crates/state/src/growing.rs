//! A world that more is told to.

use crate::derivation::Derivation;
use crate::{Evidence, Gathering, StatementNumber, World};

/// A world together with what it was derived from, so that a further document changes only what it speaks of.
///
/// After [`update`](Self::update) the world is the one that a [`Gathering`] would derive that was told everything, in
/// the same order. Names that are to be known for certain statements are made known before these are told.
///
/// ```
/// use salname_model::{Filler, Kind, Modality, Role, Time};
/// use salname_state::{Evidence, Gathering, Query};
///
/// let packs = salname_packs::Packs::embedded().unwrap();
/// let mut growing = Gathering::new(&packs.rules, str::to_lowercase).grow();
/// let roles = [("office", "Consul of Utopia"), ("person", "Raphael"), ("change", "appointed")]
///     .into_iter()
///     .map(|(role, text)| (role.parse::<Role>().unwrap(), Filler::plain(text)))
///     .collect();
/// let date = Time::parse("1916-05-02").unwrap();
/// let mut evidence = Evidence::new("more.txt", Kind::Office, &roles);
/// evidence.date = Some(&date);
/// growing.tell(&evidence);
/// growing.update();
/// assert_eq!(growing.world().ask(&Query::on(&date)).len(), 1);
/// ```
#[derive(Debug)]
pub struct Growing<'k> {
    gathering: Gathering<'k>,
    derivation: Derivation,
    world: World,
    /// Names and tellings are with the gathering while something is told, with the world while it is asked.
    listening: bool,
}

impl<'k> Growing<'k> {
    pub(crate) fn new(gathering: Gathering<'k>) -> Self {
        let (world, mut gathering, mut derivation) = Self::derived(gathering);
        let mut growing = {
            let mut world = world;
            gathering.exchange(&mut world);
            derivation.expect_more(&gathering);
            Self { gathering, derivation, world, listening: true }
        };
        growing.update();
        growing
    }

    /// The world of what was gathered, and what it was derived from.
    pub(crate) fn derived(mut gathering: Gathering<'k>) -> (World, Gathering<'k>, Derivation) {
        let mut world = World::new(gathering.rules);
        let mut derivation = Derivation::new(&gathering);
        derivation.take_in(&mut gathering, &mut world);
        gathering.exchange(&mut world);
        (world, gathering, derivation)
    }

    /// Tells one more statement; the world knows of it after the next [`update`](Self::update).
    pub fn tell(&mut self, evidence: &Evidence) -> StatementNumber {
        self.listen().tell(evidence)
    }

    /// What was gathered, to make further names known.
    pub fn listen(&mut self) -> &mut Gathering<'k> {
        if !self.listening {
            self.gathering.exchange(&mut self.world);
            self.listening = true;
        }
        &mut self.gathering
    }

    /// Derives anew what the statements told since the last time touch.
    pub fn update(&mut self) {
        self.listen();
        self.derivation.take_in(&mut self.gathering, &mut self.world);
        self.gathering.exchange(&mut self.world);
        self.listening = false;
    }

    /// The world as of the last [`update`](Self::update); none while there are statements that it does not know of.
    ///
    /// # Panics
    /// If something was told since the last update.
    #[must_use]
    pub fn world(&self) -> &World {
        assert!(!self.listening, "update() comes before the world is asked");
        &self.world
    }
}
