//! Text inside the markup of others: notification bodies, toasts, property lists.

/// The text as it must be written between tags or double quotes, so that it is shown as it is.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_taken_for_markup() {
        assert_eq!(escape("Dinas PU & PR"), "Dinas PU &amp; PR");
        assert_eq!(
            escape("<b>\"lewat\"</b>"),
            "&lt;b&gt;&quot;lewat&quot;&lt;/b&gt;"
        );
        assert_eq!(escape("Laporan #9165816"), "Laporan #9165816");
    }
}
