//! Dates of feeds, in the forms that feeds use in practice.

use zaidu_model::Timestamp;

/// Seconds of a day, an hour and a minute.
const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;
const MINUTE: i64 = 60;

/// The offset of a time that tells none, in seconds: a newsroom's time is China's.
const CHINA: i64 = 8 * HOUR;

/// Years that are not the beginning of an overflow or a date of zeros.
const YEARS: std::ops::RangeInclusive<i64> = 1..=9999;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The time that `text` tells:
///
/// - ISO 8601 and RFC 3339, also with a blank for the `T`, `/` or `.` in the date, without
///   seconds, without a time, which is then midnight, and without an offset, which is then China's;
///   24:00 is the end of the day;
/// - `2026年11月19日 8:00`, also with `8时5分`, `上午`, the day of the week and full-width digits;
/// - the digits of the day, or of the day and the time, with nothing between them;
/// - RFC 822 and its successors, such as `Thu, 19 Nov 2026 08:00:00 +0800` or `GMT`;
/// - the forms of C and Java, `Thu Nov 19 08:00:00 CST 2026`, and `Nov 19, 2026 8:00 AM`;
/// - a Unix time in seconds or, from 12 digits on, in milliseconds.
///
/// `None` for anything else, and for dates that programs write for none, such as
/// `0000-00-00 00:00:00` and `-0001-11-30T00:00:00+00:00`.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(timestamp) = Timestamp::parse(text) {
        return Some(timestamp);
    }
    let text = &plain(text);
    let unix = digits(text)
        .or_else(|| unix(text))
        .or_else(|| calendar(text))
        .or_else(|| internet_message(text))
        .or_else(|| month_first(text))?;
    Timestamp::from_unix(unix).ok()
}

/// `text` with half-width digits and signs, and without brackets and the day of the week in Chinese.
fn plain(text: &str) -> String {
    let half = |c: char| match c {
        '０'..='９' | '：' | '－' | '／' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '（' | '）' | '(' | ')' | '\u{3000}' | '\u{a0}' => ' ',
        c => c,
    };
    let text: String = text.chars().map(half).collect();
    let mut out = String::new();
    let mut rest = &*text;
    while let Some(at) = ["星期", "周"].iter().filter_map(|week| rest.find(week)).min() {
        out.push_str(&rest[..at]);
        let after = rest[at..].trim_start_matches("星期").trim_start_matches('周');
        rest =
            after.strip_prefix(['一', '二', '三', '四', '五', '六', '日', '天']).unwrap_or(after);
    }
    out + rest
}

/// The digits of a day, or of a day and a time, of this century or the last.
fn digits(text: &str) -> Option<i64> {
    let is_date = matches!(text.len(), 8 | 12 | 14)
        && (text.starts_with("20") || text.starts_with("19"))
        && text.bytes().all(|byte| byte.is_ascii_digit());
    let part = |from: usize| text.get(from..from + 2).unwrap_or("00").parse().ok();
    let year: i64 = text.get(..4).filter(|_| is_date)?.parse().ok()?;
    let time: (i64, i64, i64) = (part(8)?, part(10)?, part(12)?);
    let is_time = time.0 < 24 && time.1 < 60 && time.2 < 60;
    let days = days(year, part(4)?, part(6)?).filter(|_| is_time)?;
    Some(days * DAY + time.0 * HOUR + time.1 * MINUTE + time.2 - CHINA)
}

/// A date that begins with the month, after a day of the week: with the year after the day, or at
/// the end.
fn month_first(text: &str) -> Option<i64> {
    let mut words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let is_month = |word: &str| {
        word.get(..3).is_some_and(|it| MONTHS.iter().any(|name| it.eq_ignore_ascii_case(name)))
    };
    if !is_month(words.first()?) {
        words.remove(0);
    }
    let (month, day) = (*words.first().filter(|word| is_month(word))?, *words.get(1)?);
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let at = words.iter().skip(2).position(is_year)? + 2;
    let year = words.remove(at);
    internet_message(format!("{day} {month} {year} {}", words[2..].join(" ")).trim_end())
}

