//! `cites-repealed`: a clause cites law that is over.

use super::super::finding::Finding;
use super::super::subject::Subject;

/// 条文引用了已经废止的法律、法规或文件。
///
/// ## 查什么
/// 正文（制定依据以外）要求依照、按照的文件，已由语料中的文件或目录 repealed_laws.tsv 记载为废止，并且没有同名的现行版本。
/// 不带书名号的常用简称（合同法、担保法等）也查。不在语料和目录里的文件，程序不作判断。
///
/// ## 依据
/// 废止该文件的文件及其条款（见结果）。
///
/// ## 示例
/// “依照《中华人民共和国担保法》办理担保手续。”
///
/// ## 误报与处理
/// “原《……》”“《……》施行前”“同时废止”、题注、修改决定中引述的条文、书名号内的名称不报；工作报告和已失效的文件不报。
/// 过渡条款确需引用旧法的，写成“原《……》”，或在处理意见里注明。
pub struct CitesRepealed;

pub(in crate::check) fn run(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    super::cited::run(subject, "cites-repealed", false, out);
}
