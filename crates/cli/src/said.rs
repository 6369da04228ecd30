use std::fmt;

use salname_model::{Kind, Modality, Roles, Time};

/// A statement for people: when and what, who and where, the sentence, and where it stands.
pub struct Said<'a> {
    pub date: Option<&'a Time>,
    pub kind: Kind,
    pub modality: Modality,
    /// What else there is to say of it, behind its kind.
    pub note: &'a str,
    pub roles: &'a Roles,
    pub quote: &'a str,
    pub at: &'a str,
}

impl fmt::Display for Said<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date.map_or("undated", Time::as_str);
        write!(out, "{date}  {}", self.kind)?;
        if self.modality != Modality::Asserted {
            write!(out, ", {}", self.modality)?;
        }
        writeln!(out, "{}", self.note)?;
        let roles: Vec<String> = self
            .roles
            .iter()
            .map(|(role, fillers)| {
                let texts: Vec<&str> = fillers.iter().map(|filler| filler.text.as_str()).collect();
                format!("{role}: {}", texts.join(", "))
            })
            .collect();
        if !roles.is_empty() {
            writeln!(out, "    {}", roles.join(" · "))?;
        }
        write!(out, "    “{}”\n    {}", self.quote, self.at)
    }
}
