//! Sanitised single-line text for other programs: head tags, structured data, feeds, sitemaps.

use zaidu_model::text::is_noncharacter;

/// `text` on one line, without bidirectional control characters: titles are embedded in pages
/// of others, where such characters would reverse the text around them. Nor has it noncharacters,
/// which some of these programs refuse.
pub(crate) fn visible_text(text: &str) -> String {
    let is_bidi_control = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks_line = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let text: String = text
        .chars()
        .filter(|c| !is_bidi_control(*c) && !is_noncharacter(*c))
        .map(|c| if breaks_line(c) { ' ' } else { c })
        .collect();
    text.trim().to_owned()
}
