//! Labels at the beginning of a line, as far as joining broken lines has to know them.

/// Characters a label is looked for in.
const LONGEST: usize = 10;

/// Whether a line begins with a label: 第N条, 一、, （一）, 1., ①, 附件. `line` are its characters without blanks.
pub(super) fn leads(line: impl Iterator<Item = char>) -> bool {
    let mut chars = line.take(LONGEST);
    let numeral = |c: char| {
        matches!(
            c,
            '一' | '二'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '十'
                | '百'
                | '千'
                | '〇'
                | '○'
                | '零'
                | '0'..='9'
        )
    };
    let Some(first) = chars.next() else {
        return false;
    };
    match first {
        '第' => {
            let mut any = false;
            for c in chars {
                if numeral(c) {
                    any = true;
                } else {
                    return any && matches!(c, '条' | '章' | '节' | '编' | '篇' | '部');
                }
            }
            false
        }
        '（' | '〔' => {
            let mut n = 0;
            for c in chars {
                if numeral(c) {
                    n += 1;
                } else {
                    return (1..4).contains(&n) && matches!(c, '）' | '〕');
                }
            }
            false
        }
        '①'..='⑳' | '⑴'..='⒇' => true,
        '附' => chars
            .next()
            .is_some_and(|c| matches!(c, '件' | '表' | '录' | '：' | ':')),
        c if numeral(c) => {
            for c in chars {
                if !numeral(c) {
                    return matches!(c, '、' | '.' | '）');
                }
            }
            false
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_lead() {
        for label in [
            "第十二条为了",
            "（三）",
            "〔12〕",
            "①",
            "附件1",
            "附：",
            "二、",
            "3.",
            "十）",
        ] {
            assert!(leads(label.chars()), "{label}");
        }
        for other in [
            "",
            "第条",
            "第十二次",
            "（韶州）",
            "（一二三四）",
            "附近",
            "二十",
            "3人",
            "韶州市",
        ] {
            assert!(!leads(other.chars()), "{other}");
        }
    }
}
