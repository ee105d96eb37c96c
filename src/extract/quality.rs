//! The quality gate: whether what was extracted can be the text of the page.
//!
//! A PDF without character map yields letters all the same, only wrong ones. Texts are judged by the
//! share of characters that Chinese documents have; the thresholds are far from both sides: printed law
//! has less than 0.2 % of characters outside the common sets, wrongly mapped text more than a quarter.

use std::sync::OnceLock;

use encoding_rs::{BIG5, GBK};

use super::{ExtractError, RawText};

/// Share of odd characters from which a text is unusable.
const GARBLED: f64 = 0.25;

/// Share of odd characters from which a text is noted as damaged.
const DAMAGED: f64 = 0.03;

/// Fewest characters a judgement rests on.
const FEWEST: usize = 20;

/// Counts over a text, blanks left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quality {
    /// All characters.
    pub all: usize,
    /// Chinese characters.
    pub hanzi: usize,
    /// U+FFFD.
    pub replaced: usize,
    /// Private use.
    pub private: usize,
    /// Chinese characters outside GB 2312 and the first level of Big5.
    pub rare: usize,
    /// Control characters, and letters of Latin-1 and scripts no Chinese document has.
    pub foreign: usize,
    /// ASCII signs that are neither letter nor digit.
    pub signs: usize,
}

impl Quality {
    /// Counts.
    pub fn of(text: &str) -> Self {
        let common = common();
        let mut quality = Self::default();
        for c in text.chars() {
            if c.is_whitespace() {
                continue;
            }
            quality.all += 1;
            match c {
                '\u{4e00}'..='\u{9fff}' => {
                    quality.hanzi += 1;
                    quality.rare += usize::from(!common[c as usize - 0x4e00]);
                }
                '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{3ffff}' | '\u{f900}'..='\u{faff}' => {
                    quality.hanzi += 1;
                    quality.rare += 1;
                }
                // Punctuation and signs of Chinese text: 、。《》 … □ ℃
                '\u{2000}'..='\u{27bf}'
                | '\u{3000}'..='\u{33ff}'
                | '\u{ff00}'..='\u{ffef}'
                | '0'..='9'
                | 'A'..='Z'
                | 'a'..='z'
                | '\u{a5}'
                | '\u{a7}'
                | '\u{b0}'
                | '\u{b1}'
                | '\u{b7}'
                | '\u{d7}'
                | '\u{f7}'
                | '\u{370}'..='\u{3ff}' => {}
                '\u{fffd}' => quality.replaced += 1,
                '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => quality.private += 1,
                '!'..='~' => quality.signs += 1,
                _ => quality.foreign += 1,
            }
        }
        quality
    }

    /// Share of characters that should not be there.
    pub fn odd(&self) -> f64 {
        if self.all == 0 {
            return 0.0;
        }
        // Signs are odd only where they make up most of the text.
        let signs = if self.signs * 2 > self.all {
            self.signs
        } else {
            0
        };
        (self.replaced + self.private + self.rare + self.foreign + signs) as f64 / self.all as f64
    }

    /// Whether the characters cannot be those of the page.
    pub fn garbled(&self) -> bool {
        self.all >= FEWEST && self.odd() >= GARBLED
    }

    fn damaged(&self) -> bool {
        self.all >= FEWEST && self.odd() >= DAMAGED
    }

    /// What is odd, in Chinese.
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        for (count, name) in [
            (self.replaced, "无法解码字符"),
            (self.private, "自造字"),
            (self.rare, "生僻字"),
            (self.foreign, "异常符号"),
        ] {
            if count > 0 {
                parts.push(format!("{name} {count} 个"));
            }
        }
        if self.signs * 2 > self.all {
            parts.push(format!("标点符号 {} 个", self.signs));
        }
        format!("共 {} 字，其中{}", self.all, parts.join("、"))
    }
}

