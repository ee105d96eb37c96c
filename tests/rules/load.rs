//! From files to the corpus view, without an index.

use std::path::{Path, PathBuf};

use tiaowen::check::view::{CorpusView, ViewDocument};
use tiaowen::extract::extract;
use tiaowen::index::entry::{DocCard, Role, doc_key, join, split};
use tiaowen::law::model::PartRole;
use tiaowen::law::parse::parse_file;
use tiaowen::law::resolve::{DocFacts, resolve};

/// A folder of the package.
pub fn package(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// All text files below a folder, in order, with their paths relative to it.
pub fn files(root: &Path) -> Vec<(String, Vec<u8>)> {
    fn walk(root: &Path, folder: &Path, out: &mut Vec<(String, Vec<u8>)>) {
        for entry in std::fs::read_dir(folder).expect("folder") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                walk(root, &path, out);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "txt" || extension == "md")
            {
                let name = path
                    .strip_prefix(root)
                    .expect("below")
                    .to_string_lossy()
                    .replace('\\', "/");
                out.push((name, std::fs::read(&path).expect("file")));
            }
        }
    }
    let mut found = Vec::new();
    walk(root, root, &mut found);
    found.sort();
    found
}

/// The view over files; those whose path begins with `依据/` are reference law.
pub fn view(files: &[(String, Vec<u8>)]) -> CorpusView {
    let mut documents: Vec<(ViewDocument, DocFacts)> = Vec::new();
    for (path, bytes) in files {
        let raw = extract(bytes, Path::new(path)).expect("readable");
        let parsed = parse_file(&raw, path);
        let notice = parsed
            .documents
            .iter()
            .position(|document| document.part == PartRole::Notice);
        let role = if path.starts_with("依据/") {
            Role::Reference
        } else {
            Role::Own
        };
        for (position, document) in parsed.documents.into_iter().enumerate() {
            let facts = DocFacts::read(&document, path, role == Role::Reference);
            let text: String = document
                .clauses
                .iter()
                .map(|clause| clause.text.as_str())
                .collect();
            let card = DocCard {
                key: doc_key(path, position as u32),
                path: path.clone(),
                position: position as u32,
                role,
                wrapper: notice
                    .filter(|&notice| notice != position)
                    .map(|notice| doc_key(path, notice as u32)),
                text_hash: text,
                ..DocCard::default()
            };
            let (card, record, clauses) = split(document, card);
            let document = join(&card, record, clauses);
            documents.push((ViewDocument { card, document }, facts));
        }
    }
    let facts: Vec<&DocFacts> = documents.iter().map(|(_, facts)| facts).collect();
    let resolved = resolve(&facts);
    let documents = documents
        .into_iter()
        .zip(resolved)
        .map(|((mut document, _), resolved)| {
            document.card.id = resolved.id;
            document.card.intervals = resolved.intervals;
            document
        });
    CorpusView {
        documents: documents.collect(),
    }
}
