//! What keys mean, depending on where the reader is: at the query or in the text.
//!
//! While a query is typed every letter belongs to it, so each command has a function key or a Ctrl key; in the
//! text single letters do as well. Marks that a Chinese input method puts in their place (`？` for `?`) count
//! as the keys they were typed with.

use super::key::{Code, Key};

/// Where keys go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// The query is typed, arrows choose a result.
    #[default]
    Query,
    /// The text is read.
    Text,
}

/// A change of a line of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Puts a character in.
    Insert(char),
    /// Deletes to the left.
    Backspace,
    /// Deletes to the right.
    Delete,
    /// One to the left.
    Left,
    /// One to the right.
    Right,
    /// To the beginning.
    Home,
    /// To the end.
    End,
    /// Deletes the word to the left.
    Word,
    /// Deletes everything to the left.
    ToStart,
    /// Deletes everything to the right.
    ToEnd,
}

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The list of keys.
    Help,
    /// The filters.
    Filter,
    /// What the clause cites and what cites it.
    Citations,
    /// Puts the cursor on the next citation of the clause.
    NextCitation,
    /// Goes where the citation under the cursor points.
    Follow,
    /// Back to where one came from.
    Back,
    /// Forward again.
    Forward,
    /// The versions of the document.
    Versions,
    /// Marks the clause, or takes its mark away.
    Mark,
    /// The marked clauses.
    Marks,
    /// Writes the marked clauses to a file.
    Export,
    /// The clause before.
    Previous,
    /// The clause after.
    Next,
    /// Copies the clause with its citation.
    Copy,
    /// Adds the clause to a file.
    Append,
    /// Opens the source file.
    Open,
    /// From the query to the text and back.
    Switch,
    /// To the query.
    ToQuery,
    /// To the text.
    ToText,
    /// Up by lines or results.
    Up,
    /// Down.
    Down,
    /// Up by a page.
    PageUp,
    /// Down by a page.
    PageDown,
    /// To the first.
    First,
    /// To the last.
    Last,
    /// Empties the query.
    Clear,
    /// Changes the query.
    Edit(Edit),
    /// Only what was typed, or similar words as well.
    Exact,
    /// Takes up the last query again.
    OlderQuery,
    /// Draws everything anew.
    Redraw,
    /// Ends the program.
    Quit,
}

/// Commands with the keys for them, as the help shows them: keys everywhere, letters in the text, what it does.
pub const KEYS: [(&str, &str, &str); 27] = [
    ("直接输入", "", "检索；结果随输入变化，中文输入法、粘贴均可"),
    ("↑ ↓", "", "在检索框：选上一条、下一条结果"),
    ("", "↑ ↓ k j", "在正文：上下滚动"),
    ("PgUp PgDn", "空格", "翻页"),
    ("Home End", "g G", "检索框：行首、行尾；正文：文首、文尾"),
    ("Tab", "", "检索框与正文之间切换"),
    ("Enter", "", "进入正文；在正文：转到光标处的引用"),
    ("Esc", "i /", "回到检索框；再按一次清空检索词"),
    ("F1", "? h", "本帮助"),
    ("F2 Ctrl-F", "f", "筛选：类型、时效、机关、年份，附条数"),
    ("F3 Ctrl-R", "r", "本条引用了什么、被什么引用，选一个转去"),
    ("", "c", "光标移到本条下一处引用（再按 Enter 转去）"),
    ("F4 Alt-←", "b 退格", "返回转来的地方"),
    ("Alt-→", "B", "再次前进"),
    ("F5 Ctrl-D", "v", "各版本；选一个逐条对比"),
    ("F6 Ctrl-T", "m", "标记本条，再按取消"),
    ("F7 Ctrl-P", "← p", "上一条"),
    ("F8 Ctrl-N", "→ n", "下一条"),
    ("F9 Ctrl-Y", "y", "复制本条和出处（《…》第X条，文号）"),
    ("Ctrl-S", "a", "把本条和出处添加到一个文件"),
    ("F10 Ctrl-X", "x", "导出已标记的条文：docx、xlsx、md"),
    ("Ctrl-G", "l", "已标记的条文：查看、转去、取消"),
    ("F12 Ctrl-O", "o", "打开原文件（打不开时显示路径）"),
    ("Alt-↑", "", "上次的检索词"),
    ("Alt-E", "", "只查输入的词，或同时查相近说法"),
    ("Ctrl-L", "", "重画屏幕"),
    ("Ctrl-C Ctrl-Q", "q", "退出"),
];

/// What a key asks for.
pub fn action(focus: Focus, key: Key) -> Option<Action> {
    anywhere(key).or_else(|| match focus {
        Focus::Query => query(key),
        Focus::Text => text(key),
    })
}

