//! How much memory is free, where the system tells: on Linux, by the machine and by the control groups of the process.

use std::fs;
use std::path::{Path, PathBuf};

/// Bytes that can still be taken.
pub(super) fn free_memory() -> Option<u64> {
    free_under(Path::new("/"))
}

fn free_under(root: &Path) -> Option<u64> {
    let machine = fs::read_to_string(root.join("proc/meminfo")).ok()?;
    let machine = value(&machine, "MemAvailable:")?.checked_mul(1024)?;
    let groups = fs::read_to_string(root.join("proc/self/cgroup")).unwrap_or_default();
    let groups = groups.lines().filter_map(|line| Group::read(root, line));
    Some(groups.filter_map(|group| group.free()).fold(machine, u64::min))
}

/// The number behind a name.
fn value(text: &str, name: &str) -> Option<u64> {
    let mut words = text.split_ascii_whitespace();
    words.find(|word| *word == name)?;
    words.next()?.parse().ok()
}

/// A control group that may limit memory.
struct Group {
    /// Where the hierarchy is mounted.
    mount: PathBuf,
    /// Its place there.
    path: PathBuf,
    names: Names,
}

/// What a version of control groups calls its files.
struct Names {
    limit: &'static str,
    used: &'static str,
    /// Of what is used, the cache of files that nobody has read for a while.
    inactive_file: &'static str,
}

const FIRST: Names = Names {
    limit: "memory.limit_in_bytes",
    used: "memory.usage_in_bytes",
    inactive_file: "total_inactive_file",
};

const SECOND: Names =
    Names { limit: "memory.max", used: "memory.current", inactive_file: "inactive_file" };

impl Group {
    /// From a line `number:controllers:path`.
    fn read(root: &Path, line: &str) -> Option<Group> {
        let (controllers, path) = line.split_once(':')?.1.split_once(':')?;
        let groups = root.join("sys/fs/cgroup");
        let (mount, names) = match controllers {
            "" => (groups, SECOND),
            _ if controllers.split(',').any(|one| one == "memory") => {
                (groups.join("memory"), FIRST)
            }
            _ => return None,
        };
        let path = PathBuf::from(path.trim_start_matches('/'));
        Some(Group { mount, path, names })
    }

    /// What is free in it and in all that it is in. (In a container the path may be one of the machine's, and only the
    /// mount is there.)
    fn free(&self) -> Option<u64> {
        let places = self.path.ancestors().map(|path| self.mount.join(path));
        places.filter_map(|place| self.free_in(&place)).min()
    }

    fn free_in(&self, place: &Path) -> Option<u64> {
        let number = |name| fs::read_to_string(place.join(name)).ok()?.trim().parse::<u64>().ok();
        // Where there is no limit this is a word.
        let limit = number(self.names.limit)?;
        let used = number(self.names.used)?;
        let stat = fs::read_to_string(place.join("memory.stat")).unwrap_or_default();
        let idle = value(&stat, self.names.inactive_file).unwrap_or(0);
        Some(limit.saturating_sub(used.saturating_sub(idle)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is free where these files are under the root.
    fn free(files: &[(&str, &str)]) -> Option<u64> {
        let root = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        free_under(root.path())
    }

    const MACHINE: (&str, &str) =
        ("proc/meminfo", "MemTotal:  200 kB\nMemFree:  1 kB\nMemAvailable:  100 kB\n");

    #[test]
    fn the_machine_alone() {
        assert_eq!(free(&[MACHINE]), Some(102_400));
        assert_eq!(free(&[MACHINE, ("proc/self/cgroup", "0::/\n")]), Some(102_400));
        assert_eq!(free(&[]), None);
    }

    #[test]
    fn a_group_of_the_second_version_and_what_it_is_in() {
        let files = [
            MACHINE,
            ("proc/self/cgroup", "0::/jobs/one\n"),
            ("sys/fs/cgroup/jobs/one/memory.max", "max\n"),
            ("sys/fs/cgroup/jobs/one/memory.current", "10\n"),
            ("sys/fs/cgroup/jobs/memory.max", "50000\n"),
            ("sys/fs/cgroup/jobs/memory.current", "20000\n"),
            ("sys/fs/cgroup/jobs/memory.stat", "anon 1\ninactive_file 5000\n"),
        ];
        assert_eq!(free(&files), Some(35_000));
    }

    #[test]
    fn a_group_of_the_first_version() {
        let files = [
            MACHINE,
            ("proc/self/cgroup", "5:cpu,cpuacct:/\n4:memory:/of/the/machine\n0::/\n"),
            ("sys/fs/cgroup/memory/memory.limit_in_bytes", "50000\n"),
            ("sys/fs/cgroup/memory/memory.usage_in_bytes", "20000\n"),
            ("sys/fs/cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file 4000\n"),
        ];
        assert_eq!(free(&files), Some(34_000));
    }
}
