use std::collections::BTreeMap;

use salname_model::{Kind, Modality, Role};
use serde::Deserialize;

use crate::{PackError, PackFiles};

/// How a language says each kind of statement: `frames/grammar.toml` and `frames/KIND.toml`.
#[derive(Debug, Clone, Default)]
pub struct Frames {
    /// What frames need to know of the language's grammar.
    pub grammar: Grammar,
    /// The frames of each kind, in the order of the kinds.
    pub kinds: Vec<KindFrames>,
}

/// `frames/grammar.toml`: how the language marks who does what to whom.
///
/// Words are in lower case, stems where nothing else is said; endings are the morphology's.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grammar {
    /// Where the verb stands: it tells on which side of it its participants are looked for.
    #[serde(default)]
    pub order: Order,
    /// Endings of verb stems that are passive by themselves, beside the passives that the morphology knows.
    #[serde(default)]
    pub passives: Vec<String>,
    /// Verbs of which one has to stand before a passive, if the language needs one ("was taken").
    #[serde(default)]
    pub passive_helpers: Vec<String>,
    /// Verb stems that end like passives, and whose subject acts.
    #[serde(default)]
    pub middles: Vec<String>,
    /// Words that close a clause as a verb does ("idi", "deyil").
    #[serde(default)]
    pub copulas: Vec<String>,
    /// Words that look like a verb form and are none.
    #[serde(default)]
    pub not_verbs: Vec<String>,
    /// Adpositions that may mark a role.
    #[serde(default)]
    pub adpositions: Vec<String>,
    /// Words that join equals ("və", "ilə").
    #[serde(default)]
    pub conjunctions: Vec<String>,
    /// Words that open a clause that says what was said ("ki", "that").
    #[serde(default)]
    pub openers: Vec<String>,
    /// Of the adpositions those after which, and after no other, stands what something is about ("haqqında"); all of them
    /// where none is listed.
    #[serde(default)]
    pub topics: Vec<String>,
    /// Words after a participant that set it against the one before, under one verb ("isə").
    #[serde(default)]
    pub contrasts: Vec<String>,
    /// Words that stand for a participant of the sentence before ("o", "onlar").
    #[serde(default)]
    pub pronouns: Vec<String>,
    /// Nouns whose dictionary form ends as if it bore an ending ("buğda", "vətən").
    #[serde(default)]
    pub nouns: Vec<String>,
    /// Stems of nouns that stand alone for what was named with them before ("konfrans" after "London konfransı").
    #[serde(default)]
    pub anaphors: Vec<String>,
    /// The article that such a noun has then, if the language has one ("the").
    #[serde(default)]
    pub articles: Vec<String>,
    /// Words that a noun phrase begins with and that are no part of what it names ("a", "the").
    #[serde(default)]
    pub determiners: Vec<String>,
    /// Adpositions that tell where an office is held, right behind it ("ambassador *in* Paris").
    #[serde(default)]
    pub posts: Vec<String>,
    /// Common nouns that act: governments, armies, peoples.
    #[serde(default)]
    pub actors: Vec<String>,
    /// Common nouns that are places or parts of them.
    #[serde(default)]
    pub places: Vec<String>,
    /// Words that deny.
    #[serde(default)]
    pub negations: Vec<String>,
    /// Expressions that say of the rest of the sentence that it is not so ("it is not true that").
    #[serde(default)]
    pub denials: Vec<String>,
    /// Expressions beside those from whom the text has something: they take no part in it, and it is reported
    /// ("по словам", "məlumatına görə").
    #[serde(default)]
    pub sources: Vec<String>,
    /// Expressions that mean the same beside a person, a body or a common noun that acts; beside anything else they give a
    /// reason or a rule ("according to", "görə").
    #[serde(default)]
    pub sayers: Vec<String>,
    /// Words that make what stands before them a plan, a duty or a wish.
    #[serde(default)]
    pub necessity: Vec<String>,
    /// Stems of the verbs of saying: what they introduce is reported.
    #[serde(default)]
    pub saying: Vec<String>,
    /// Stems of the verbs of demanding and deciding: what they govern is planned.
    #[serde(default)]
    pub demanding: Vec<String>,
    /// Words before a title that say that its bearer holds the office no more ("sabiq", "бывший").
    #[serde(default)]
    pub former: Vec<String>,
    /// Abbreviations that end in a stop and do not end a sentence.
    #[serde(default)]
    pub abbreviations: Vec<String>,
    /// Words, before or after a name, that say what office its bearer holds ("sədri", "nazir").
    #[serde(default)]
    pub titles: Vec<String>,
    /// Nouns by which somebody has charge of what stands in the dative ("heyətə başçılıq etdi"). Stems.
    #[serde(default)]
    pub charges: Vec<String>,
    /// Ranks and forms of address that may stand between a title and a name, and are no office themselves.
    #[serde(default)]
    pub ranks: Vec<String>,
    /// Words that tie a noun to what follows and belongs to it, where the noun comes first ("of", "по").
    #[serde(default)]
    pub noun_links: Vec<String>,
    /// Endings by which a word of some length is taken for an adjective, where adjectives stand before their noun and agree
    /// with it: such a word belongs to what follows ("народный комиссар").
    #[serde(default)]
    pub adjective_endings: Vec<String>,
    /// Endings that no word has in its dictionary form, where words are not known by heart ("ами", "ому").
    #[serde(default)]
    pub oblique_endings: Vec<String>,
    /// True if a comma may part a subject from its verb, so that of two phrases with a comma alone between them the first
    /// keeps its own case ("Mustafa Kemal, Lenin'e").
    #[serde(default)]
    pub comma_after_subject: bool,
    /// Endings by which a word of some length is taken for a verb, where the language has no verbs in its morphology.
    #[serde(default)]
    pub verb_endings: Vec<String>,
    /// Numbers, units and what is counted.
    #[serde(default)]
    pub numbers: Numbers,
}

