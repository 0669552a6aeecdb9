//! What `ssh -N -L ...` would be: it carries bytes from one end to the other, or says why not.

use std::{
    fs,
    io::{Read, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    path::Path,
};

/// What it says instead of working, in the home folder.
pub const REFUSES: &str = "ssh-refuses";
/// One line for each run: its process id and its arguments.
pub const RUNS: &str = "ssh-runs";

/// Plays it; never comes back.
pub fn play(arguments: &[String]) -> ! {
    let home = std::env::var_os("HOME").expect("a home");
    let home = Path::new(&home);
    let mut runs = fs::OpenOptions::new().create(true).append(true).open(home.join(RUNS)).expect("a file");
    writeln!(runs, "{} {}", std::process::id(), arguments[1..].join(" ")).expect("room on the disk");
    if let Ok(said) = fs::read_to_string(home.join(REFUSES)) {
        eprintln!("debug1: something before it\n{}", said.trim());
        std::process::exit(255);
    }
    let at = arguments.iter().position(|argument| argument == "-L").expect("a forward");
    let words: Vec<&str> = arguments[at + 1].split(':').collect();
    let &[address, port, host, other] = words.as_slice() else { panic!("{words:?}") };
    let listener = TcpListener::bind(format!("{address}:{port}")).expect("its port");
    let there = format!("{host}:{other}");
    for near in listener.incoming().flatten() {
        // Where nobody answers, the near end is closed, as ssh does.
        if let Ok(far) = TcpStream::connect(&there) {
            carry(near.try_clone().expect("a handle"), far.try_clone().expect("a handle"));
            carry(far, near);
        }
    }
    std::process::exit(0);
}

fn carry(mut from: TcpStream, mut to: TcpStream) {
    std::thread::spawn(move || {
        let mut bytes = [0; 16 * 1024];
        while let Ok(count @ 1..) = from.read(&mut bytes) {
            if to.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        // The other side may have gone first.
        let _gone = to.shutdown(Shutdown::Both);
    });
}
