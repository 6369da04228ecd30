use salname_packs::Morphology;

/// What the stem must be like for a surface form of an ending to attach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seam {
    /// After any letter.
    Any,
    /// After a vowel only.
    Vowel,
    /// After a consonant only.
    Consonant,
}

/// One surface form of an ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Surface {
    /// Its letters.
    pub text: String,
    /// What stands in its place in the lemma.
    pub replacement: String,
    /// What the stem must end in.
    pub seam: Seam,
    /// Kinds of the stem's last vowel that it harmonises with, as a set of `1 << kind`.
    pub harmony: u8,
}

/// The kind of a vowel for harmony: 0 back unrounded, 1 back rounded, 2 front unrounded, 3 front rounded.
pub(super) fn vowel_kind(morphology: &Morphology, letter: char) -> Option<u8> {
    morphology.vowels.contains(letter).then(|| {
        let front = u8::from(!morphology.back.contains(letter));
        let round = u8::from(morphology.round.contains(letter));
        front * 2 + round
    })
}

const EVERY_KIND: u8 = 0b1111;

/// All surface forms of a template, each with what it asks of its stem.
pub(super) fn surfaces(morphology: &Morphology, template: &str) -> Vec<Surface> {
    let (template, replacement) = template.split_once('>').unwrap_or((template, ""));
    let mut found: Vec<Surface> = Vec::new();
    for (letters, seam) in seams(morphology, template) {
        for kind in 0..4 {
            for text in harmonised(morphology, &letters, kind) {
                let same = found.iter_mut().find(|surface| surface.text == text && surface.seam == seam);
                match same {
                    Some(surface) => surface.harmony |= 1 << kind,
                    None => found.push(Surface {
                        text,
                        replacement: replacement.to_owned(),
                        seam,
                        harmony: 1 << kind,
                    }),
                }
            }
        }
    }
    if morphology.back.is_empty() {
        for surface in &mut found {
            surface.harmony = EVERY_KIND;
        }
    }
    found
}

/// The template with its first bracketed letter in and out, and where each may stand.
fn seams(morphology: &Morphology, template: &str) -> Vec<(String, Seam)> {
    let Some(rest) = template.strip_prefix('(') else {
        return vec![(template.to_owned(), Seam::Any)];
    };
    let Some((buffer, rest)) = rest.split_once(')') else {
        return vec![(template.to_owned(), Seam::Any)];
    };
    let is_vowel = buffer.chars().all(|letter| {
        morphology.vowels.contains(letter) || morphology.sounds.get(&letter).is_some_and(|s| s.or.is_empty())
    });
    let (with, without) =
        if is_vowel { (Seam::Consonant, Seam::Vowel) } else { (Seam::Vowel, Seam::Consonant) };
    vec![(format!("{buffer}{rest}"), with), (rest.to_owned(), without)]
}

/// The letters of a template after a stem whose last vowel is of that kind.
fn harmonised(morphology: &Morphology, template: &str, mut kind: u8) -> Vec<String> {
    let mut texts = vec![String::new()];
    for letter in template.chars() {
        let Some(sound) = morphology.sounds.get(&letter) else {
            texts.iter_mut().for_each(|text| text.push(letter));
            kind = vowel_kind(morphology, letter).unwrap_or(kind);
            continue;
        };
        let chosen = sound.after[usize::from(kind)];
        kind = vowel_kind(morphology, chosen).unwrap_or(kind);
        let others: Vec<String> = sound
            .or
            .chars()
            .flat_map(|other| texts.iter().map(move |text| format!("{text}{other}")))
            .collect();
        texts.iter_mut().for_each(|text| text.push(chosen));
        texts.extend(others);
    }
    texts
}
