//! Characters that stand for signs in symbol fonts.

/// Signs of symbol fonts that mean something in a form.
pub fn symbol(font: &str, code: u32) -> Option<char> {
    let code = if (0xF000..0xF100).contains(&code) {
        code - 0xF000
    } else {
        code
    };
    let wingdings = font.starts_with("Wingdings");
    Some(match (font, code) {
        ("Wingdings 2", 0x52) | ("Wingdings", 0xFE) => '☑',
        ("Wingdings 2", 0x50) | ("Wingdings", 0xFC) => '✓',
        ("Wingdings 2", 0x51 | 0x54 | 0x53) | ("Wingdings", 0xFD | 0x78) => '☒',
        ("Wingdings 2", 0xA3 | 0x2A) | ("Wingdings", 0xA8 | 0x6F | 0x71 | 0x72) => '□',
        ("Wingdings", 0x6C) => '●',
        (_, code) if wingdings && (0x81..=0x8A).contains(&code) => {
            char::from_u32(0x2460 + code - 0x81)?
        }
        (_, code) if !wingdings && code > 0xFF => {
            char::from_u32(code).filter(|c| !c.is_control())?
        }
        _ => return None,
    })
}
