//! A web page in one file with its pictures, as Excel saves "single file web page".

use std::borrow::Cow;

use super::encoding::decode;

/// Its pages as text; none where the bytes are something else.
pub(super) fn pages(bytes: &[u8]) -> Option<Vec<String>> {
    let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)]).to_lowercase();
    if !beginning.contains("mime-version:") || !beginning.contains("multipart/related") {
        return None;
    }
    let text = latin(bytes);
    let (head, body) = split_head(&text);
    let boundary = parameter(&head, "boundary")?;
    let mark = format!("--{boundary}");
    let pages = body
        .split(mark.as_str())
        .filter_map(|part| {
            let part = part.trim_start_matches(['\r', '\n']);
            let (head, body) = split_head(part);
            head.to_lowercase()
                .contains("text/html")
                .then(|| page(&head, body))?
        })
        .collect();
    Some(pages)
}

/// Each byte as the character of its number, so that nothing is lost before the encoding is known.
fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

fn page(head: &str, body: &str) -> Option<String> {
    let encoding = header(head, "content-transfer-encoding").unwrap_or_default();
    let bytes = match encoding.trim().to_lowercase().as_str() {
        "quoted-printable" => quoted_printable(body),
        "base64" => base64(body),
        _ => body
            .chars()
            .map(|c| u8::try_from(c).unwrap_or(b'?'))
            .collect(),
    };
    decode(&bytes, parameter(head, "charset").as_deref()).map(Cow::into_owned)
}

/// Headers, with continued lines joined, and what follows the first blank line.
fn split_head(part: &str) -> (String, &str) {
    let (head, body) = match (part.find("\r\n\r\n"), part.find("\n\n")) {
        (Some(at), other) if other.is_none_or(|other| at < other) => (&part[..at], &part[at + 4..]),
        (_, Some(at)) => (&part[..at], &part[at + 2..]),
        _ => (part, ""),
    };
    let joined = head
        .replace("\r\n", "\n")
        .replace("\n\t", " ")
        .replace("\n ", " ");
    (joined, body)
}

fn header(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim()
            .eq_ignore_ascii_case(name)
            .then(|| value.trim().to_owned())
    })
}

fn parameter(head: &str, name: &str) -> Option<String> {
    let at = head.to_lowercase().find(&format!("{name}="))?;
    let value = &head[at + name.len() + 1..];
    let end = |marks: &[char]| value.find(marks).unwrap_or(value.len());
    match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().map(str::to_owned),
        None => Some(value[..end(&[';', '\n', '\r', ' '])].to_owned()),
    }
}

fn quoted_printable(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '=' {
            bytes.push(u8::try_from(c).unwrap_or(b'?'));
            continue;
        }
        let after = rest.as_str();
        if let Some(soft) = after.strip_prefix("\r\n").or(after.strip_prefix('\n')) {
            rest = soft.chars();
        } else if let Some(byte) = after
            .get(..2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
        {
            bytes.push(byte);
            rest = after[2..].chars();
        } else {
            bytes.push(b'=');
        }
    }
    bytes
}

fn base64(text: &str) -> Vec<u8> {
    let value = |c: char| -> Option<u32> {
        Some(match c {
            'A'..='Z' => c as u32 - 'A' as u32,
            'a'..='z' => c as u32 - 'a' as u32 + 26,
            '0'..='9' => c as u32 - '0' as u32 + 52,
            '+' => 62,
            '/' => 63,
            _ => return None,
        })
    };
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0);
    for six in text.chars().filter_map(value) {
        bits = (bits << 6) | six;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    bytes
}
