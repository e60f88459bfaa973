//! Text as a speech engine should read it: what engines get wrong is written out. Dates, numbers and
//! percentages they read rightly by themselves.

use crate::strings;

/// The sign of degrees Celsius in one character.
const CELSIUS: char = '\u{2103}';

/// The text to be spoken.
pub(super) fn spoken(text: &[char]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(&c) = text.get(at) {
        let before = at.checked_sub(1).and_then(|at| text.get(at)).copied().unwrap_or(' ');
        let rest = text.get(at..).unwrap_or_default();
        if c.is_ascii_digit() && !before.is_ascii_alphanumeric() {
            at += number(rest, &mut out);
        } else if lowered(c).is_some() {
            // A footnote is not read.
            if before.is_ascii_alphanumeric() {
                out.push_str(strings::TO_THE);
                while let Some(digit) = text.get(at).copied().and_then(lowered) {
                    match digit {
                        '-' => out.push_str(strings::MINUS),
                        digit => out.push(digit),
                    }
                    at += 1;
                }
                out.push_str(strings::POWER);
            } else {
                at += 1;
            }
        } else if let Some((written, said)) = replacement(rest) {
            let length = written.chars().count();
            // An apostrophe.
            let is_within = before.is_ascii_alphabetic()
                && rest.get(length).is_some_and(char::is_ascii_alphabetic);
            out.push_str(if is_within { written } else { said });
            at += length;
        } else {
            out.push(c);
            at += 1;
        }
    }
    out
}

/// What stands at the start of `text`, and what is said instead.
fn replacement(text: &[char]) -> Option<(&'static str, &'static str)> {
    strings::SPOKEN
        .split(' ')
        .filter_map(|entry| entry.split_once('='))
        .find(|(written, _)| starts_with(text, written))
}

fn starts_with(text: &[char], start: &str) -> bool {
    let mut text = text.iter();
    start.chars().all(|c| text.next() == Some(&c))
}

/// The character that is raised in `c`.
fn lowered(c: char) -> Option<char> {
    match c {
        '\u{b9}' => Some('1'),
        '\u{b2}' => Some('2'),
        '\u{b3}' => Some('3'),
        '\u{207b}' => Some('-'),
        '\u{2070}' | '\u{2074}'..='\u{2079}' => {
            char::from_digit(u32::from(c) - u32::from('\u{2070}'), 10)
        }
        _ => None,
    }
}

/// The raised form of a digit or minus sign; other characters stay.
pub(super) fn raised(c: char) -> char {
    match c {
        '1' => '\u{b9}',
        '2' => '\u{b2}',
        '3' => '\u{b3}',
        '-' | '\u{2212}' => '\u{207b}',
        // The others are in a row.
        '0' | '4'..='9' => char::from_u32(0x2070 + u32::from(c) - u32::from('0')).unwrap_or(c),
        c => c,
    }
}

/// What stands between two numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    Colon,
    Dash,
    Slash,
}

fn between(c: char) -> Option<Between> {
    match c {
        // Also the full-width colon.
        ':' | '\u{ff1a}' => Some(Between::Colon),
        // Hyphen, en and em dash, tilde and its full-width form.
        '-' | '\u{2013}' | '\u{2014}' | '~' | '\u{ff5e}' => Some(Between::Dash),
        '/' => Some(Between::Slash),
        _ => None,
    }
}

/// A number of a sequence such as `2025-10-30` or `8:30-17:00`.
struct Field<'a> {
    /// Its digits, with decimals.
    digits: &'a [char],
    /// With its unit, if that is a sign.
    whole: &'a [char],
    after: Option<Between>,
}

impl Field<'_> {
    fn unit(&self) -> Option<&char> {
        self.whole.get(self.digits.len())
    }

    fn has(&self, length: usize) -> bool {
        self.digits.len() == length
    }

    /// Whether it is part of a phone number: it begins with 0, or is too long for a count.
    fn is_code(&self) -> bool {
        let length = self.digits.len();
        (self.digits.first() == Some(&'0') && length > 2 && self.digits.iter().all(|c| *c != '.'))
            || (length > 10 && self.digits.iter().all(char::is_ascii_digit))
    }

    /// As an hour, minute or day: engines read a leading zero aloud.
    fn short(&self) -> &[char] {
        match self.digits {
            [zero, rest @ ..] if *zero == '0' && !rest.is_empty() => rest,
            digits => digits,
        }
    }
}

/// Reads the sequence of numbers at the start of `text`, and adds it as it is spoken. Returns its
/// length.
fn number(text: &[char], out: &mut String) -> usize {
    let mut fields = Vec::new();
    let mut at = 0;
    loop {
        let (digits, whole) = field(text.get(at..).unwrap_or_default());
        at += whole.len();
        let after = text.get(at).copied().and_then(between);
        let goes_on = text.get(at + 1).is_some_and(char::is_ascii_digit);
        let after = after.filter(|_| goes_on);
        fields.push(Field { digits, whole, after });
        if after.is_none() {
            break;
        }
        at += 1;
    }
    say(&fields, text.get(at).copied(), out);
    at
}

/// The digits of the number at the start of `text`, and the number with a sign as its unit.
fn field(text: &[char]) -> (&[char], &[char]) {
    let is_digit = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
    let mut end = 0;
    while is_digit(end)
        || (end > 0 && matches!(text.get(end), Some('.' | ',')) && is_digit(end + 1))
    {
        end += 1;
    }
    let has_unit = text.get(end).is_some_and(|c| matches!(c, '%' | '\u{2030}') || *c == CELSIUS);
    let whole = end + usize::from(has_unit);
    (text.get(..end).unwrap_or_default(), text.get(..whole).unwrap_or_default())
}

