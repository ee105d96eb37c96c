//! `basis-repealed`: the law a document rests on is over.

use super::super::finding::Finding;
use super::super::subject::Subject;

/// 文件写明的制定依据已经废止。
///
/// ## 查什么
/// “根据《……》，制定本办法”中的文件，已由语料中的文件或目录 repealed_laws.tsv 记载为废止，并且没有同名的现行版本。
///
/// ## 依据
/// 废止该依据的文件及其条款（见结果）。制定依据废止后，应当核对文件是否仍有上位法依据，并及时修改或者废止
/// （规章制定程序条例第三十七条、行政法规制定程序条例的同类要求，规范性文件参照）。
///
/// ## 示例
/// “根据《中华人民共和国合同法》……制定本办法。”——合同法 2021 年 1 月 1 日由民法典废止。
///
/// ## 误报与处理
/// 依据废止不等于文件失效：相关制度可能由新法承接，改引新法即可。“原《……》”、叙述历史的语句不报。
pub struct BasisRepealed;

pub(in crate::check) fn run(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    super::cited::run(subject, "basis-repealed", true, out);
}