/// A Unix time, which may have a fraction.
fn unix(text: &str) -> Option<i64> {
    let (digits, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !(9..=14).contains(&digits.len()) || !is_number(digits) || !is_number(fraction) {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    Some(if digits.len() < 12 { number } else { number / 1_000 })
}

/// A date that begins with the year.
fn calendar(text: &str) -> Option<i64> {
    let mut rest = text;
    let year = number(&mut rest, 4)?;
    skip_one(&mut rest, &['-', '/', '.', '年'])?;
    let month = number(&mut rest, 2)?;
    skip_one(&mut rest, &['-', '/', '.', '月'])?;
    let day = number(&mut rest, 2)?;
    let rest = rest.strip_prefix('日').unwrap_or(rest);
    let time = rest.strip_prefix(['T', 't']).unwrap_or(rest).trim();
    Some(days(year, month, day)? * DAY + if time.is_empty() { -CHINA } else { clock(time)? })
}

/// The month with this name, from 0: also in Chinese, where a site writes its feed in the language of
/// its pages.
fn month_named(name: &str) -> Option<usize> {
    const CHINESE: [&str; 12] =
        ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
    if let Some(number) = name.strip_suffix('月') {
        let chinese = CHINESE.iter().position(|known| *known == number);
        return chinese.or_else(|| number.parse::<usize>().ok()?.checked_sub(1));
    }
    let name = name.get(..3)?.to_ascii_lowercase();
    MONTHS.iter().position(|known| *known == name)
}

/// A date in the form of e-mail and RSS.
fn internet_message(text: &str) -> Option<i64> {
    let date = text.split_once(',').map_or(text, |(_, date)| date).trim();
    let mut parts = date.splitn(4, [' ', '-']).map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let month = month_named(month)?;
    let year: i64 = year.parse().ok()?;
    // RFC 822 had two digits.
    let year = match year {
        0..=69 => year + 2000,
        70..=99 => year + 1900,
        year => year,
    };
    let days = days(year, i64::try_from(month).ok()? + 1, day.parse().ok()?)?;
    Some(days * DAY + parts.next().map_or(Some(-CHINA), clock)?)
}

/// Seconds from midnight UTC of a time of day with an optional offset, such as `08:00 +0800`.
fn clock(text: &str) -> Option<i64> {
    const HALVES: [(&str, bool); 6] = [
        ("上午", false),
        ("凌晨", false),
        ("早上", false),
        ("下午", true),
        ("晚上", true),
        ("中午", true),
    ];
    let half = HALVES.iter().find_map(|(name, late)| Some((text.strip_prefix(name)?, *late)));
    let (mut rest, mut is_late) = half.map_or((text, None), |(rest, late)| (rest, Some(late)));
    rest = rest.trim_start();
    let hour = number(&mut rest, 2)?;
    skip_one(&mut rest, &[':', '时', '点'])?;
    let (mut minute, mut second) = (0, 0);
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        minute = number(&mut rest, 2)?;
        if skip_one(&mut rest, &[':', '分']).is_some()
            && rest.starts_with(|c: char| c.is_ascii_digit())
        {
            second = number(&mut rest, 2)?;
            rest = rest.strip_prefix('秒').unwrap_or(rest);
        }
    } else if text.contains(':') {
        return None;
    }
    let after = rest.trim_start();
    for (name, late) in [("am", false), ("pm", true)] {
        if after.get(..2).is_some_and(|it| it.eq_ignore_ascii_case(name)) {
            (rest, is_late) = (&after[2..], Some(late));
        }
    }
    let hour = match is_late {
        Some(true) if hour < 12 => hour + 12,
        // Midnight, where noon is 12 too.
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    // A leap second is the last one of its minute.
    let is_time = hour <= 24 && minute < 60 && second <= 60 && (hour < 24 || minute + second == 0);
    let seconds = hour * HOUR + minute * MINUTE + second.min(59);
    is_time.then_some(seconds - offset(rest.trim())?)
}

/// Seconds east of UTC.
fn offset(text: &str) -> Option<i64> {
    let hours = |hours: i64| Some(hours * HOUR);
    // Names of China's time, which may stand after its offset.
    let text = ["CST", "北京时间", "中国标准时间"]
        .iter()
        .find_map(|name| text.strip_suffix(name))
        .map_or(text, str::trim_end);
    match text.to_ascii_uppercase().as_str() {
        "" => return Some(CHINA),
        "Z" | "GMT" | "UT" | "UTC" => return Some(0),
        "EST" => return hours(-5),
        "EDT" => return hours(-4),
        "PST" => return hours(-8),
        "PDT" => return hours(-7),
        _ => {}
    }
    let text = text.trim_start_matches("GMT").trim_start_matches("UTC");
    let (sign, mut rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let hour = number(&mut rest, 2)?;
    skip_one(&mut rest, &[':']);
    let minute = if rest.is_empty() { 0 } else { number(&mut rest, 2)? };
    (rest.is_empty() && hour < 24 && minute < 60).then_some(sign * (hour * HOUR + minute * MINUTE))
}

/// Takes a number of one to `max` digits from the beginning of `rest`.
fn number(rest: &mut &str, max: usize) -> Option<i64> {
    let digits = rest.bytes().take(max).take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at(digits);
    *rest = after;
    number.parse().ok()
}

/// Takes one of `marks` from the beginning of `rest`.
fn skip_one(rest: &mut &str, marks: &[char]) -> Option<()> {
    *rest = rest.strip_prefix(marks)?;
    Some(())
}

/// Days from 1970-01-01 to a day of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    const CUMULATIVE: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if !YEARS.contains(&year) || !(1..=12).contains(&month) || !(1..=length).contains(&day) {
        return None;
    }
    let before = year - 1;
    let years = before * 365 + before / 4 - before / 100 + before / 400;
    let month_start = CUMULATIVE[usize::try_from(month - 1).ok()?];
    let leap_day = i64::from(is_leap && month > 2);
    // The first day of the year 1 is 719,162 days before that of 1970.
    Some(years + month_start + leap_day + day - 1 - 719_162)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_practice_are_read() {
        for text in [
            "2026-11-19T08:00:00+08:00",
            "2026-11-19T00:00:00Z",
            " 2026-11-19t08:00:00.123+08:00 ",
            "2026-11-19T08:00:00",
            "2026-11-19 08:00:00",
            "2026-11-19 8:00",
            "2026-11-19T08:00",
            "2026-11-19T08:00:00+0800",
            "2026-11-19T08:00:00 +08",
            "2026-11-19T08:00+08:00",
            "2026/11/19 08:00",
            "2026.11.19 08:00",
            "2026年11月19日 8:00",
            "2026年11月19日 08:00:00 北京时间",
            "Thu, 19 Nov 2026 08:00:00 +0800",
            "Thu, 19 Nov 2026 00:00:00 GMT",
            "19 Nov 26 00:00 UT",
            "19-Nov-2026 08:00:00",
            "Wed, 18 Nov 2026 19:00:00 EST",
            "18 November 2026 24:00 CST+0",
            "1795046400",
            "1795046400000",
            "1795046400.5",
            "20261119080000",
            "202611190800",
            "2026年11月19日 星期四 08:00",
            "2026年11月19日（周四）8时00分",
            "２０２６年１１月１９日　０８：００",
            "2026-11-19 上午8:00",
            "2026-11-19 08:00:00（北京时间）",
            "2026-11-19 08:00:00 +0800 CST",
            "Thu Nov 19 08:00:00 CST 2026",
            "Thu Nov 19 00:00:00 +0000 2026",
            "Thu Nov 19 2026 08:00:00 GMT+0800 (中国标准时间)",
            "Nov 19, 2026 8:00 AM",
            "November 19, 2026 08:00",
        ] {
            let expected = match text {
                "18 November 2026 24:00 CST+0" => None,
                _ => Some("2026-11-19T08:00:00+08:00".to_owned()),
            };
            assert_eq!(parse(text).map(|time| time.to_string()), expected, "{text}");
        }
    }

    #[test]
    fn days_are_whole_and_end_at_24() {
        for (text, expected) in [
            ("2026-11-19", "2026-11-19T00:00:00+08:00"),
            ("2026年2月3日", "2026-02-03T00:00:00+08:00"),
            ("19 Nov 2026", "2026-11-19T00:00:00+08:00"),
            ("20261119", "2026-11-19T00:00:00+08:00"),
            ("Nov 19, 2026", "2026-11-19T00:00:00+08:00"),
            ("2026年11月19日 下午3时5分", "2026-11-19T15:05:00+08:00"),
            ("2026年11月19日 20时", "2026-11-19T20:00:00+08:00"),
            ("2026-11-19 12:30 AM", "2026-11-19T00:30:00+08:00"),
            ("2026-11-19T24:00:00+08:00", "2026-11-20T00:00:00+08:00"),
            ("2024-02-29 23:59:60", "2024-02-29T23:59:59+08:00"),
            ("1969-12-31T23:59:59Z", "1970-01-01T07:59:59+08:00"),
            ("1899-01-01", "1899-01-01T00:00:00+08:00"),
            ("9999-12-31", "9999-12-31T00:00:00+08:00"),
        ] {
            assert_eq!(
                parse(text).map(|time| time.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "0000-00-00 00:00:00",
            "-0001-11-30T00:00:00+00:00",
            "2026-13-01",
            "2026-02-29",
            "2026-11-19 25:00",
            "2026-11-19 24:01",
            "2026-11-19T08:00:00+99:00",
            "2026-11-19 08:00 tomorrow",
            "12",
            "17950464",
            "20261319",
            "2026-11-19 8:",
            "Nov 19",
            "May",
            "179504640000000000",
            "10000-01-01",
            "一月一日",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn days_agree_with_the_calendar_of_the_model() {
        for year in [1, 1600, 1900, 1969, 1970, 2000, 2024, 2026, 2100, 9999] {
            for month in 1..=12 {
                for day in [1, 15, 28] {
                    let text = format!("{year:04}-{month:02}-{day:02}T12:34:56Z");
                    let plain = text.replace('T', " ").replace('Z', " UTC");
                    assert_eq!(parse(&plain), Timestamp::parse(&text).ok(), "{text}");
                }
            }
        }
    }
}
