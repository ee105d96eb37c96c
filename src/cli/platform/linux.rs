//! Linux.

use std::path::Path;

/// Whether this file is tested.
pub const TESTED: bool = true;

/// File systems that lie on another machine, as `/proc/mounts` names them.
const NETWORK: [&str; 9] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "fuse.sshfs",
    "ceph",
    "glusterfs",
];

/// The kind of network file system a folder lies on, if it is known to lie on one.
pub fn network_share(folder: &Path) -> Option<String> {
    let existing = folder.ancestors().find(|path| path.exists())?;
    let absolute = std::fs::canonicalize(existing).ok()?;
    let mounts = std::fs::read_to_string("/proc/mounts").ok()?;
    share_in(&mounts, &absolute)
}

/// Looks the longest mount point over `path` up.
fn share_in(mounts: &str, path: &Path) -> Option<String> {
    mounts
        .lines()
        .filter_map(|line| {
            let mut cells = line.split(' ');
            let (_, point, kind) = (cells.next()?, cells.next()?, cells.next()?);
            let point = point.replace("\\040", " ");
            path.starts_with(&point)
                .then_some((point.len(), kind.to_owned()))
        })
        .max()
        .map(|(_, kind)| kind)
        .filter(|kind| NETWORK.contains(&kind.as_str()))
}

/// Name of this machine.
pub fn host_name() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("HOSTNAME").ok())
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// The program that opens a file as the desktop would; none without a desktop.
pub fn opener() -> Option<&'static str> {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
        .then_some("xdg-open")
}

/// Whether the terminal is told to show UTF-8.
pub fn locale_is_utf8() -> bool {
    super::posix_locale_is_utf8(|name| std::env::var(name).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_mount_point_decides() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\n//server/share /mnt/共享\\040盘 cifs rw 0 0\n";
        assert_eq!(
            share_in(mounts, Path::new("/mnt/共享 盘/index")),
            Some("cifs".to_owned())
        );
        assert_eq!(share_in(mounts, Path::new("/home/x/index")), None);
    }
}