fn anywhere(key: Key) -> Option<Action> {
    if key.ctrl {
        let Code::Char(letter) = key.code else {
            return None;
        };
        return Some(match letter.to_ascii_lowercase() {
            'c' | 'q' => Action::Quit,
            'f' => Action::Filter,
            'r' => Action::Citations,
            'd' => Action::Versions,
            't' => Action::Mark,
            'g' => Action::Marks,
            'x' => Action::Export,
            'p' => Action::Previous,
            'n' => Action::Next,
            'y' => Action::Copy,
            's' => Action::Append,
            'o' => Action::Open,
            'l' => Action::Redraw,
            _ => return None,
        });
    }
    if key.alt {
        return match key.code {
            Code::Left => Some(Action::Back),
            Code::Right => Some(Action::Forward),
            Code::Up => Some(Action::OlderQuery),
            Code::Char('e' | 'E') => Some(Action::Exact),
            _ => None,
        };
    }
    Some(match key.code {
        Code::F(1) => Action::Help,
        Code::F(2) => Action::Filter,
        Code::F(3) => Action::Citations,
        Code::F(4) => Action::Back,
        Code::F(5) => Action::Versions,
        Code::F(6) => Action::Mark,
        Code::F(7) => Action::Previous,
        Code::F(8) => Action::Next,
        Code::F(9) => Action::Copy,
        Code::F(10) => Action::Export,
        Code::F(12) => Action::Open,
        Code::Tab | Code::BackTab => Action::Switch,
        Code::Up => Action::Up,
        Code::Down => Action::Down,
        Code::PageUp => Action::PageUp,
        Code::PageDown => Action::PageDown,
        _ => return None,
    })
}

fn query(key: Key) -> Option<Action> {
    if key.code == Code::Enter {
        return Some(Action::ToText);
    }
    if key.code == Code::Esc {
        return Some(Action::Clear);
    }
    edit(key).map(Action::Edit)
}

/// What a key does to a line of text.
pub fn edit(key: Key) -> Option<Edit> {
    if key.ctrl {
        return Some(match key.code {
            Code::Char('a' | 'A') => Edit::Home,
            Code::Char('e' | 'E') => Edit::End,
            Code::Char('w' | 'W') => Edit::Word,
            Code::Char('u' | 'U') => Edit::ToStart,
            Code::Char('k' | 'K') => Edit::ToEnd,
            Code::Char('h' | 'H') => Edit::Backspace,
            _ => return None,
        });
    }
    if key.alt {
        return (key.code == Code::Backspace).then_some(Edit::Word);
    }
    Some(match key.code {
        Code::Char(c) if !c.is_control() => Edit::Insert(c),
        Code::Backspace => Edit::Backspace,
        Code::Delete => Edit::Delete,
        Code::Left => Edit::Left,
        Code::Right => Edit::Right,
        Code::Home => Edit::Home,
        Code::End => Edit::End,
        _ => return None,
    })
}

fn text(key: Key) -> Option<Action> {
    if key.ctrl || key.alt {
        return None;
    }
    Some(match key.code {
        Code::Enter => Action::Follow,
        Code::Esc => Action::ToQuery,
        Code::Left => Action::Previous,
        Code::Right => Action::Next,
        Code::Home => Action::First,
        Code::End => Action::Last,
        Code::Backspace => Action::Back,
        Code::Char(c) => match half_width(c) {
            'B' => Action::Forward,
            'G' => Action::Last,
            c => match c.to_ascii_lowercase() {
                '?' | 'h' => Action::Help,
                'f' => Action::Filter,
                'r' => Action::Citations,
                'c' => Action::NextCitation,
                'b' => Action::Back,
                'v' => Action::Versions,
                'm' => Action::Mark,
                'l' => Action::Marks,
                'x' => Action::Export,
                'p' => Action::Previous,
                'n' => Action::Next,
                'y' => Action::Copy,
                'a' => Action::Append,
                'o' => Action::Open,
                'q' => Action::Quit,
                'j' => Action::Down,
                'k' => Action::Up,
                'g' => Action::First,
                ' ' => Action::PageDown,
                'i' | '/' => Action::ToQuery,
                // Chinese is meant for the query.
                c if !c.is_ascii() && !c.is_control() => Action::Edit(Edit::Insert(c)),
                _ => return None,
            },
        },
        _ => return None,
    })
}

/// The key behind a character that an input method made of it.
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '、' => '/',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_typed_in_the_query_and_are_commands_in_the_text() {
        let key = Key::plain(Code::Char('y'));
        assert_eq!(
            action(Focus::Query, key),
            Some(Action::Edit(Edit::Insert('y')))
        );
        assert_eq!(action(Focus::Text, key), Some(Action::Copy));
        assert_eq!(
            action(Focus::Text, Key::plain(Code::Char('？'))),
            Some(Action::Help)
        );
    }

    #[test]
    fn every_command_has_a_key_that_an_input_method_leaves_alone() {
        let keys: Vec<Key> = (1..=12)
            .map(|n| Key::plain(Code::F(n)))
            .chain(('a'..='z').map(Key::ctrl))
            .chain([Code::Left, Code::Right, Code::Up].map(Key::alt))
            .collect();
        for wanted in [
            Action::Help,
            Action::Filter,
            Action::Citations,
            Action::Back,
            Action::Forward,
            Action::Versions,
            Action::Mark,
            Action::Marks,
            Action::Export,
            Action::Previous,
            Action::Next,
            Action::Copy,
            Action::Append,
            Action::Open,
            Action::OlderQuery,
            Action::Quit,
        ] {
            assert!(
                keys.iter()
                    .any(|&key| action(Focus::Query, key) == Some(wanted)),
                "{wanted:?}"
            );
        }
    }
}
