//! The readers on real and generated files with known text, where these are at hand.

#[cfg(not(tiaowen_shared))]
#[test]
#[ignore = "the sample files are not at hand"]
fn samples_have_their_known_text() {}

#[cfg(all(tiaowen_shared, feature = "office", feature = "pdf", feature = "doc"))]
mod shared {
    use std::path::{Path, PathBuf};

    use crate::extract::{ExtractError, Outcome, RawText, extract};

    fn samples() -> PathBuf {
        Path::new(env!("TIAOWEN_SHARED_DIR")).join("samples")
    }

    fn read(path: &Path) -> Result<RawText, ExtractError> {
        extract(&std::fs::read(path).expect("sample"), path)
    }

    /// Characters without blanks, widths of punctuation folded.
    fn bare(text: &str) -> String {
        let chars = text.chars().filter(|c| !c.is_whitespace());
        chars
            .map(|c| {
                if ('\u{ff01}'..='\u{ff5e}').contains(&c) {
                    char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
                } else {
                    c
                }
            })
            .collect()
    }

    #[test]
    fn generated_laws_have_their_known_text() {
        let forms = [
            "gen/lawN_plain.docx",
            "gen/lawN_auto_sep.docx",
            "gen/lawN_auto_multi.docx",
            "gen/lo/lawN_plain.doc",
            "gen/lo/lawN_plain.pdf",
        ];
        for law in 1..=4 {
            let truth = std::fs::read_to_string(samples().join(format!("truth/law{law}.txt")))
                .expect("truth");
            for form in forms {
                let path = samples().join(form.replace('N', &law.to_string()));
                let raw = read(&path).expect("text");
                assert_eq!(bare(&raw.text), bare(&truth), "{}", path.display());
                assert_eq!(raw.outcome, Outcome::Ok);
            }
        }
    }

    #[test]
    fn every_encoding_of_a_pdf_gives_the_same_text() {
        let truth = std::fs::read_to_string(samples().join("truth/law4.txt")).expect("truth");
        for name in [
            "gbk_euc_h",
            "gbk2k_h",
            "gb_euc_h",
            "gbpc_euc_h",
            "unigb_ucs2",
            "unigb_utf16_h",
            "charwise_shuffled",
            "enc_owner_aes128",
            "enc_owner_aes256",
            "enc_owner_rc4",
        ] {
            let raw = read(&samples().join(format!("gen/pdf/{name}.pdf"))).expect("text");
            assert_eq!(bare(&raw.text), bare(&truth), "{name}");
        }
    }

    #[test]
    fn twins_agree() {
        let folder = samples().join("pdf_real");
        for entry in std::fs::read_dir(&folder).expect("folder") {
            let pdf = entry.expect("file").path();
            let docx = samples()
                .join("docx_real")
                .join(pdf.file_stem().expect("name"))
                .with_extension("docx");
            let (a, b) = (read(&pdf).expect("pdf"), read(&docx).expect("docx"));
            assert_eq!(bare(&a.text), bare(&b.text), "{}", pdf.display());
        }
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let outcome = |name: &str| match read(&samples().join(name)) {
            Ok(raw) => raw.outcome,
            Err(error) => error.outcome(),
        };
        assert_eq!(outcome("gen/pdf/scanned.pdf"), Outcome::Scanned);
        assert_eq!(outcome("gen/pdf/mixed_scan.pdf"), Outcome::OkDegraded);
        assert_eq!(outcome("gen/pdf/no_tounicode.pdf"), Outcome::Garbled);
        assert_eq!(outcome("gen/pdf/enc_user_aes256.pdf"), Outcome::Encrypted);
        assert_eq!(outcome("gen/lo/law1_auto_multi.doc"), Outcome::OkDegraded);
        assert_eq!(outcome("xls/xlsx_named.xls"), Outcome::WrongExt);
    }
}
