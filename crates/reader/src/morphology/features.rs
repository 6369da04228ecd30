macro_rules! features {
    ($($name:ident = $written:literal),+ $(,)?) => {
        /// What an ending says, by the names of Universal Dependencies (and a few of our own where they have none).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "the written form beside each name says all there is to say")]
        pub enum Feature { $($name),+ }

        impl Feature {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// As packs write it: `Case=Gen`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $written),+ }
            }
        }
    };
}

features! {
    NumberPlur = "Number=Plur",
    Psor1 = "Person[psor]=1",
    Psor2 = "Person[psor]=2",
    Psor3 = "Person[psor]=3",
    CaseNom = "Case=Nom",
    CaseGen = "Case=Gen",
    CaseDat = "Case=Dat",
    CaseAcc = "Case=Acc",
    CaseLoc = "Case=Loc",
    CaseAbl = "Case=Abl",
    CaseIns = "Case=Ins",
    CaseTer = "Case=Ter",
    CaseEqu = "Case=Equ",
    CaseVoc = "Case=Voc",
    Relative = "Rel=Yes",
    Copula = "Copula=Yes",
    Adjective = "Adj=Yes",
    Person1 = "Person=1",
    Person2 = "Person=2",
    Person3 = "Person=3",
    Past = "Tense=Past",
    Present = "Tense=Pres",
    Future = "Tense=Fut",
    Perfect = "Aspect=Perf",
    Necessitative = "Mood=Nec",
    Optative = "Mood=Opt",
    Conditional = "Mood=Cnd",
    Potential = "Mood=Pot",
    Imperative = "Mood=Imp",
    Passive = "Voice=Pass",
    Causative = "Voice=Cau",
    Negative = "Polarity=Neg",
    Finite = "VerbForm=Fin",
    Participle = "VerbForm=Part",
    Converb = "VerbForm=Conv",
    Infinitive = "VerbForm=Inf",
    VerbalNoun = "VerbForm=Vnoun",
}

/// A set of [features](Feature).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Features(u64);

impl Features {
    /// The set that a pack writes as `Case=Gen|Number=Plur`; the unknown part, if one is.
    ///
    /// # Errors
    /// The first name that is no feature.
    pub fn parse(written: &str) -> Result<Self, &str> {
        let mut set = Self::default();
        for name in written.split('|').filter(|name| !name.is_empty()) {
            let known = Feature::ALL.iter().find(|feature| feature.as_str() == name).ok_or(name)?;
            set = set.with(*known);
        }
        Ok(set)
    }

    /// True if the set holds the feature.
    #[must_use]
    pub fn has(self, feature: Feature) -> bool {
        self.0 & (1 << feature as u8) != 0
    }

    /// The set with one more.
    #[must_use]
    pub fn with(self, feature: Feature) -> Self {
        Self(self.0 | 1 << feature as u8)
    }

    /// Both sets together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True if nothing is said: the word stands as in the dictionary.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many features the set holds.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The features, in the order of [`Feature::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Feature> {
        Feature::ALL.iter().copied().filter(move |feature| self.has(*feature))
    }
}

impl std::fmt::Debug for Features {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.iter().map(Feature::as_str).collect();
        f.write_str(&names.join("|"))
    }
}
