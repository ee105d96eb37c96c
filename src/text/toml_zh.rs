//! What is wrong with a TOML text, in Chinese: the parser's own words are English.

/// The reason for a message of the parser, with how to write it.
pub fn reason(message: &str) -> String {
    let message = message.trim();
    let known = |words: &[&str]| words.iter().any(|word| message.contains(word));
    let text = if known(&["string values must be quoted"]) {
        "等号后面要有值，文字放在英文双引号里，如 \"韶州市\""
    } else if known(&["duplicate key"]) {
        "同一个项目写了两次"
    } else if known(&[
        "key with no value",
        "missing assignment",
        "missing value for key",
        "missing value",
        "invalid key-value",
    ]) {
        "缺少“= 值”，每行写成 项目 = 值"
    } else if known(&[
        "unclosed array table",
        "unclosed table",
        "missing table open",
    ]) {
        "方括号没有成对"
    } else if known(&["unclosed array"]) {
        "方括号“[”没有对应的“]”"
    } else if known(&["unclosed inline table"]) {
        "花括号“{”没有对应的“}”"
    } else if known(&["missing comma"]) {
        "两个值之间缺少英文逗号"
    } else if known(&["extra comma"]) {
        "多了一个逗号"
    } else if known(&["extra `=`", "extra assignment", "unexpected `=`"]) {
        "多了一个等号"
    } else if known(&[
        "opening quote",
        "invalid basic string",
        "invalid literal string",
        "multi-line",
    ]) {
        "英文引号没有成对"
    } else if known(&["escape", "unicode value"]) {
        "双引号里的反斜杠“\\”有特别的意思；写路径时改用正斜杠“/”或者英文单引号"
    } else if known(&["invalid unquoted key", "unquoted keys cannot be empty"]) {
        "项目名只能用英文字母、数字、- 和 _；中文的名称要放在英文双引号里"
    } else if known(&["carriage return", "comment character", "control"]) {
        "有不可见的控制字符"
    } else if known(&[
        "leading zero",
        "radix",
        "numeric sign",
        "number",
        "digits",
        "sign",
    ]) {
        "数字的写法不对"
    } else if known(&["recursion", "recurse"]) {
        "括号套得太深"
    } else if known(&["date", "time"]) {
        "日期要写成 2026-11-22 的样子"
    } else {
        "写法不合格式；每行写成 项目 = 值，文字放在英文双引号里"
    };
    text.to_owned()
}

/// 1-based line of a byte.
pub fn line_of(text: &str, byte: usize) -> usize {
    let end = (0..=byte.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0);
    text[..end].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::*;

    #[test]
    fn mistakes_people_make() {
        let cases = [
            ("corpus = 规范性文件", "英文双引号"),
            ("corpus = \"a\"\ncorpus = \"b\"", "写了两次"),
            ("corpus", "= 值"),
            ("corpus =", "要有值"),
            ("corpus = [\"a\" \"b\"]", "逗号"),
            ("corpus = [\"a\"", "“]”"),
            ("[rules\nexpired = 1", "方括号"),
            ("corpus = \"a", "引号"),
            ("index = \"C:\\数据\"", "反斜杠"),
            ("索引 = \"a\"", "项目名"),
            ("corpus = “a”", "英文双引号"),
            ("n = 007", "数字"),
        ];
        for (text, expected) in cases {
            let error = DeTable::parse(text).expect_err(text);
            let said = reason(error.message());
            assert!(
                said.contains(expected),
                "{text}: {} → {said}",
                error.message()
            );
            assert!(
                !said
                    .split(|c: char| !c.is_ascii_alphabetic())
                    .any(|word| word.len() > 1),
                "{said}"
            );
        }
    }

    #[test]
    fn lines_count_from_one() {
        assert_eq!(line_of("甲\n乙\n", 0), 1);
        assert_eq!(line_of("甲\n乙\n", 4), 2);
        assert_eq!(line_of("甲", 99), 1);
    }
}
