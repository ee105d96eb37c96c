//! What became of a file, in the words staff read.

use serde::{Deserialize, Serialize};

/// The status of one file after extraction. Never silently empty: every file has one.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The text is complete.
    #[default]
    Ok,
    /// The text is there, but something is missing or damaged; the warnings say what and where.
    OkDegraded,
    /// The text is complete, but the extension names another format.
    WrongExt,
    /// Nothing but blanks.
    Empty,
    /// Pages are pictures of text.
    Scanned,
    /// Characters were turned into outlines.
    Outlined,
    /// A password is needed.
    Encrypted,
    /// There is a text layer, but its characters are not those of the page.
    Garbled,
    /// The file is damaged.
    Corrupt,
    /// The file, or what it unpacks to, is above a limit.
    TooBig,
    /// Reading took longer than allowed.
    Timeout,
    /// A format that is not read.
    Unsupported,
    /// A program that is not installed is needed.
    NeedsTool,
}

impl Outcome {
    /// All outcomes, for tables of totals.
    pub const ALL: [Self; 13] = [
        Self::Ok,
        Self::OkDegraded,
        Self::WrongExt,
        Self::Empty,
        Self::Scanned,
        Self::Outlined,
        Self::Encrypted,
        Self::Garbled,
        Self::Corrupt,
        Self::TooBig,
        Self::Timeout,
        Self::Unsupported,
        Self::NeedsTool,
    ];

    /// Machine-readable name, as it is serialised.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::OkDegraded => "ok_degraded",
            Self::WrongExt => "wrong_ext",
            Self::Empty => "empty",
            Self::Scanned => "scanned",
            Self::Outlined => "outlined",
            Self::Encrypted => "encrypted",
            Self::Garbled => "garbled",
            Self::Corrupt => "corrupt",
            Self::TooBig => "too_big",
            Self::Timeout => "timeout",
            Self::Unsupported => "unsupported",
            Self::NeedsTool => "needs_tool",
        }
    }

    /// Name for staff.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ok => "正常",
            Self::OkDegraded => "文字有缺损",
            Self::WrongExt => "扩展名不符",
            Self::Empty => "空文件",
            Self::Scanned => "扫描件，需 OCR",
            Self::Outlined => "文字已转曲",
            Self::Encrypted => "已加密",
            Self::Garbled => "文字层乱码",
            Self::Corrupt => "文件损坏",
            Self::TooBig => "超出大小上限",
            Self::Timeout => "读取超时",
            Self::Unsupported => "格式不支持",
            Self::NeedsTool => "需要安装工具",
        }
    }

    /// What to do next.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Ok => "",
            Self::OkDegraded => "检索结果仅供参考，请对照原文核对",
            Self::WrongExt => "内容已按实际格式读取；请改回正确的扩展名",
            Self::Empty => "请核对原文件是否完整；空文件可以删除",
            Self::Scanned => {
                "请先做文字识别（OCR），或加 --ocr（需安装 tesseract 及 chi_sim 语言包），或换用电子版原件"
            }
            Self::Outlined => "文字已转成图形，无法读取；请向制发单位索取未转曲的版本或 Word 原件",
            Self::Encrypted => "请用口令打开后另存为不加密的文件",
            Self::Garbled => {
                "文件内的字体缺少文字对应表；请换用 Word 原件，或重新导出、做文字识别（OCR）"
            }
            Self::Corrupt => "请用原来的软件打开检查，重新保存或重新下载",
            Self::TooBig => "请拆分成较小的文件",
            Self::Timeout => "文件过于复杂；请用原来的软件另存后再试",
            Self::Unsupported => "请转换为 docx、pdf 或 txt 后再放入",
            Self::NeedsTool => {
                "请安装 poppler-utils 和 poppler-data，或用 WPS、Word 另存为 docx 后再放入"
            }
        }
    }

    /// Whether there is text to search.
    pub const fn has_text(self) -> bool {
        matches!(self, Self::Ok | Self::OkDegraded | Self::WrongExt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_a_name_and_a_hint() {
        for outcome in Outcome::ALL {
            assert!(!outcome.label().is_empty());
            assert_eq!(outcome.hint().is_empty(), outcome == Outcome::Ok);
            let code = serde_json::to_string(&outcome).expect("json");
            assert_eq!(code, format!("\"{}\"", outcome.code()));
        }
    }
}