/// Which of U+4E00–U+9FFF are common: GB 2312 and the first level of Big5.
fn common() -> &'static [bool] {
    static COMMON: OnceLock<Vec<bool>> = OnceLock::new();
    COMMON.get_or_init(|| {
        let mut common = vec![false; 0x9fff - 0x4e00 + 1];
        let mut mark = |text: &str| {
            for c in text
                .chars()
                .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
            {
                common[c as usize - 0x4e00] = true;
            }
        };
        for lead in 0xB0..=0xF7u8 {
            for trail in 0xA1..=0xFEu8 {
                mark(&GBK.decode_without_bom_handling(&[lead, trail]).0);
            }
        }
        for lead in 0xA4..=0xC6u8 {
            for trail in (0x40..=0x7Eu8).chain(0xA1..=0xFE) {
                mark(&BIG5.decode_without_bom_handling(&[lead, trail]).0);
            }
        }
        common
    })
}

/// Formats whose characters come from fonts and positions, not from coded text.
fn is_printed(format: &str) -> bool {
    matches!(format, "pdf" | "ofd" | "doc")
}

/// Judges a text: notes damage, and refuses what is unusable.
pub fn judge(raw: &mut RawText) -> Result<(), ExtractError> {
    if raw.text.trim().is_empty() {
        // Nothing to read is one thing, nothing left to read another.
        let damaged = raw.outcome == super::Outcome::OkDegraded;
        return Err(match raw.warnings.first().filter(|_| damaged) {
            Some(warning) => ExtractError::corrupt(warning.clone()),
            None => ExtractError::Empty,
        });
    }
    let whole = Quality::of(&raw.text);
    if whole.garbled() && is_printed(&raw.format) {
        return Err(ExtractError::Garbled(whole.words()));
    }
    if raw.line_pages.is_empty() {
        if whole.damaged() {
            raw.degrade(format!("文字可能有误：{}", whole.words()));
        }
    } else {
        for (page, text) in pages(raw) {
            let quality = Quality::of(&text);
            if quality.garbled() {
                raw.degrade(format!("第 {page} 页乱码：{}", quality.words()));
            } else if quality.damaged() {
                raw.degrade(format!("第 {page} 页文字可能有误：{}", quality.words()));
            }
        }
    }
    if is_printed(&raw.format)
        && let Some(note) = disorder(&raw.text)
    {
        raw.degrade(note);
    }
    if matches!(raw.format.as_str(), "doc" | "docx")
        && let Some(note) = doubtful_numbers(&raw.text)
    {
        raw.degrade(note);
    }
    if raw.format == "txt" && !raw.warnings.is_empty() {
        raw.outcome = super::Outcome::OkDegraded;
    }
    Ok(())
}

/// The text of each page.
pub(super) fn pages(raw: &RawText) -> Vec<(u32, String)> {
    let mut out: Vec<(u32, String)> = Vec::new();
    for (line, &page) in raw.text.lines().zip(&raw.line_pages) {
        match out.last_mut() {
            Some((last, text)) if *last == page => text.push_str(line),
            _ => out.push((page, line.to_owned())),
        }
    }
    out
}

/// A note if the articles do not ascend: the reading order is wrong, or lines are missing.
fn disorder(text: &str) -> Option<String> {
    let numbers: Vec<u64> = text.lines().filter_map(article).collect();
    if numbers.len() < 5 {
        return None;
    }
    // A file may hold several documents, each beginning with 第一条.
    let falls = numbers
        .windows(2)
        .filter(|pair| pair[1] <= pair[0] && pair[1] != 1)
        .count();
    (falls * 10 > numbers.len()).then(|| format!("条文序号有 {falls} 处倒退，阅读顺序可疑"))
}

/// A note if numbers begin again where they should go on: the file was written by a program that lost
/// how its lists continue.
fn doubtful_numbers(text: &str) -> Option<String> {
    let first = |line: &str| line.starts_with("(一)") || line.starts_with("（一）");
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let pairs = || lines.windows(2);
    let items = pairs()
        .filter(|pair| first(pair[0]) && first(pair[1]))
        .count();
    let later = |line: &str| {
        let number = line
            .strip_prefix('第')
            .and_then(|rest| rest.split_once('章'));
        number
            .filter(|(number, _)| number.len() <= 24)
            .and_then(|(number, _)| chinese(number))
            .is_some_and(|n| n > 1)
    };
    let articles = pairs()
        .filter(|pair| later(pair[0]) && article(pair[1]) == Some(1))
        .count();
    (items + articles > 0).then(|| {
        format!("自动编号可能有误：各章条号重新起算 {articles} 处，项号“（一）”重复 {items} 处，请对照原件核对")
    })
}

