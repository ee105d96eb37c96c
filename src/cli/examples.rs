//! Examples under the help of a command, as staff would type them.

/// A line and what it does.
type Example = (&'static str, &'static str);

/// The examples of a command; of the program for an empty name.
pub fn of(command: &str) -> &'static [Example] {
    match command {
        "" => &[
            (
                "tiaowen search 孵化器 认定条件",
                "检索（没有索引时先为 ./corpus 建立）",
            ),
            (
                "tiaowen check -o 清理底稿.xlsx",
                "检查本局文件，导出清理底稿",
            ),
            ("tiaowen search --help", "查看一个命令的用法"),
        ],
        "index" => &[
            (
                "tiaowen index 规范性文件 --reference 法规",
                "把两个文件夹编入索引，后一个只作参考",
            ),
            ("tiaowen index", "文件有增减之后更新"),
        ],
        "browse" => &[
            ("tiaowen browse", "打开检索界面，边输入边看结果"),
            (
                "tiaowen browse 孵化器 --status 现行有效",
                "先给检索词和筛选",
            ),
        ],
        "show" => &[
            ("tiaowen show 韶州科〔2021〕44号", "查看全文"),
            (
                "tiaowen show 孵化载体管理办法 第七条 --context 1",
                "查看一条和它的前后各一条",
            ),
        ],
        "list" => &[
            (
                "tiaowen list --kind 规范性文件 --status 现行有效",
                "现行有效的规范性文件",
            ),
            (
                "tiaowen list --format tsv > 清单.tsv",
                "导出，可用表格软件打开",
            ),
        ],
        "check" => &[
            (
                "tiaowen check --rule 有效期已过 --rule 即将到期",
                "只看有效期",
            ),
            ("tiaowen check -o 清理底稿.xlsx", "导出清理底稿"),
            (
                "tiaowen check --decisions 清理底稿.xlsx",
                "读回填好的处理意见",
            ),
        ],
        "explain" => &[("tiaowen explain 有效期已过", "这条规则查什么、依据是什么")],
        "diff" => &[(
            "tiaowen diff 韶州科〔2021〕35号 韶州科规〔2026〕3号",
            "两份文件也可以写成标题或路径",
        )],
        "refs" => &[
            (
                "tiaowen refs 韶州科〔2021〕44号 第三条",
                "这一条引用了什么、被谁引用",
            ),
            (
                "tiaowen refs 合同法 --impact",
                "哪些文件、哪些条文以它为依据",
            ),
        ],
        "parse" => &[(
            "tiaowen parse 通知.docx",
            "标题、文号、日期、条文是怎样读出的",
        )],
        "segment" => &[(
            "tiaowen segment 科技企业孵化器认定",
            "检索不到时看词是怎样切分的",
        )],
        "status" => &[("tiaowen status --failed", "哪些文件读不了、怎么办")],
        "init" => &[
            ("tiaowen init", "在当前文件夹写一份带说明的 tiaowen.toml"),
            ("tiaowen init 规范性文件 --reference 法规", "顺便写好文件夹"),
        ],
        "doctor" => &[("tiaowen doctor", "逐项检查，说明怎么办")],
        "completions" => &[(
            "tiaowen completions bash > ~/tiaowen.bash",
            "再在 ~/.bashrc 里加一行 source ~/tiaowen.bash，重新打开终端后按 Tab 补全",
        )],
        "man" => &[("tiaowen man | man -l -", "用 man 查看手册页")],
        _ => &[],
    }
}
