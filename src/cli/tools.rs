//! Other programs that are asked where they are installed, as `doctor` sees them.

use std::process::Command;

use super::pager::{Pager, installed};
use crate::report::doctor_report::Check;

/// Whether a program is there.
fn there(name: &str) -> bool {
    installed(name, &std::env::var_os("PATH").unwrap_or_default()).is_some()
}

/// All of them. None is needed; each is advice.
pub fn checks() -> Vec<Check> {
    vec![pdf(), ocr(), pager()]
}

fn pdf() -> Check {
    if there("pdftotext") {
        return Check::ok("pdftotext", "疑难 PDF", "已装 pdftotext".to_owned());
    }
    Check::ok("pdftotext", "疑难 PDF", "没有 pdftotext".to_owned())
        .advice("多数 PDF 不需要它；字体读不出时有用：apt install poppler-utils poppler-data")
}

fn ocr() -> Check {
    let name = "扫描件识别";
    let missing: Vec<&str> = ["tesseract", "pdftoppm"]
        .into_iter()
        .filter(|name| !there(name))
        .collect();
    if !missing.is_empty() {
        return Check::ok("tesseract", name, format!("没有 {}", missing.join("、")))
            .advice("要用 index --ocr 时安装：apt install tesseract-ocr tesseract-ocr-chi-sim poppler-utils");
    }
    let chinese = Command::new("tesseract")
        .arg("--list-langs")
        .output()
        .is_ok_and(|output| {
            // Older versions list on standard error.
            let both = [output.stdout, output.stderr].concat();
            String::from_utf8_lossy(&both)
                .lines()
                .any(|line| line.trim() == "chi_sim")
        });
    if chinese {
        Check::ok(
            "tesseract",
            name,
            "已装 tesseract 和简体中文数据".to_owned(),
        )
    } else {
        Check::ok("tesseract", name, "tesseract 没有简体中文数据".to_owned())
            .advice("安装：apt install tesseract-ocr-chi-sim")
    }
}

fn pager() -> Check {
    match Pager::find() {
        Some(pager) => Check::ok("pager", "分页程序", pager.line()),
        None => Check::ok("pager", "分页程序", "没有，长的结果直接显示".to_owned())
            .note("可以安装 less，或用环境变量 TIAOWEN_PAGER 指定"),
    }
}