fn say(fields: &[Field], next: Option<char>, out: &mut String) {
    use Between::{Colon, Dash, Slash};
    match fields {
        [year, month, day]
            if year.has(4)
                && year.after == month.after
                && year.after != Some(Colon)
                && month.digits.len() < 3
                && day.digits.len() < 3 =>
        {
            for (field, unit) in [year, month, day].into_iter().zip(strings::DATE_UNITS) {
                out.extend(field.short());
                out.push_str(unit);
            }
            return;
        }
        // A phone number, in groups.
        [first, rest @ ..]
            if fields.iter().all(|field| !matches!(field.after, Some(Colon | Slash)))
                && (first.is_code()
                    || rest.len() > 1
                    || rest.iter().any(|field| field.digits.len() > 6)) =>
        {
            for digit in fields.iter().flat_map(|field| field.digits) {
                out.push(*digit);
                out.push(' ');
            }
            return;
        }
        _ => {}
    }
    let mut rest = fields;
    while let [field, after @ ..] = rest {
        rest = after;
        match (field.after, rest) {
            (Some(Colon), [minute, after @ ..]) if minute.has(2) && field.digits.len() < 3 => {
                out.extend(field.short());
                out.push_str(strings::HOUR);
                let seconds = match after {
                    [second, ..] if minute.after == Some(Colon) && second.has(2) => Some(second),
                    _ => None,
                };
                if minute.digits != ['0', '0'] || seconds.is_some() {
                    out.extend(minute.short());
                    out.push_str(strings::MINUTE);
                }
                rest = after;
                let mut last = minute;
                if let (Some(second), [_, after @ ..]) = (seconds, after) {
                    out.extend(second.short());
                    out.push_str(strings::SECOND);
                    (rest, last) = (after, second);
                }
                if last.after.is_some() {
                    out.push_str(strings::UP_TO);
                }
            }
            (between, following) => {
                out.extend(field.digits);
                match field.unit() {
                    Some(&CELSIUS) => out.push_str(strings::DEGREES),
                    unit => out.extend(unit),
                }
                match (between, following) {
                    (Some(Colon), _) => out.push_str(strings::VERSUS),
                    (Some(Slash), _) => out.push('/'),
                    // A score: a range ascends.
                    (Some(Dash), [next, ..])
                        if field.digits.len() < 4
                            && (field.digits.len(), field.digits)
                                > (next.digits.len(), next.digits) =>
                    {
                        out.push_str(strings::VERSUS);
                    }
                    (Some(Dash), _) => {
                        // Engines read the first of two years as a count.
                        if field.has(4) && next == strings::DATE_UNITS[0].chars().next() {
                            out.push_str(strings::DATE_UNITS[0]);
                        }
                        out.push_str(strings::UP_TO);
                    }
                    (None, _) => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(text: &str) -> String {
        spoken(&text.chars().collect::<Vec<_>>())
    }

    #[test]
    fn what_engines_get_wrong_is_written_out() {
        for (written, said) in [
            ("3-5天", "3至5天"),
            ("3%-5%", "3%至5%"),
            ("气温-3℃", "气温-3摄氏度"),
            ("15~20℃", "15至20摄氏度"),
            ("15℃~20℃", "15摄氏度至20摄氏度"),
            ("1.5—2.5倍", "1.5至2.5倍"),
            ("以5-3获胜", "以5比3获胜"),
            ("以3:1获胜", "以3比1获胜"),
            ("第6-11期", "第6至11期"),
            ("比例4:3:2", "比例4比3比2"),
            ("16:09", "16点9分"),
            ("16：09", "16点9分"),
            ("06:30发车", "6点30分发车"),
            ("8:00", "8点"),
            ("8:30-17:00开放", "8点30分至17点开放"),
            ("9:58:07", "9点58分7秒"),
            ("2025-10-30", "2025年10月30日"),
            ("2025/1/3 16:09", "2025年1月3日 16点9分"),
            ("2025-10-03", "2025年10月3日"),
            ("1998-2003年", "1998年至2003年"),
            ("2025年10月30日", "2025年10月30日"),
            ("13800138000", "1 3 8 0 0 1 3 8 0 0 0 "),
            ("010-12345678", "0 1 0 1 2 3 4 5 6 7 8 "),
            ("400-810-8888", "4 0 0 8 1 0 8 8 8 8 "),
            ("12345678元", "12345678元"),
            ("1,234,567元", "1,234,567元"),
            ("0.05", "0.05"),
            ("12.5%", "12.5%"),
            ("1/3", "1/3"),
            ("1.5×10⁸千米", "1.5乘10的8次方千米"),
            ("10⁻³", "10的负3次方"),
            ("960万km²", "960万平方千米"),
            ("20m²", "20平方米"),
            ("“江”——‘水’……涨", "江，水，涨"),
            ("阿·卜", "阿卜"),
            ("don’t", "don’t"),
            ("如此①¹。", "如此①。"),
            ("iPhone15-2", "iPhone15-2"),
            ("3-", "3-"),
            ("", ""),
        ] {
            assert_eq!(say(written), said, "{written}");
        }
    }

    #[test]
    fn raised_digits_are_those_that_are_read_as_powers() {
        for character in "-0123456789".chars() {
            assert_eq!(lowered(raised(character)), Some(character));
        }
        assert_eq!(raised('a'), 'a');
    }
}