/// Where the verb stands in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// At the end: participants stand before it, and are told apart by their endings.
    #[default]
    VerbLast,
    /// In the middle: who acts stands before it, the others after.
    VerbMedial,
}

/// Numbers, units and what is counted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    /// Numbers in words ("iki", "yüz").
    #[serde(default)]
    pub words: Vec<String>,
    /// Numbers in words that are one only behind another: alone they are an article ("bir", but "on bir").
    #[serde(default)]
    pub words_behind: Vec<String>,
    /// Words that multiply a number ("min", "mln").
    #[serde(default)]
    pub multipliers: Vec<String>,
    /// Units of measure, and nouns that are counted where `counted` does not list them.
    #[serde(default)]
    pub units: Vec<String>,
    /// Nouns that are counted: such a noun behind a number may be what the number measures itself.
    #[serde(default)]
    pub counted: Vec<String>,
    /// Words between a number and its unit that change nothing ("-dən çox").
    #[serde(default)]
    pub comparisons: Vec<String>,
    /// Words after a number that show that it counts nothing ("maddə", "səhifə").
    #[serde(default)]
    pub not_units: Vec<String>,
    /// Words before a number that show the same: an hour follows, or a page ("saat", "səh"); those of a letter or two
    /// with a stop ("s.").
    #[serde(default)]
    pub not_after: Vec<String>,
    /// Words behind a number and what it counts that show what is made up of so many ("9 otaqdan ibarət"), where the
    /// verb comes last.
    #[serde(default)]
    pub composed: Vec<String>,
    /// Words that say of what share something is: it is the subject that is measured ("duz hasilatı kömürün 9 faizini
    /// təşkil edir"), where the verb comes last.
    #[serde(default)]
    pub shares: Vec<String>,
    /// Verbs, by their stems, that make one verb with the bare noun before them, which then is nothing that is counted:
    /// "12 nümayəndə iştirak etdi".
    #[serde(default)]
    pub light_verbs: Vec<String>,
}

