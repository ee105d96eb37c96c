//! How a number of a list looks: the number formats of Word.

/// A number format (`w:numFmt`, MS-DOC `nfc`). What is not listed is written 1, 2, 3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberFormat {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// 01, 02.
    DecimalZero,
    /// I, II.
    UpperRoman,
    /// i, ii.
    LowerRoman,
    /// A, B.
    UpperLetter,
    /// a, b.
    LowerLetter,
    /// １, ２.
    FullWidth,
    /// ①, ②.
    Circled,
    /// ⑴, ⑵.
    Parenthesised,
    /// ⒈, ⒉.
    FullStop,
    /// 一 … 九十九, from 100 digit by digit.
    Chinese,
    /// 一 … 一百二十三.
    ChineseThousand,
    /// 一二三 digit by digit.
    ChineseDigits,
    /// 壹, 贰.
    LegalSimplified,
    /// 壹, 貳.
    LegalTraditional,
    /// 甲, 乙.
    Stems,
    /// 子, 丑.
    Branches,
    /// Circled 一, 二.
    CircledChinese,
    /// A mark that is no number.
    Bullet,
    /// Nothing.
    None,
}

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const LEGAL_SIMPLIFIED: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const LEGAL_TRADITIONAL: [char; 10] = ['零', '壹', '貳', '參', '肆', '伍', '陸', '柒', '捌', '玖'];
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] = [
    '子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥',
];

impl NumberFormat {
    #[cfg(feature = "office")]
    /// By the name of `w:numFmt`.
    pub fn named(name: &str) -> Self {
        match name {
            "decimalZero" => Self::DecimalZero,
            "upperRoman" => Self::UpperRoman,
            "lowerRoman" => Self::LowerRoman,
            "upperLetter" => Self::UpperLetter,
            "lowerLetter" => Self::LowerLetter,
            "decimalFullWidth" | "decimalFullWidth2" => Self::FullWidth,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Self::Circled,
            "decimalEnclosedParen" => Self::Parenthesised,
            "decimalEnclosedFullstop" => Self::FullStop,
            "chineseCounting" | "taiwaneseCounting" => Self::Chinese,
            "chineseCountingThousand"
            | "taiwaneseCountingThousand"
            | "japaneseCounting"
            | "koreanCounting" => Self::ChineseThousand,
            "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
                Self::ChineseDigits
            }
            "chineseLegalSimplified" => Self::LegalSimplified,
            "ideographLegalTraditional" | "japaneseLegal" => Self::LegalTraditional,
            "ideographTraditional" => Self::Stems,
            "ideographZodiac" | "ideographZodiacTraditional" => Self::Branches,
            "ideographEnclosedCircle" => Self::CircledChinese,
            "bullet" => Self::Bullet,
            "none" => Self::None,
            _ => Self::Decimal,
        }
    }

    #[cfg(feature = "doc")]
    /// By the code of MS-DOC (MS-OSHARED 2.2.1.3, `MSONFC`).
    pub fn coded(code: u8) -> Self {
        match code {
            1 => Self::UpperRoman,
            2 => Self::LowerRoman,
            3 => Self::UpperLetter,
            4 => Self::LowerLetter,
            10 | 17 | 36 => Self::ChineseDigits,
            11 | 35 | 39 => Self::ChineseThousand,
            14 | 19 => Self::FullWidth,
            16 | 34 => Self::LegalTraditional,
            18 | 28 => Self::Circled,
            22 => Self::DecimalZero,
            23 => Self::Bullet,
            26 => Self::FullStop,
            27 => Self::Parenthesised,
            29 => Self::CircledChinese,
            30 => Self::Stems,
            31 | 32 => Self::Branches,
            33 | 37 => Self::Chinese,
            38 => Self::LegalSimplified,
            255 => Self::None,
            _ => Self::Decimal,
        }
    }

    /// Writes a number.
    pub fn write(self, value: i64) -> String {
        let Some(number) = u32::try_from(value).ok().filter(|n| *n < 100_000) else {
            return value.to_string();
        };
        let offset = |from: u32, first: char, last: u32| {
            (from..=last)
                .contains(&number)
                .then(|| char::from_u32(first as u32 + number - from))
                .flatten()
        };
        let one = |c: Option<char>| c.map_or_else(|| number.to_string(), String::from);
        match self {
            Self::Decimal => number.to_string(),
            Self::DecimalZero => format!("{number:02}"),
            Self::UpperRoman => roman(number),
            Self::LowerRoman => roman(number).to_lowercase(),
            Self::UpperLetter => letters(number, b'A'),
            Self::LowerLetter => letters(number, b'a'),
            Self::FullWidth => number
                .to_string()
                .chars()
                .filter_map(|c| char::from_u32(c as u32 - 0x30 + 0xFF10))
                .collect(),
            Self::Circled => one(offset(1, '①', 20)
                .or_else(|| offset(21, '㉑', 35))
                .or_else(|| offset(36, '㊱', 50))),
            Self::Parenthesised => one(offset(1, '⑴', 20)),
            Self::FullStop => offset(1, '⒈', 20).map_or_else(|| format!("{number}."), String::from),
            Self::Chinese if number >= 100 => digits(number),
            Self::Chinese | Self::ChineseThousand => {
                counting(number, &DIGITS, ['十', '百', '千'], true)
            }
            Self::ChineseDigits => digits(number),
            Self::LegalSimplified => counting(number, &LEGAL_SIMPLIFIED, ['拾', '佰', '仟'], false),
            Self::LegalTraditional => {
                counting(number, &LEGAL_TRADITIONAL, ['拾', '佰', '仟'], false)
            }
            Self::Stems => one(number
                .checked_sub(1)
                .and_then(|n| STEMS.get(n as usize))
                .copied()),
            Self::Branches => one(number
                .checked_sub(1)
                .and_then(|n| BRANCHES.get(n as usize))
                .copied()),
            Self::CircledChinese => one(offset(1, '㊀', 10)),
            Self::Bullet | Self::None => String::new(),
        }
    }
}

