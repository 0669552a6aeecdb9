//! Hands the command list to Tauri's permissions, and makes a clean clone compile before npm has run.

use std::{fs, io, path::Path};

/// Every command the page may call. `ipc.rs` registers exactly these.
const COMMANDS: &[&str] = &["send", "start_keeper", "attach"];

/// Shown when the pages were not built.
const STUB: &str = "<!doctype html><meta charset=\"utf-8\"><title>Clawtray</title>\
<p>The pages are not built yet. Run <code>npm ci</code> and <code>npm run build</code> in <code>ui</code>, \
then build this program again.</p>\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    write_stub(Path::new("ui/dist"))?;
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}

fn write_stub(folder: &Path) -> io::Result<()> {
    let page = folder.join("index.html");
    if page.exists() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    fs::write(page, STUB)
}
