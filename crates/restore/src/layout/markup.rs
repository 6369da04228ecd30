//! Leftovers of Markdown and HTML in a plain text.

use super::line::Line;

/// Level of a Markdown heading (1 to 6); 0 if the line is none.
pub(crate) fn heading_level(line: &str) -> usize {
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    if (1..=6).contains(&level) && line[level..].starts_with(' ') { level } else { 0 }
}

/// Names of tags that are dropped, and whether they end a line.
const TAGS: &[(&str, bool)] = &[
    ("a", false),
    ("abbr", false),
    ("b", false),
    ("blockquote", true),
    ("body", true),
    ("br", true),
    ("center", true),
    ("div", true),
    ("em", false),
    ("font", false),
    ("h1", true),
    ("h2", true),
    ("h3", true),
    ("h4", true),
    ("h5", true),
    ("h6", true),
    ("head", true),
    ("hr", true),
    ("html", true),
    ("i", false),
    ("img", false),
    ("li", true),
    ("ol", true),
    ("p", true),
    ("pre", true),
    ("small", false),
    ("span", false),
    ("strong", false),
    ("sub", false),
    ("sup", false),
    ("table", true),
    ("tbody", true),
    ("td", false),
    ("th", false),
    ("title", true),
    ("tr", true),
    ("u", false),
    ("ul", true),
];

/// Length in bytes of the HTML tag at the start of a text, if one stands there.
pub(crate) fn tag_length(text: &str) -> Option<usize> {
    const LONGEST: usize = 400;
    let inside = text.strip_prefix('<')?;
    let name = inside.strip_prefix('/').unwrap_or(inside);
    let letters = name.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
    let lower = name[..letters].to_ascii_lowercase();
    TAGS.binary_search_by(|(tag, _)| (*tag).cmp(lower.as_str())).ok()?;
    let after = name[letters..].bytes().next()?;
    if !matches!(after, b'>' | b' ' | b'/') {
        return None;
    }
    let end = text.bytes().take(LONGEST).position(|byte| byte == b'>')?;
    (!text[1..end].contains('<')).then_some(end + 1)
}

/// True if tags of HTML stand in the lines.
pub(crate) fn has_tags(lines: &[Line<'_>]) -> bool {
    let tags = lines.iter().filter(|line| {
        line.text.match_indices('<').take(8).any(|(at, _)| tag_length(&line.text[at..]).is_some())
    });
    tags.take(2).count() == 2
}

/// The sign that an HTML entity at the start of a text stands for, and the entity's length in bytes.
pub(crate) fn entity(text: &str) -> Option<(char, usize)> {
    const NAMED: &[(&str, char)] = &[
        ("amp", '&'),
        ("apos", '\''),
        ("bdquo", '„'),
        ("copy", '©'),
        ("deg", '°'),
        ("gt", '>'),
        ("hellip", '…'),
        ("laquo", '«'),
        ("ldquo", '“'),
        ("lsquo", '‘'),
        ("lt", '<'),
        ("mdash", '—'),
        ("middot", '·'),
        ("nbsp", ' '),
        ("ndash", '–'),
        ("quot", '"'),
        ("raquo", '»'),
        ("rdquo", '”'),
        ("rsquo", '’'),
        ("sect", '§'),
        ("Ccedil", 'Ç'),
        ("ccedil", 'ç'),
        ("Ouml", 'Ö'),
        ("ouml", 'ö'),
        ("Uuml", 'Ü'),
        ("uuml", 'ü'),
    ];
    let inside = text.strip_prefix('&')?;
    let end = inside.bytes().take(10).position(|byte| byte == b';')?;
    let name = &inside[..end];
    let sign = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code).filter(|sign| !sign.is_control())?
    } else {
        NAMED.iter().find(|(named, _)| *named == name)?.1
    };
    Some((sign, end + 2))
}

/// True if the line is nothing but a rule of Markdown or of a typewriter: "---", "___", "***" without blanks.
pub(crate) fn is_rule(line: &str) -> bool {
    let mut chars = line.chars();
    let Some(first) = chars.next() else { return false };
    matches!(first, '-' | '_' | '=' | '*') && line.len() >= 3 && chars.all(|c| c == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_html_are_known_by_name() {
        assert!(TAGS.is_sorted());
        assert_eq!(tag_length("<br/>x"), Some(5));
        assert_eq!(tag_length("</p>"), Some(4));
        assert_eq!(tag_length("<a href=\"x\">y"), Some(12));
        assert_eq!(tag_length("<https://example.org>"), None);
        assert_eq!(tag_length("<b < c"), None);
    }

    #[test]
    fn entities_become_their_signs() {
        assert_eq!(entity("&amp; x"), Some(('&', 5)));
        assert_eq!(entity("&#601;"), Some(('ə', 6)));
        assert_eq!(entity("& x;"), None);
        assert_eq!(entity("&Ali;"), None);
    }
}
