//! The built program itself: what it is linked to, and that it says only what the catalogue holds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use clawtray_text::Catalogue;

/// A server has neither a desktop's libraries nor TLS libraries of the right version.
#[test]
#[cfg(target_os = "linux")]
fn the_program_needs_nothing_but_the_c_library() {
    use object::read::elf::{Dyn, ElfFile64, FileHeader};

    let bytes = std::fs::read(env!("CARGO_BIN_EXE_clawtray")).unwrap();
    let file: ElfFile64<'_> = ElfFile64::parse(&*bytes).unwrap();
    let endian = file.endian();
    let header = file.elf_header();
    let sections = header.sections(endian, &*bytes).unwrap();
    let (entries, strings) = sections.dynamic(endian, &*bytes).unwrap().expect("a dynamic program");
    let strings = sections.strings(endian, &*bytes, strings).unwrap();
    let needed: Vec<&str> = entries
        .iter()
        .filter(|entry| entry.tag(endian) == object::elf::DT_NEEDED)
        .map(|entry| std::str::from_utf8(entry.string(endian, strings).unwrap()).unwrap())
        .collect();
    assert!(needed.iter().any(|name| name.starts_with("libc.so")), "{needed:?}");
    let family = ["libc.so", "libm.so", "libgcc_s.so", "libpthread.so", "libdl.so", "librt.so", "ld-linux"];
    for name in &needed {
        assert!(family.iter().any(|known| name.starts_with(known)), "{name} is needed: {needed:?}");
    }
}

#[test]
fn every_sentence_the_sources_name_exists_and_none_is_left_over() {
    let mut sources = String::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                sources.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let used: Vec<&str> = sources.split('"').filter(|word| word.starts_with("cli-")).collect();
    assert!(used.len() > 80, "only {} sentences are used", used.len());
    let catalogue = Catalogue::default();
    for id in &used {
        // `cli-about-{name}` is put together; the grammar's own test reads all of those.
        assert!(id.contains('{') || catalogue.has(id), "`{id}` does not exist");
    }
    for id in Catalogue::ids().into_iter().filter(|id| id.starts_with("cli-") && !id.starts_with("cli-about-")) {
        assert!(used.contains(&id), "`{id}` is never said");
    }
}
