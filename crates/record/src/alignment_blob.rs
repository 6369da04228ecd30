//! Alignments as bytes: for each run three variable-length numbers (LEB128), smallest first.
//!
//! A run is `length of the derived range × 2 + copied`, then the distance of its source from the end of the run
//! before it (zigzag: 0, -1, 1, -2…), then, for rewritten runs only, the length of its source. A paragraph of sound
//! text is three to six bytes.

use salname_model::{Alignment, Span};

/// Packs an alignment into bytes.
pub(crate) fn pack(alignment: &Alignment) -> Vec<u8> {
    let mut out = Vec::new();
    let mut end = 0;
    for (to, from, copied) in alignment.runs() {
        put(&mut out, (to.len() as u64) << 1 | u64::from(copied));
        put(&mut out, zigzag(from.start as i64 - end));
        if !copied {
            put(&mut out, from.len() as u64);
        }
        end = from.end as i64;
    }
    out
}

/// Unpacks what [`pack`] packed; none if the bytes are nothing that it writes.
pub(crate) fn unpack(mut bytes: &[u8]) -> Option<Alignment> {
    let mut made = Alignment::builder();
    let mut end: i64 = 0;
    while !bytes.is_empty() {
        let head = take(&mut bytes)?;
        let len = usize::try_from(u32::try_from(head >> 1).ok()?).ok()?;
        let start = usize::try_from(end.checked_add(unzigzag(take(&mut bytes)?))?).ok()?;
        let from_len =
            if head & 1 == 1 { len } else { usize::try_from(u32::try_from(take(&mut bytes)?).ok()?).ok()? };
        let from = Span::new(start, start.checked_add(from_len)?);
        if head & 1 == 1 {
            made.copy(start, len);
        } else {
            made.rewrite(len, from);
        }
        end = i64::try_from(from.end).ok()?;
    }
    Some(made.finish())
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -((value & 1).cast_signed())
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_sound_paragraph_takes_a_few_bytes() {
        let mut made = Alignment::builder();
        made.copy(100_000, 700);
        assert!(pack(&made.finish()).len() <= 6);
    }

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(runs in prop::collection::vec((1..500_usize, 0..300_usize, 0..20_usize, any::<bool>()), 0..40)) {
            let mut made = Alignment::builder();
            let mut at = 0;
            for (len, skip, from, copied) in runs {
                at += skip;
                if copied { made.copy(at, len); at += len } else { made.rewrite(len, Span::new(at, at + from)); at += from }
            }
            let alignment = made.finish();
            prop_assert_eq!(unpack(&pack(&alignment)), Some(alignment));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = unpack(&bytes);
        }
    }
}
