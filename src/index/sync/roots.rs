//! The corpus folders of an index: their aliases and the paths made from them.

use std::path::{Path, PathBuf};

use super::SyncOptions;
use crate::index::entry::Role;
use crate::index::error::IndexError;
use crate::index::payload::Root;

/// The folders after this run: those remembered, less those forgotten, plus those added.
///
/// # Errors
/// [`IndexError::Io`] when a folder to add is not there.
pub fn merge(remembered: &[Root], options: &SyncOptions) -> Result<Vec<Root>, IndexError> {
    let forgotten: Vec<String> = options
        .forget
        .iter()
        .map(|name| {
            absolute(Path::new(name))
                .map_or_else(|_| name.clone(), |path| path.display().to_string())
        })
        .collect();
    let mut roots: Vec<Root> = remembered
        .iter()
        .filter(|root| !forgotten.contains(&root.path) && !options.forget.contains(&root.alias))
        .cloned()
        .collect();
    for (path, role) in &options.add {
        let path = absolute(path)
            .map_err(IndexError::io(path))?
            .display()
            .to_string();
        if let Some(known) = roots.iter_mut().find(|root| root.path == path) {
            known.role = *role;
            continue;
        }
        let alias = unique_alias(Path::new(&path), &roots);
        roots.push(Root {
            alias,
            path,
            role: *role,
        });
    }
    Ok(roots)
}

fn absolute(path: &Path) -> std::io::Result<PathBuf> {
    std::fs::canonicalize(path)
}

fn unique_alias(path: &Path, roots: &[Root]) -> String {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("folder");
    let name = name.replace('/', "_");
    let taken = |alias: &str| roots.iter().any(|root| root.alias == alias);
    if !taken(&name) {
        return name;
    }
    let mut number = 2;
    loop {
        let alias = format!("{name}-{number}");
        if !taken(&alias) {
            return alias;
        }
        number += 1;
    }
}

/// A path as shown: without its alias where the index has a single folder.
pub fn shown(path: &str, roots: &[Root]) -> String {
    match roots {
        [only] => path
            .strip_prefix(&only.alias)
            .and_then(|rest| rest.strip_prefix('/'))
            .unwrap_or(path)
            .to_owned(),
        _ => path.to_owned(),
    }
}

/// Where a file lies whose path is shown; `None` where no folder of the index has its alias.
pub fn source_path(path: &str, roots: &[Root]) -> Option<PathBuf> {
    if let [only] = roots {
        return Some(Path::new(&only.path).join(path));
    }
    let (alias, rest) = path.split_once('/')?;
    let root = roots.iter().find(|root| root.alias == alias)?;
    Some(Path::new(&root.path).join(rest))
}

/// The role of the folder a path lies in.
pub fn role(path: &str, roots: &[Root]) -> Role {
    let alias = path.split('/').next().unwrap_or_default();
    roots
        .iter()
        .find(|root| root.alias == alias)
        .map_or(Role::Own, |root| root.role)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(alias: &str) -> Root {
        Root {
            alias: alias.to_owned(),
            path: format!("/data/{alias}"),
            role: Role::Own,
        }
    }

    #[test]
    fn aliases_are_unique_and_shown_only_among_several() {
        let roots = vec![root("corpus")];
        assert_eq!(
            unique_alias(Path::new("/elsewhere/corpus"), &roots),
            "corpus-2"
        );
        assert_eq!(shown("corpus/a.txt", &roots), "a.txt");
        let both = [root("corpus"), root("laws")];
        assert_eq!(shown("corpus/a.txt", &both), "corpus/a.txt");
        for (path, roots) in [("b/a.txt", &roots[..]), ("laws/b/a.txt", &both)] {
            let file = source_path(path, roots).expect("known");
            assert!(file.ends_with("b/a.txt") && file.starts_with("/data"));
        }
        assert_eq!(source_path("other/a.txt", &both), None);
    }
}
