//! Small PDF files for tests, written out by hand.

/// A file made of objects: number 1 is the catalogue, 2 the root of the pages.
pub fn file(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    bytes.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n").bytes(),
    );
    bytes
}

/// The objects of a file of one page for each of `contents`, which may draw `extra` objects, numbered from 4 on, that
/// `drawings` names.
pub fn objects(contents: &[&str], drawings: &str, extra: &[String]) -> Vec<String> {
    let first = 4 + extra.len();
    let kids: Vec<String> = (0..contents.len()).map(|page| format!("{} 0 R", first + 2 * page)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} /MediaBox [0 0 400 600] \
             /Resources << /Font << /F 3 0 R >> /XObject << {drawings} >> >> >>",
            kids.join(" "),
            kids.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    objects.extend_from_slice(extra);
    for (page, content) in contents.iter().enumerate() {
        objects.push(format!("<< /Type /Page /Parent 2 0 R /Contents {} 0 R >>", first + 2 * page + 1));
        objects.push(stream("", content));
    }
    objects
}

/// A stream with further entries in its dictionary.
pub fn stream(entries: &str, content: &str) -> String {
    format!("<< {entries} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// A file of pages without drawings.
pub fn pages(contents: &[&str]) -> Vec<u8> {
    file(&objects(contents, "", &[]), "")
}

/// A line of text at a place of the page, in points from its lower left corner.
pub fn line(x: i32, y: i32, size: i32, text: &str) -> String {
    format!("BT /F {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n")
}