/// The number of the article that begins on a line.
fn article(line: &str) -> Option<u64> {
    let rest = line.trim_start().strip_prefix('第')?;
    let (number, _) = rest.split_once('条')?;
    (number.len() <= 24).then(|| chinese(number)).flatten()
}

/// 一百二十三 or 123.
fn chinese(text: &str) -> Option<u64> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let (mut total, mut digit) = (0u64, 0u64);
    for c in text.chars() {
        match c {
            '零' | '〇' => {}
            '十' => {
                total += digit.max(1) * 10;
                digit = 0;
            }
            '百' => {
                total += digit * 100;
                digit = 0;
            }
            '千' => {
                total += digit * 1000;
                digit = 0;
            }
            c => digit = "一二三四五六七八九".chars().position(|d| d == c)? as u64 + 1,
        }
    }
    Some(total + digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pdf(text: &str) -> RawText {
        RawText {
            text: text.to_owned(),
            format: "pdf".to_owned(),
            ..RawText::default()
        }
    }

    #[test]
    fn printed_text_passes_and_garbage_does_not() {
        let law = "第一条　为规范韶州市科技创新券管理，依据《科学技术进步法》，制定本办法（2021—2025年）。\n".repeat(3);
        let quality = Quality::of(&law);
        assert!(!quality.garbled() && quality.odd() < 0.001, "{quality:?}");
        assert!(judge(&mut pdf(&law)).is_ok());
        for garbage in [
            "\u{e001}\u{e002}甲".repeat(20),
            "榞摿犐犆犛犵".repeat(10),
            "!\"#$%&'()*+,-./".repeat(5),
            "ÄÏ²»ÊÇÖÐ".repeat(9),
        ] {
            assert!(
                matches!(judge(&mut pdf(&garbage)), Err(ExtractError::Garbled(_))),
                "{garbage}"
            );
        }
    }

    #[test]
    fn traditional_text_is_no_garbage() {
        let text = "為規範科技計畫管理，依據有關規定，制定本辦法。本辦法適用於本市行政區域內的申請與審查。".repeat(3);
        assert!(Quality::of(&text).odd() < 0.03);
    }

    #[test]
    fn one_bad_page_is_named() {
        let mut raw = pdf(&format!(
            "{}\n{}\n",
            "第一条 甲乙丙丁戊己庚辛".repeat(9),
            "\u{e001}".repeat(30)
        ));
        raw.line_pages = vec![1, 2];
        judge(&mut raw).expect("degraded");
        assert_eq!(raw.outcome, super::super::Outcome::OkDegraded);
        assert!(raw.warnings[0].contains("第 2 页"), "{:?}", raw.warnings);
    }

    #[test]
    fn numbers_that_begin_again_are_noted() {
        assert!(doubtful_numbers("第一章 甲\n第一条 乙\n第二章 丙\n第一条 丁").is_some());
        assert!(doubtful_numbers("（一）甲\n（一）乙\n（二）丙").is_some());
        assert_eq!(
            doubtful_numbers("第一章 甲\n第一条 乙：\n（一）丙\n（二）丁\n第二章 戊\n第二条 己"),
            None
        );
    }

    #[test]
    fn falling_articles_are_noted() {
        let text: String = ["三", "一", "五", "四", "二", "六"]
            .iter()
            .map(|n| format!("第{n}条 甲乙丙丁\n"))
            .collect();
        assert!(disorder(&text).is_some());
        let twice: String = ["一", "二", "三", "一", "二", "十一"]
            .iter()
            .map(|n| format!("第{n}条 甲\n"))
            .collect();
        assert_eq!(disorder(&twice), None);
        assert_eq!(chinese("一百二十三"), Some(123));
    }
}
