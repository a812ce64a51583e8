//! Places in a text that somebody types into: how they move, and how the text falls into pieces.
//! Pure. Ranges count UTF-16 code units, as text areas and the shell do.

use std::ops::Range;

use tanggap_ipc::compose::{Mark, MarkKind};

/// The marks after the text was edited from `old` to `new`. What the edit touched loses its mark.
pub fn moved(marks: &[Mark], old: &str, new: &str) -> Vec<Mark> {
    let old: Vec<u16> = old.encode_utf16().collect();
    let new: Vec<u16> = new.encode_utf16().collect();
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - head;
    let tail = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(most)
        .take_while(|(a, b)| a == b)
        .count();
    let (from, to) = (head as u32, (old.len() - tail) as u32);
    let by = new.len() as i64 - old.len() as i64;
    marks
        .iter()
        .filter_map(|mark| {
            let Range { start, end } = mark.range;
            let range = if end <= from {
                start..end
            } else if start >= to {
                let shift = |at: u32| u32::try_from(i64::from(at) + by).ok();
                shift(start)?..shift(end)?
            } else {
                return None;
            };
            Some(Mark {
                range,
                kind: mark.kind.clone(),
            })
        })
        .collect()
}

/// A stretch of text and the mark on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub text: String,
    pub kind: Option<MarkKind>,
}

/// The text in pieces, in order. Where marks overlap, the first one holds.
pub fn pieces(text: &str, marks: &[Mark]) -> Vec<Piece> {
    let mut marks: Vec<&Mark> = marks.iter().filter(|mark| !mark.range.is_empty()).collect();
    marks.sort_by_key(|mark| mark.range.start);
    let units: Vec<u16> = text.encode_utf16().collect();
    let cut = |range: Range<usize>| {
        units
            .get(range)
            .map(String::from_utf16_lossy)
            .unwrap_or_default()
    };
    let mut pieces = Vec::new();
    let mut done = 0;
    for mark in marks {
        let (start, end) = (mark.range.start as usize, mark.range.end as usize);
        if start < done || end > units.len() {
            continue;
        }
        if start > done {
            pieces.push(Piece {
                text: cut(done..start),
                kind: None,
            });
        }
        pieces.push(Piece {
            text: cut(start..end),
            kind: Some(mark.kind.clone()),
        });
        done = end;
    }
    if done < units.len() {
        pieces.push(Piece {
            text: cut(done..units.len()),
            kind: None,
        });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(range: Range<u32>) -> Mark {
        Mark {
            range,
            kind: MarkKind::Filled,
        }
    }

    #[track_caller]
    fn check(old: &str, new: &str, mark: Range<u32>, expected: Option<Range<u32>>) {
        let after = moved(&[filled(mark)], old, new);
        assert_eq!(after.first().map(|mark| mark.range.clone()), expected);
    }

    #[test]
    fn marks_move_with_their_words() {
        check(
            "di Palembang kini",
            "Yth. di Palembang kini",
            3..12,
            Some(8..17),
        );
        check("di Palembang kini", "di Palembang", 3..12, Some(3..12));
        check("di Palembang kini", "di Palem kini", 3..12, None);
        check("di Palembang", "di Palembang.", 3..12, Some(3..12));
        check("aaa", "aa", 0..1, Some(0..1));
    }

    #[test]
    fn units_are_those_of_text_areas() {
        // The emoji is two units.
        check("Palembang", "🙂Palembang", 0..9, Some(2..11));
        let pieces = pieces("🙂 ok", &[filled(3..5)]);
        assert_eq!(pieces[0].text, "🙂 ");
        assert_eq!(pieces[1].text, "ok");
    }

    #[test]
    fn overlapping_and_outside_marks_are_left_out() {
        let found = pieces("abcdef", &[filled(0..3), filled(2..4), filled(5..9)]);
        let texts: Vec<&str> = found.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(texts, ["abc", "def"]);
    }
}
