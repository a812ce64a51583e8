//! Dates as decrees and their copies write them: one, several, or from one through another. Day
//! before month, as everywhere in Indonesia. Never guesses: what cannot be read for sure is a fault.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::DecreeFault;
use super::gather::range;
use super::text::{shown, tidy};
use crate::months::month;

/// A year far outside is a typing error.
const YEARS: RangeInclusive<i32> = 2000..=2099;

const LEAP_YEAR: i32 = 2000;

/// More in one cell is no list of days off.
const MOST_PARTS: usize = 62;

/// Which of two short numbers is the day, where both could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    /// Excel and Outlook with American settings.
    MonthFirst,
    /// No date of the file settles it, or they contradict each other.
    Unknown,
}

impl Order {
    /// One date that can only be read one way settles all the others of a file. Where none does, the
    /// day comes first in a file with Indonesian headings, as everywhere in Indonesia.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a str>, is_indonesian: bool) -> Self {
        let (mut day_first, mut month_first) = (false, false);
        for text in texts {
            for (first, middle) in short_pairs(text) {
                day_first |= first > 12 && middle <= 12;
                month_first |= first <= 12 && middle > 12;
            }
        }
        match (day_first, month_first) {
            (true, false) => Self::DayFirst,
            (false, true) => Self::MonthFirst,
            (false, false) if is_indonesian => Self::DayFirst,
            _ => Self::Unknown,
        }
    }

    /// Day and month of `first/middle/year`.
    fn read(self, first: u32, middle: u32) -> Option<(u32, u32)> {
        match self {
            Self::DayFirst => Some((first, middle)),
            Self::MonthFirst => Some((middle, first)),
            Self::Unknown if middle > 12 => Some((middle, first)),
            Self::Unknown if first > 12 || first == middle => Some((first, middle)),
            Self::Unknown => None,
        }
    }
}

/// The first two numbers of every `21/03/2026` or `3-21-2026` of a text. With dots it is always the day.
fn short_pairs(text: &str) -> Vec<(u32, u32)> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '/' | '-');
    let mut pairs = Vec::new();
    for word in text.split(|c: char| !is_part(c)) {
        for separator in ['/', '-'] {
            let parts: Vec<&str> = word.split(separator).collect();
            if let [first, middle, year] = parts.as_slice()
                && year.len() == 4
                && let (Ok(first), Ok(middle)) = (first.parse(), middle.parse())
            {
                pairs.push((first, middle));
            }
        }
    }
    pairs
}

/// Reads `21 Maret 2026`, `Sabtu, 21-Mar-26`, `March 21, 2026`, `21/03/2026`, `2026-03-21`, `20260321`,
/// each also with a time after it; `20, 23, dan 24 Maret 2026`; `30 Maret s.d. 2 April 2026`.
/// `default_year` stands in where day and month stand alone.
pub(super) fn dates(
    text: &str,
    default_year: Option<i32>,
    order: Order,
) -> Result<Vec<NaiveDate>, DecreeFault> {
    if tidy(text).is_empty() {
        return Err(DecreeFault::NoDate);
    }
    let bad = || DecreeFault::BadDate { text: shown(text) };
    let is_open = |(first, middle): (u32, u32)| order.read(first, middle).is_none();
    if short_pairs(text).into_iter().any(is_open) {
        let text = shown(text);
        return Err(DecreeFault::DayOrMonth { text });
    }
    let tokens = tokens(&text.to_lowercase(), order).ok_or_else(bad)?;
    let parts = parts(&tokens).ok_or_else(bad)?;
    let mut dates: Vec<NaiveDate> = Vec::new();
    for part in parts {
        let month = part.month.ok_or_else(bad)?;
        // No year has a 31 June, so that this is wrong whatever the year.
        NaiveDate::from_ymd_opt(LEAP_YEAR, month, part.day).ok_or_else(bad)?;
        let no_year = || DecreeFault::NoYear { text: shown(text) };
        let year = part.year.or(default_year).ok_or_else(no_year)?;
        if !YEARS.contains(&year) {
            return Err(DecreeFault::YearOutOfRange { year });
        }
        let date = NaiveDate::from_ymd_opt(year, month, part.day).ok_or_else(bad)?;
        match dates.last() {
            Some(from) if part.ends_range => dates.extend(range(*from, date)?.into_iter().skip(1)),
            _ => dates.push(date),
        }
    }
    Ok(dates)
}

