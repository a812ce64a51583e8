//! Runs of digits in a folded text, as figures or as words (`nol delapan satu dua`).
//!
//! Knows nothing of what a number means.

use super::fold::Folded;

/// Longest number that is put together from words, in digits.
const MAX_SPELLED: usize = 14;
/// A zero may be written as a letter `o` in a run with so many digits.
const MIN_DIGITS_BESIDE_O: usize = 3;

/// A run of so many digits and letters like them is a whole number.
const LONG_RUN: usize = 9;

/// Digits that stand side by side; `start` and `end` count bytes of the folded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub digits: String,
    pub start: usize,
    pub end: usize,
    /// A `+` stands before it that adds nothing: `+62`, not `5+62`. `start` is the place of the plus.
    pub plus: bool,
    /// Written in letters.
    spelled: bool,
}

impl Group {
    pub fn len(&self) -> usize {
        self.digits.len()
    }
}

/// Every group in the order of the text.
pub(super) fn groups(folded: &Folded) -> Vec<Group> {
    join_spelled(&folded.text, runs(folded))
}

/// What stands between two groups.
pub(super) fn gap<'a>(text: &'a str, before: &Group, after: &Group) -> &'a str {
    text.get(before.end..after.start).unwrap_or_default()
}

fn runs(folded: &Folded) -> Vec<Group> {
    let bytes = folded.lower.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let end = end_of(bytes, at, u8::is_ascii_alphanumeric);
        if is_one_number(&bytes[at..end]) {
            let digits = folded.lower[at..end]
                .replace('o', "0")
                .replace(['l', 'i'], "1");
            found.push(figure(folded, digits, at, end));
            at = end;
        }
        while at < end {
            if bytes[at].is_ascii_digit() {
                let stop = end_of(bytes, at, u8::is_ascii_digit);
                found.push(figure(folded, folded.lower[at..stop].to_owned(), at, stop));
                at = stop;
            } else {
                let stop = end_of(bytes, at, u8::is_ascii_alphabetic);
                if let Some(digits) = spelled(&folded.lower[at..stop]) {
                    found.push(Group {
                        digits: digits.to_owned(),
                        start: at,
                        end: stop,
                        plus: false,
                        spelled: true,
                    });
                }
                at = stop;
            }
        }
    }
    found
}

fn end_of(bytes: &[u8], from: usize, belongs: fn(&u8) -> bool) -> usize {
    let length = bytes[from..]
        .iter()
        .take_while(|byte| belongs(byte))
        .count();
    from + length
}

/// Whether every letter of the run stands for a digit: `o812`, `081234567o8`, and in a run as long as a
/// number that begins with a zero also `l` and `i`.
fn is_one_number(run: &[u8]) -> bool {
    let digits = run.iter().filter(|byte| byte.is_ascii_digit()).count();
    let long = run.len() >= LONG_RUN && (run[0] == b'0' || run[0] == b'o');
    let lookalike: &[u8] = if long { b"oli" } else { b"o" };
    digits >= MIN_DIGITS_BESIDE_O
        && run
            .iter()
            .all(|byte| byte.is_ascii_digit() || lookalike.contains(byte))
}

fn figure(folded: &Folded, digits: String, start: usize, end: usize) -> Group {
    let before = folded.text[..start].trim_end_matches(' ');
    let near = start - before.len() <= 1;
    let adds = |sum: &str| sum.ends_with(|c: char| c.is_alphanumeric() || c == ')');
    let plus = before.strip_suffix('+').filter(|rest| near && !adds(rest));
    Group {
        digits,
        start: plus.map_or(start, str::len),
        end,
        plus: plus.is_some(),
        spelled: false,
    }
}

/// `belas` and `puluh` change what stands before them, see [`join_spelled`].
fn spelled(word: &str) -> Option<&'static str> {
    Some(match word {
        "nol" | "enol" | "kosong" => "0",
        "satu" => "1",
        "dua" => "2",
        "tiga" => "3",
        "empat" => "4",
        "lima" => "5",
        "enam" => "6",
        "tujuh" => "7",
        "delapan" | "lapan" => "8",
        "sembilan" => "9",
        "sepuluh" => "10",
        "sebelas" => "11",
        "belas" => TEEN,
        "puluh" => TENS,
        _ => return None,
    })
}

