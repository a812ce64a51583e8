//! Tags and text of web pages and of Excel's XML of 2003. Forgiving: whatever it meets, it goes on.
//! Knows no tables.

use std::borrow::Cow;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open {
        /// Lower case, without a prefix.
        name: String,
        attributes: &'a str,
        /// `<x/>`
        empty: bool,
    },
    Close(String),
    /// References resolved; white space as it stands.
    Text(Cow<'a, str>),
}

/// The tokens of a text, without comments, scripts and declarations.
pub(super) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub fn of(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// Leaves out everything up to and with `end`.
    fn skip_to(&mut self, end: &str) {
        self.rest = self
            .rest
            .find(end)
            .map_or("", |at| &self.rest[at + end.len()..]);
    }

    fn skip_element(&mut self, name: &str) {
        let close = format!("</{name}");
        let lower = self.rest.to_ascii_lowercase();
        self.rest = lower.find(&close).map_or("", |at| &self.rest[at..]);
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(after) = self.rest.strip_prefix('<') else {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Token::Text(resolve(text)));
            };
            if let Some(cdata) = after.strip_prefix("![CDATA[") {
                let end = cdata.find("]]>").unwrap_or(cdata.len());
                self.rest = cdata.get(end + 3..).unwrap_or_default();
                return Some(Token::Text(Cow::Borrowed(&cdata[..end])));
            }
            if after.starts_with("!--") {
                self.skip_to("-->");
                continue;
            }
            if after.starts_with(['!', '?']) {
                self.skip_to(">");
                continue;
            }
            if let Some(close) = after.strip_prefix('/') {
                let end = close.find('>').unwrap_or(close.len());
                self.rest = close.get(end + 1..).unwrap_or_default();
                return Some(Token::Close(local_name(&close[..end])));
            }
            if !after.starts_with(|c: char| c.is_ascii_alphabetic()) {
                // A lone `<` in a text.
                self.rest = after;
                return Some(Token::Text(Cow::Borrowed("<")));
            }
            let end = end_of_tag(after);
            let inside = &after[..end];
            self.rest = after.get(end + 1..).unwrap_or_default();
            let (inside, empty) = match inside.strip_suffix('/') {
                Some(inside) => (inside, true),
                None => (inside, false),
            };
            let split = inside
                .find(|c: char| c.is_ascii_whitespace())
                .unwrap_or(inside.len());
            let (name, attributes) = inside.split_at(split);
            let name = local_name(name);
            if !empty && (name == "script" || name == "style") {
                self.skip_element(&name);
                continue;
            }
            return Some(Token::Open {
                name,
                attributes,
                empty,
            });
        }
    }
}

/// The place of the `>` that ends a tag; one inside quotes does not.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, '>') => return at,
            _ => {}
        }
    }
    // A quote that never closes: the first `>` must do.
    text.find('>').unwrap_or(text.len())
}

fn local_name(name: &str) -> String {
    let name = name.trim();
    let name = name.rsplit_once(':').map_or(name, |(_, local)| local);
    name.to_ascii_lowercase()
}

/// The value of an attribute, by its name without a prefix.
pub(super) fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c == '=' || c.is_ascii_whitespace())
            .unwrap_or(rest.len());
        let name = local_name(&rest[..end]);
        rest = rest[end..].trim_start();
        let Some(after) = rest.strip_prefix('=') else {
            if end == 0 {
                return None;
            }
            continue;
        };
        let after = after.trim_start();
        let (value, next) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inside = &after[1..];
                let end = inside.find(quote).unwrap_or(inside.len());
                (&inside[..end], inside.get(end + 1..).unwrap_or_default())
            }
            _ => {
                let end = after
                    .find(|c: char| c.is_ascii_whitespace())
                    .unwrap_or(after.len());
                after.split_at(end)
            }
        };
        if name == wanted {
            return Some(resolve(value).into_owned());
        }
        rest = next.trim_start();
    }
    None
}

/// The text with its references (`&amp;`, `&#13;`, `&#xA0;`) resolved; what is none stays.
fn resolve(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 10;
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        resolved.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST).position(|byte| byte == b';');
        match end.and_then(|end| Some((end, character(&rest[1..end])?))) {
            Some((end, character)) => {
                resolved.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                resolved.push('&');
                rest = &rest[1..];
            }
        }
    }
    resolved.push_str(rest);
    Cow::Owned(resolved)
}

fn character(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "deg" => '°',
        "eacute" => 'é',
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut shown = String::new();
        for token in Tokens::of(text) {
            shown.push_str(&match token {
                Token::Open { name, empty, .. } if empty => format!("[{name}/]"),
                Token::Open { name, .. } => format!("[{name}]"),
                Token::Close(name) => format!("[/{name}]"),
                Token::Text(text) => text.into_owned(),
            });
        }
        shown
    }

    #[test]
    fn tags_and_text_come_apart() {
        for (text, expected) in [
            ("<TD class='a>b'>x &amp; y</TD>", "[td]x & y[/td]"),
            ("<ss:Cell/><!-- <td> -->z", "[cell/]z"),
            ("<!DOCTYPE html><?xml x?><p>", "[p]"),
            ("<script>if (a<b) {}</script>t", "[/script]t"),
            ("a < b &copy; &#13;&#x41;", "a < b &copy; \rA"),
            ("<![CDATA[<td>]]>", "<td>"),
            ("<td x=\"never closed>text", "[td]text"),
            ("<td", "[td]"),
            ("&#xFFFFFFFF;&#55357;", "&#xFFFFFFFF;&#55357;"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn attributes_are_found_by_name() {
        let attributes = " ss:Index=\"3\" colspan=2 nowrap title='a b' x:num";
        assert_eq!(attribute(attributes, "index").as_deref(), Some("3"));
        assert_eq!(attribute(attributes, "colspan").as_deref(), Some("2"));
        assert_eq!(attribute(attributes, "title").as_deref(), Some("a b"));
        assert_eq!(attribute(attributes, "rowspan"), None);
        assert_eq!(attribute("=", "x"), None);
    }
}
