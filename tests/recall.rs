//! The literal-recall guarantee (DESIGN D3): any substring of a clause's canonical text, down to one
//! character, has the clause in its complete result.

use std::path::Path;

use tiaowen::index::Reader;
use tiaowen::index::entry::{Role, clause_id};
use tiaowen::index::sync::{self, Silent, SyncOptions};
use tiaowen::search::{Engine, SearchOptions};
use tiaowen::text::normalize::canonical;

use crate::common::Random;

fn check(corpus: &Path, samples: usize) {
    let folder = tempfile::tempdir().expect("temp dir");
    let options = SyncOptions {
        add: vec![(corpus.to_owned(), Role::Own)],
        ..SyncOptions::default()
    };
    sync::run(folder.path(), &options, &Silent).expect("indexed");
    let reader = Reader::open(folder.path()).expect("opens");
    let engine = Engine::new(&reader);
    let cards = reader.cards().expect("cards");
    let mut random = Random(20261122);
    let (mut blank, mut done) = (0, 0);
    while done < samples {
        let card = &cards[random.below(cards.len())];
        let clauses = reader.clauses(card.key).expect("clauses");
        if clauses.is_empty() {
            continue;
        }
        let clause = &clauses[random.below(clauses.len())];
        let text: Vec<char> = canonical(&clause.text).text.chars().collect();
        if text.is_empty() {
            continue;
        }
        let length = 1 + random.below(20.min(text.len()));
        // Every fifth sample ends with the clause's last character.
        let start = if done % 5 == 0 {
            text.len() - length
        } else {
            random.below(text.len() - length + 1)
        };
        let piece: String = text[start..start + length].iter().collect();
        if piece.trim().is_empty() {
            blank += 1;
            done += 1;
            continue;
        }
        let query = format!("\"{}\"", piece.replace('\\', "\\\\").replace('"', "\\\""));
        let result = engine
            .search(
                &query,
                &SearchOptions {
                    limit: 0,
                    fold_twins: false,
                    ..SearchOptions::on(jiff::civil::date(2026, 11, 22))
                },
            )
            .expect("answers");
        let wanted = clause_id(&card.id, clause.ordinal);
        assert!(
            result
                .hits
                .iter()
                .any(|hit| clause_id(&hit.card.id, hit.clause.ordinal) == wanted),
            "{piece:?} of {} {} is not found ({} hits)",
            card.path,
            clause.label,
            result.hits.len()
        );
        done += 1;
    }
    println!("{done} substrings, {blank} of them blank");
}

#[test]
fn any_substring_of_the_samples_is_found() {
    check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), 400);
}

#[test]
#[cfg_attr(not(tiaowen_shared), ignore = "needs TIAOWEN_SHARED")]
fn any_substring_of_the_laws_is_found() {
    check(
        &Path::new(option_env!("TIAOWEN_SHARED_DIR").unwrap_or_default()).join("corpus/laws"),
        1000,
    );
}

#[test]
#[cfg_attr(not(tiaowen_shared), ignore = "needs TIAOWEN_SHARED")]
fn queries_are_cut_like_the_index_on_real_text() {
    use tiaowen::lexicon::{FullSegmenter, Lexicon, LocalSegmenter, Segmenter, compile};
    let lexicon = Lexicon::open(compile(&[]).expect("compiles").bytes).expect("opens");
    let full = FullSegmenter::load(&lexicon).expect("loads");
    let local = LocalSegmenter::new(&lexicon);
    let laws = Path::new(option_env!("TIAOWEN_SHARED_DIR").unwrap_or_default())
        .join("corpus/laws/民法商法");
    let (mut left, mut right, mut lines) = (Vec::new(), Vec::new(), 0);
    for entry in std::fs::read_dir(laws).expect("laws") {
        let text = std::fs::read_to_string(entry.expect("entry").path()).unwrap_or_default();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let line = canonical(line).text;
            local.segment(&line, &mut left);
            full.segment(&line, &mut right);
            assert_eq!(left, right, "{line}");
            lines += 1;
        }
    }
    assert!(lines > 1000);
    println!("{lines} lines cut alike");
}