/// Whether a decree could be about this year.
pub(super) fn is_plausible(year: &i32) -> bool {
    YEARS.contains(year)
}

/// The year a title is about: the one after the words for days off, since the decree's own number
/// carries a year too (`NOMOR 2 TAHUN 2025 TENTANG HARI LIBUR NASIONAL TAHUN 2026`).
pub(super) fn year_of_title(title: &str) -> Option<i32> {
    let lower = title.to_lowercase();
    let start = ["libur", "cuti", "holiday", "leave"]
        .iter()
        .filter_map(|word| lower.rfind(word))
        .max()?;
    lower[start..]
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .find(|year| YEARS.contains(year))
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    /// All three in digits.
    Full {
        year: i32,
        month: u32,
        day: u32,
    },
    /// One or two digits.
    Short(u32),
    Year(i32),
    Month(u32),
    /// "Sampai dengan".
    Through,
    /// Means "through" or nothing, by what stands around it.
    Dash,
    /// Comma, "dan".
    And,
}

fn tokens(lower: &str, order: Order) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = lower;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_digit() {
            let (token, after) = digits(rest, order)?;
            tokens.push(token);
            rest = after;
        } else if first.is_alphabetic() {
            let is_inner = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’' | '`');
            let end = rest.find(|c| !is_inner(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            tokens.extend(of_word(word)?);
            rest = after;
        } else {
            match first {
                '-' | '–' | '—' | '−' => tokens.push(Token::Dash),
                ',' | ';' | '&' | '+' => tokens.push(Token::And),
                '/' | '.' | '(' | ')' => {}
                _ if first.is_whitespace() => {}
                _ => return None,
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    Some(tokens)
}

/// Digits at the start of `text`, and what follows them.
fn digits(text: &str, order: Order) -> Option<(Token, &str)> {
    let (first, rest) = split_digits(text);
    if let Some((token, rest)) = full(first, rest, order) {
        return Some((token, after_time(rest)));
    }
    let token = match first.len() {
        1 | 2 => Token::Short(first.parse().ok()?),
        4 => Token::Year(first.parse().ok()?),
        8 => Token::Full {
            year: first[..4].parse().ok()?,
            month: first[4..6].parse().ok()?,
            day: first[6..].parse().ok()?,
        },
        _ => return None,
    };
    let rest = match token {
        Token::Full { .. } => after_time(rest),
        _ => rest,
    };
    Some((token, rest))
}

/// `21-03-2026` or `2026-03-21`, with one kind of separator.
fn full<'a>(first: &str, rest: &'a str, order: Order) -> Option<(Token, &'a str)> {
    let separator = rest.chars().next().filter(|c| "-/.".contains(*c))?;
    let (middle, rest) = split_digits(&rest[1..]);
    let (last, rest) = split_digits(rest.strip_prefix(separator)?);
    if !matches!(middle.len(), 1 | 2) {
        return None;
    }
    let middle: u32 = middle.parse().ok()?;
    let (day, month, year) = match (first.len(), last.len()) {
        // With dots it is always the day that comes first.
        (1 | 2, 4) if separator == '.' => (first.parse().ok()?, middle, last),
        (1 | 2, 4) => {
            let (day, month) = order.read(first.parse().ok()?, middle)?;
            (day, month, last)
        }
        (4, 1 | 2) => (last.parse().ok()?, middle, first),
        _ => return None,
    };
    let token = Token::Full {
        year: year.parse().ok()?,
        month,
        day,
    };
    Some((token, rest))
}

/// Without the time that programs put behind a date: `T00:00:00.000Z`, ` 07:30`.
fn after_time(rest: &str) -> &str {
    let Some(time) = rest.strip_prefix('t').or_else(|| rest.strip_prefix(' ')) else {
        return rest;
    };
    let is_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | 'z' | '+');
    let end = time.find(|c| !is_time(c)).unwrap_or(time.len());
    match time[..end].contains(':') {
        true => &time[end..],
        false => rest,
    }
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit());
    text.split_at(end.unwrap_or(text.len()))
}

/// Nothing for words that add nothing; none for words that no date has.
fn of_word(word: &str) -> Option<Option<Token>> {
    let word: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    Some(match word.as_str() {
        "senin" | "selasa" | "rabu" | "kamis" | "jumat" | "sabtu" | "minggu" | "ahad" | "sen"
        | "sel" | "rab" | "kam" | "jum" | "sab" | "min" | "monday" | "tuesday" | "wednesday"
        | "thursday" | "friday" | "saturday" | "sunday" | "mon" | "tue" | "wed" | "thu" | "fri"
        | "sat" | "sun" | "tanggal" | "tgl" | "hari" | "dengan" | "d" | "st" | "nd" | "rd"
        | "th" | "am" | "pm" => None,
        "dan" | "and" | "serta" => Some(Token::And),
        "s" | "sd" | "sampai" | "hingga" | "to" | "until" | "through" => Some(Token::Through),
        name => Some(Token::Month(month(name)?)),
    })
}

/// One date as far as it is known.
struct Part {
    day: u32,
    month: Option<u32>,
    year: Option<i32>,
    /// The last day of a range that the part before began.
    ends_range: bool,
}

/// Month and year stand once behind all the days they belong to (`20, 23, dan 24 Maret 2026`).
fn parts(tokens: &[Token]) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut ends_range = false;
    let mut month_ahead = None;
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at)).copied();
        let (day, month, year) = match *token {
            Token::And => continue,
            Token::Through => {
                ends_range = true;
                continue;
            }
            Token::Dash => {
                ends_range |= is_through(before, &tokens[at + 1..]);
                continue;
            }
            Token::Month(month) => {
                let mut took = false;
                for part in parts.iter_mut().filter(|part| part.month.is_none()) {
                    part.month = Some(month);
                    took = true;
                }
                month_ahead = (!took).then_some(month);
                continue;
            }
            Token::Year(year) => {
                set_year(&mut parts, year)?;
                continue;
            }
            Token::Short(year) if is_short_year(tokens, at) && month_ahead.is_none() => {
                set_year(&mut parts, 2000 + year.cast_signed())?;
                continue;
            }
            Token::Short(day) => (day, month_ahead, None),
            Token::Full { year, month, day } => (day, Some(month), Some(year)),
        };
        if parts.len() == MOST_PARTS || (ends_range && parts.is_empty()) {
            return None;
        }
        parts.push(Part {
            day,
            month,
            year,
            ends_range,
        });
        ends_range = false;
    }
    (!parts.is_empty() && !ends_range).then_some(parts)
}

fn set_year(parts: &mut [Part], year: i32) -> Option<()> {
    let mut took = false;
    for part in parts.iter_mut().filter(|part| part.year.is_none()) {
        part.year = Some(year);
        took = true;
    }
    took.then_some(())
}

/// `20-24 Maret` and `30 Maret - 2 April` are ranges, `21-Mar-2026` and `21-Mar-26` are not.
fn is_through(before: Option<Token>, after: &[Token]) -> bool {
    match (before, after.first()) {
        (Some(Token::Short(_)), Some(Token::Short(_))) => true,
        (Some(Token::Month(_)), Some(Token::Short(_))) => is_month_next(&after[1..]),
        (Some(Token::Year(_) | Token::Full { .. }), Some(_)) => true,
        _ => false,
    }
}

/// Two digits right behind a month are its year, unless a month of their own follows.
fn is_short_year(tokens: &[Token], at: usize) -> bool {
    let behind = matches!(
        &tokens[..at],
        [.., Token::Month(_)] | [.., Token::Month(_), Token::Dash]
    );
    behind && !is_month_next(&tokens[at + 1..])
}

fn is_month_next(after: &[Token]) -> bool {
    matches!(
        after,
        [Token::Month(_), ..] | [Token::Dash, Token::Month(_), ..]
    )
}

#[cfg(test)]
mod tests;
