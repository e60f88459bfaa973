//! Parser of credit lines, such as `作者:林一舟、周渡` and `本报记者 林一舟`.

use crate::normalize::without_white_space;

/// Labels before the names of authors. A label comes before its suffixes.
pub(super) const AUTHOR_LABELS: [&str; 11] = [
    "本报特约记者",
    "本报通讯员",
    "本网记者",
    "本报记者",
    "特约记者",
    "通讯员",
    "撰文",
    "作者",
    "记者",
    "撰稿",
    "文",
];

/// Labels before the name of an editor.
pub(super) const EDITOR_LABELS: [&str; 4] = ["责任编辑", "责编", "编辑", "本期编辑"];

/// Maximum length of a credit line, in characters; a longer paragraph is ordinary text.
pub(super) const MAX_LENGTH: usize = 60;

/// `text` with full-width forms (U+FF01 to U+FF5E) replaced by ASCII, one character by one:
/// newsrooms mix both forms of colons, commas and parentheses.
pub(super) fn to_half_width(text: &str) -> String {
    let to_ascii = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(to_ascii).collect()
}

/// The names in a half-width text that consists of one of `labels` and names. A colon, slash or
/// bar ends the label. A space does so only after a label that begins no sentence, before names
/// that look like Chinese ones: `记者 手记` is a title.
pub(super) fn labelled_names<'a>(text: &'a str, labels: &[&str]) -> Option<Vec<&'a str>> {
    labels.iter().find_map(|label| {
        let (names, has_mark) = split_label(text, label)?;
        let is_sure =
            has_mark || is_unmistakable(label) && names.iter().all(|name| is_chinese_name(name));
        (is_sure && !names.is_empty() && names.iter().all(|name| is_name(name))).then_some(names)
    })
}

/// The names after `label`, and whether a mark, and not only a space, ends the label.
fn split_label<'a>(text: &'a str, label: &str) -> Option<(Vec<&'a str>, bool)> {
    let rest = strip_label(text.trim(), label)?;
    match rest.trim_start().strip_prefix([':', '/', '|', '\u{4e28}']) {
        Some(names) => Some((split_names(names), true)),
        None if rest.starts_with(char::is_whitespace) => Some((split_names(rest), false)),
        None => None,
    }
}

/// Whether `label` is that of a credit wherever it stands: other labels are words of titles and
/// sentences too.
fn is_unmistakable(label: &str) -> bool {
    label.starts_with("本报") || label.starts_with("本网") || label.starts_with("责")
}

/// The surnames of nearly everybody.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳穆司古吉卓诸";

/// Whether a text looks like the name of a Chinese person: a surname and one to three characters.
fn is_chinese_name(name: &str) -> bool {
    let name = without_white_space(name);
    name.starts_with(|surname| SURNAMES.contains(surname))
        && (2..=4).contains(&name.chars().count())
}

/// The text after `label`, whose characters may be separated by spaces (`作 者`).
fn strip_label<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    label.chars().try_fold(text, |rest, c| rest.trim_start().strip_prefix(c))
}

/// Splits names at commas of every kind, or at spaces when there is no comma and the names are
/// Chinese: other names contain spaces.
fn split_names(names: &str) -> Vec<&str> {
    let commas = ['、', ',', '/', ';'];
    let by_space = !names.contains(commas) && !names.contains(|c: char| c.is_ascii_alphabetic());
    let names = names.split(|c: char| commas.contains(&c) || by_space && c.is_whitespace());
    let names: Vec<_> = names.map(str::trim).filter(|name| !name.is_empty()).collect();
    names
}

/// Whether a text is plausible as a person's name, and neither a sentence nor another label.
fn is_name(text: &str) -> bool {
    if AUTHOR_LABELS.contains(&text) || EDITOR_LABELS.contains(&text) {
        return false;
    }
    let is_allowed = |c: char| {
        c.is_alphabetic() || c.is_whitespace() || matches!(c, '·' | '•' | '.' | '-' | '\'')
    };
    let max_length = if text.contains(|c: char| c.is_ascii_alphabetic()) { 30 } else { 8 };
    text.chars().count() <= max_length && text.chars().all(is_allowed)
}

/// Whether a half-width `text` consists of a label and names that are all among `known`.
pub(super) fn repeats_labelled_names(text: &str, known: &[String]) -> bool {
    let known: Vec<_> = known.iter().map(|name| without_white_space(name)).collect();
    AUTHOR_LABELS.iter().filter_map(|label| split_label(text, label)).any(|(names, _)| {
        // Names of two characters are often spaced to the width of three: `林  舟`.
        all_known(&names, &known) || known.contains(&names.concat())
    })
}

/// Whether a half-width `text` consists of names that are all among `known`, with or without a
/// label.
pub(super) fn repeats_names(text: &str, known: &[String]) -> bool {
    let without_spaces: Vec<_> = known.iter().map(|name| without_white_space(name)).collect();
    all_known(&split_names(text), &without_spaces)
        || all_known(&[text], &without_spaces)
        || repeats_labelled_names(text, known)
}

fn all_known(names: &[&str], known: &[String]) -> bool {
    !names.is_empty() && names.iter().all(|name| known.contains(&without_white_space(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(names: &[&str]) -> Option<Vec<String>> {
        Some(names.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn labels_need_a_separator() {
        let names = |text: &str| -> Option<Vec<String>> {
            Some(labelled_names(text, &AUTHOR_LABELS)?.into_iter().map(str::to_owned).collect())
        };
        assert_eq!(names("作者:林一舟"), owned(&["林一舟"]));
        assert_eq!(names("作 者: 林一舟、周渡,沈砚"), owned(&["林一舟", "周渡", "沈砚"]));
        assert_eq!(
            names(&to_half_width("作者\u{ff1a}林一舟\u{ff0c}周渡")),
            owned(&["林一舟", "周渡"])
        );
        assert_eq!(names("文/林一舟 周渡"), owned(&["林一舟", "周渡"]));
        assert_eq!(names("本报记者\u{3000}林一舟"), owned(&["林一舟"]));
        assert_eq!(names("记者:Ann Lee, Bo"), owned(&["Ann Lee", "Bo"]));
        for text in [
            "作者林一舟",
            "作者:",
            "文章:林",
            "记者 在江边看到了今年最大的潮水",
            "作者:他来了。",
            "记者 手记",
            "记者 林一舟",
            "文 一江 春水",
            "通讯员 培训 班 开班",
            "本报记者 手记",
            "本报记者 林一舟 通讯员 周渡",
            "作者:林一舟 通讯员 周渡",
        ] {
            assert_eq!(names(text), None, "{text}");
        }
    }

    #[test]
    fn repeated_names_are_found_in_any_spelling() {
        let known = ["林一舟".to_owned(), "周渡".to_owned()];
        for text in ["林一舟", "周\u{3000}渡", "林一舟 周渡", "作者:周渡", "记者 周 渡"]
        {
            assert!(repeats_names(text, &known), "{text}");
        }
        for text in ["", "沈砚", "林一舟、沈砚", "作者", "作者:"] {
            assert!(!repeats_names(text, &known), "{text}");
        }
        for text in ["作者:周渡", "记者 周 渡", "文/林一舟 周渡"] {
            assert!(repeats_labelled_names(text, &known), "{text}");
        }
        for text in ["林一舟", "周\u{3000}渡", "林一舟 周渡", "记者 手记"] {
            assert!(!repeats_labelled_names(text, &known), "{text}");
        }
        assert!(!repeats_names("", &[]));
    }
}