const TEEN: &str = "+10";
const TENS: &str = "*10";

/// Puts numbers together that begin with a zero in letters, with the figures among them
/// (`nol delapan 12 3456 7890`); other numbers in letters count things and are left out.
fn join_spelled(text: &str, runs: Vec<Group>) -> Vec<Group> {
    let mut joined: Vec<Group> = Vec::with_capacity(runs.len());
    let mut runs = runs.into_iter().peekable();
    while let Some(mut group) = runs.next() {
        if !group.spelled {
            joined.push(group);
            continue;
        }
        if group.digits != "0" {
            continue;
        }
        while let Some(next) = runs.next_if(|next| is_spoken_on(text, &group, next)) {
            let is_last = !runs
                .peek()
                .is_some_and(|after| after.spelled && after.len() == 1);
            append(&mut group.digits, &next.digits, is_last);
            group.end = next.end;
        }
        if group.len() > 1 {
            joined.push(group);
        }
    }
    joined
}

fn is_spoken_on(text: &str, group: &Group, next: &Group) -> bool {
    let gap = gap(text, group, next);
    let near = gap.len() <= 2 && gap.bytes().all(|byte| b" -.,".contains(&byte));
    near && !next.plus && group.len() + next.len() <= MAX_SPELLED
}

fn append(digits: &mut String, next: &str, is_last: bool) {
    match next {
        // dua belas: 12
        TEEN => {
            if let Some(ones) = digits.pop() {
                digits.push('1');
                digits.push(ones);
            }
        }
        // lima puluh dua: 52; lima puluh: 50
        TENS => {
            if is_last {
                digits.push('0');
            }
        }
        next => digits.push_str(next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let folded = Folded::of(text);
        let found: Vec<String> = groups(&folded)
            .iter()
            .map(|group| format!("{}{}", if group.plus { "+" } else { "" }, group.digits))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn figures_are_runs() {
        check("0812-34 56", &["0812", "34", "56"]);
        check("HP0812a", &["0812"]);
        check("+62 812", &["+62", "812"]);
        check("(+62)812", &["+62", "812"]);
        check("wa + 62", &["+62"]);
        check("5+62", &["5", "62"]);
        check("x) + 62", &["+62"]);
        check("", &[]);
    }

    #[test]
    fn letters_stand_for_zeros_among_digits() {
        check("O812 345o", &["0812", "3450"]);
        check("o2 co2 5o", &["2", "2", "5"]);
        check("no12345", &["12345"]);
        check("o8l2ooooI234 8l2", &["081200001234", "8", "2"]);
        check("357i3578090811690008", &["357", "3578090811690008"]);
    }

    #[test]
    fn numbers_in_words_begin_with_a_zero() {
        check("nol delapan satu dua", &["0812"]);
        check("kosong delapan dua belas 3456", &["08123456"]);
        check("nol delapan lima puluh dua", &["0852"]);
        check("nol delapan lima puluh", &["0850"]);
        check("nol delapan sebelas", &["0811"]);
        check("Nol-delapan-satu, tiga", &["0813"]);
        check("nol8 satu2", &["0812"]);
        check(
            "nol satu dua tiga empat lima enam tujuh delapan sembilan",
            &["0123456789"],
        );
        check("enol lapan sepuluh", &["0810"]);
        check("nol delapan lima puluh sebelas 34", &["08501134"]);
        check("nol delapan lima puluh 2", &["08502"]);
        check("nol delapan: satu", &["08"]);
        check("dua puluh lima orang, tiga ratus", &[]);
        check("nol koma lima", &[]);
        check("lantai dua 0812", &["0812"]);
    }

    #[test]
    fn places_cover_what_was_read() {
        let text = "x +62 y";
        let folded = Folded::of(text);
        let found = groups(&folded);
        assert_eq!(&text[found[0].start..found[0].end], "+62");
    }
}