fn digits(number: u32) -> String {
    number
        .to_string()
        .bytes()
        .map(|b| DIGITS[usize::from(b - b'0') % 10])
        .collect()
}

/// 一百零三; `short` writes 十二 for 一十二.
fn counting(number: u32, digits: &[char; 10], units: [char; 3], short: bool) -> String {
    if number == 0 {
        return digits[0].to_string();
    }
    let mut out = String::new();
    let mut rest = number;
    if rest >= 10_000 {
        out.push_str(&counting(rest / 10_000, digits, units, short));
        out.push('万');
        rest %= 10_000;
        if rest > 0 && rest < 1000 {
            out.push('零');
        }
    }
    let mut gap = false;
    for (power, unit) in [
        (1000, Some(units[2])),
        (100, Some(units[1])),
        (10, Some(units[0])),
        (1, None),
    ] {
        let digit = (rest / power % 10) as usize;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap && !out.ends_with('零') {
            out.push('零');
        }
        gap = false;
        if !(short && digit == 1 && power == 10 && out.is_empty()) {
            out.push(digits[digit]);
        }
        out.extend(unit);
    }
    out
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 3999 {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

/// A … Z, AA, BB: Word repeats the letter.
fn letters(number: u32, first: u8) -> String {
    let Some(index) = number.checked_sub(1) else {
        return String::new();
    };
    let letter = char::from(first + (index % 26) as u8);
    std::iter::repeat_n(letter, (index / 26 + 1).min(30) as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_word_writes_them() {
        use NumberFormat as F;
        for (format, number, written) in [
            (F::ChineseThousand, 10, "十"),
            (F::ChineseThousand, 21, "二十一"),
            (F::ChineseThousand, 110, "一百一十"),
            (F::ChineseThousand, 208, "二百零八"),
            (F::ChineseThousand, 1005, "一千零五"),
            (F::Chinese, 101, "一〇一"),
            (F::ChineseDigits, 20, "二〇"),
            (F::LegalSimplified, 12, "壹拾贰"),
            (F::Circled, 3, "③"),
            (F::Circled, 21, "㉑"),
            (F::Parenthesised, 2, "⑵"),
            (F::FullStop, 1, "⒈"),
            (F::FullWidth, 12, "１２"),
            (F::UpperRoman, 14, "XIV"),
            (F::LowerLetter, 28, "bb"),
            (F::Stems, 2, "乙"),
            (F::Circled, 99, "99"),
            (F::Decimal, -1, "-1"),
        ] {
            assert_eq!(format.write(number), written, "{format:?} {number}");
        }
    }
}