/// `frames/KIND.toml`: the ways to say one kind of statement.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindFrames {
    /// The kind.
    pub kind: Kind,
    /// How its roles are marked, unless a frame says otherwise.
    #[serde(default)]
    pub roles: BTreeMap<Role, RoleMarks>,
    /// What becomes of it where the kind is told without a frame, for kinds with that role.
    #[serde(default)]
    pub change: Option<String>,
    /// Its form where no frame has one and no word says it, for kinds with that role.
    #[serde(default)]
    pub form: Option<String>,
    /// The words, written as in triggers, that say each form: of the trigger, or of its clause under `form_marks`.
    #[serde(default)]
    pub forms: BTreeMap<String, Vec<String>>,
    /// Cases and adpositions that show what something was told in, where no word of the trigger says its form.
    #[serde(default)]
    pub form_marks: Vec<String>,
    /// The frames.
    #[serde(default, rename = "frame")]
    pub frames: Vec<Frame>,
}

/// How a role is marked.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleMarks {
    /// The marks, the likeliest first: `subject`, `object`, a case, an adposition, `owner` (the possessor of the
    /// trigger noun), `modifier` (a name right before the trigger noun), `trigger` (the trigger noun's own phrase).
    pub marks: Vec<String>,
    /// Marks that fill the role together ("A ilə B arasında"); of the others the first that is found does.
    #[serde(default)]
    pub together: Vec<String>,
    /// Classes of names that may fill it (PER, GPE, LOC, ORG, EVT), `actor` or `place` for common nouns; any if empty.
    #[serde(default)]
    pub classes: Vec<String>,
    /// One of the classes that fills it wherever it stands in the clause, before the others are looked at.
    pub prefer: Option<String>,
    /// True if nothing fills it but what stands under one of the marks, whatever was learnt.
    #[serde(default)]
    pub only: bool,
}

/// One way to say a kind of statement.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// What shows it. Words separated by blanks: `göndər-` is a verb's stem with any verb ending, `nota~` a noun with
    /// any ending, `подписа*` a word that begins so, `idi` a word as it stands, `a/b` one of several; `…` leaves room for other words of the clause.
    pub triggers: Vec<String>,
    /// Roles of which the marks differ from the kind's.
    #[serde(default)]
    pub roles: BTreeMap<Role, RoleMarks>,
    /// What becomes of it, for kinds with that role.
    pub change: Option<String>,
    /// The form, for kinds with that role; without it, what `forms` of the kind has for a word of it.
    pub form: Option<String>,
    /// The modality, where the words themselves make it other than asserted.
    pub modality: Option<Modality>,
}

impl Frames {
    /// Reads the files of the language's folder `frames/`; none if there are none.
    ///
    /// # Errors
    /// If a file is malformed, or names a role that its kind does not have.
    pub fn load(files: &PackFiles, language: &str) -> Result<Option<Self>, PackError> {
        let folder = format!("lang/{language}/frames/");
        let grammar_path = format!("{folder}grammar.toml");
        let Some(grammar) = files.toml(&grammar_path)? else {
            return Ok(None);
        };
        let mut kinds = Vec::new();
        for path in files.under(&folder).filter(|path| *path != grammar_path && path.ends_with(".toml")) {
            let Some(frames) = files.toml::<KindFrames>(path)? else { continue };
            frames.check(path)?;
            kinds.push(frames);
        }
        kinds.sort_by_key(|frames| frames.kind);
        Ok(Some(Self { grammar, kinds }))
    }
}

impl KindFrames {
    fn check(&self, path: &str) -> Result<(), PackError> {
        let known = self.kind.roles();
        let named = self.roles.keys().chain(self.frames.iter().flat_map(|frame| frame.roles.keys()));
        for role in named {
            if !known.contains(role) {
                let kind = self.kind;
                return Err(PackError::new(path, format!("a statement of kind {kind} has no role {role}")));
            }
        }
        match self.frames.iter().find(|frame| frame.triggers.iter().all(|trigger| trigger.trim().is_empty()))
        {
            Some(_) => Err(PackError::new(path, "a frame has no trigger")),
            None => Ok(()),
        }
    }
}
