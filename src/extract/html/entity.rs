//! Character references of HTML.

/// Names that occur in pages of government sites; others stay as written.
const NAMES: [(&str, &str); 58] = [
    ("nbsp", " "),
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("ensp", " "),
    ("emsp", "\u{3000}"),
    ("thinsp", " "),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("bdquo", "„"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("hellip", "…"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("middot", "·"),
    ("bull", "•"),
    ("times", "×"),
    ("divide", "÷"),
    ("plusmn", "±"),
    ("deg", "°"),
    ("permil", "‰"),
    ("sect", "§"),
    ("para", "¶"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("yen", "¥"),
    ("euro", "€"),
    ("pound", "£"),
    ("cent", "¢"),
    ("le", "≤"),
    ("ge", "≥"),
    ("ne", "≠"),
    ("asymp", "≈"),
    ("infin", "∞"),
    ("sup1", "¹"),
    ("sup2", "²"),
    ("sup3", "³"),
    ("frac12", "½"),
    ("frac14", "¼"),
    ("micro", "µ"),
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("larr", "←"),
    ("rarr", "→"),
    ("uarr", "↑"),
    ("darr", "↓"),
    ("prime", "′"),
    ("Prime", "″"),
    ("zwnj", ""),
    ("zwj", ""),
    ("shy", ""),
];

/// Replaces character references.
pub fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((length, written)) = reference(&rest[1..]) {
            out.push_str(&written);
            rest = &rest[1 + length..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// The reference after `&`: its length in bytes and what it stands for.
fn reference(text: &str) -> Option<(usize, String)> {
    if let Some(number) = text.strip_prefix('#') {
        let (digits, radix, lead) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16, 2),
            None => (number, 10, 1),
        };
        let length = digits
            .bytes()
            .take(8)
            .take_while(|b| char::from(*b).is_digit(radix))
            .count();
        let code = u32::from_str_radix(digits.get(..length)?, radix).ok()?;
        let semicolon = usize::from(digits.as_bytes().get(length) == Some(&b';'));
        // Windows characters written as numbers.
        let c = match code {
            0xA0 => ' ',
            0x80..=0x9F => {
                let byte = [code as u8];
                let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
                text.chars().next()?
            }
            0 => '\u{fffd}',
            code => char::from_u32(code).unwrap_or('\u{fffd}'),
        };
        return Some((lead + length + semicolon, c.to_string()));
    }
    let length = text
        .bytes()
        .take(8)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let name = &text[..length];
    let semicolon = usize::from(text.as_bytes().get(length) == Some(&b';'));
    let (_, written) = NAMES.iter().find(|(known, _)| *known == name)?;
    Some((length + semicolon, (*written).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_replaced_and_others_stay() {
        assert_eq!(
            decode("&ldquo;甲&rdquo;&amp;&#19968;&#x4E8C;&nbsp;a&b&unknown;&#150;"),
            "“甲”&一二 a&b&unknown;–"
        );
        assert_eq!(decode("&#xFFFFFFF;&#;&"), "\u{fffd}&#;&");
    }
}
