//! A small disk.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A file system of this test's own, taken down with it.
pub struct Mounted(PathBuf);

impl Mounted {
    pub fn new(folder: &Path, size: &str) -> Self {
        fs::create_dir_all(folder).unwrap();
        let options = format!("size={size},mode=0700");
        let made = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "clawtray-test"]).arg(folder).status();
        assert!(made.unwrap().success(), "this test needs the right to mount");
        Self(folder.to_owned())
    }

    pub fn again(&self, options: &str) {
        let how = format!("remount,{options}");
        assert!(Command::new("mount").args(["-o", &how]).arg(&self.0).status().unwrap().success());
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}
