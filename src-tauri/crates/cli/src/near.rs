//! `clawtray gateways find`: which gateways announce themselves on the network. Nothing is added by it.

use clawtray_contract::{ErrorCode, NearGateway};
use clawtray_core::fleet::Refusal;
use clawtray_engine::find_gateways;
use serde_json::json;

use crate::{
    exit,
    problem::Problem,
    screen::{Look, Screen, pad, width_of},
};

pub(crate) async fn find(screen: &mut Screen, metered: bool) -> Result<u8, Problem> {
    let asks = || {
        if !screen.json {
            let looking = screen.say("window-near-looking");
            screen.aside(&looking);
        }
    };
    let near = find_gateways(metered, asks).await.map_err(|(refusal, words)| refused(screen, refusal, words))?;
    tell(screen, &near)
}

fn refused(screen: &Screen, refusal: Refusal, words: Option<String>) -> Problem {
    let (code, sentence) = match refusal {
        Refusal::Metered => (ErrorCode::NeedsConfirmation, "cli-gateways-metered"),
        _ => (ErrorCode::Failed, "error-near-failed"),
    };
    match words {
        Some(words) => Problem::detailed(code, screen.say(sentence), words),
        None => Problem::new(code, screen.say(sentence)),
    }
}

fn tell(screen: &mut Screen, near: &[NearGateway]) -> Result<u8, Problem> {
    if screen.json {
        screen.document(&json!({ "near": near }))?;
        return Ok(exit::FINE);
    }
    if near.is_empty() {
        let none = screen.say("window-near-none");
        screen.paragraph("", 0, Look::Plain, &none)?;
        return Ok(exit::FINE);
    }
    let widest = near.iter().map(|one| width_of(&one.name)).max().unwrap_or(0);
    for one in near {
        screen.paragraph(&pad(&one.name, widest), widest + 2, Look::Bold, &one.address)?;
        screen.paragraph("", widest + 2, Look::Dim, &one.host)?;
    }
    screen.gap()?;
    let note = screen.say("window-near-note");
    screen.paragraph("", 0, Look::Plain, &note)?;
    screen.paragraph("", 2, Look::Dim, "clawtray gateways add NAME ADDRESS")?;
    Ok(exit::FINE)
}

#[cfg(test)]
mod tests {
    use std::{
        io::{self, Write},
        sync::{Arc, Mutex},
    };

    use clawtray_contract::NearGateway;
    use clawtray_text::Catalogue;

    use super::tell;
    use crate::screen::{Screen, Terminal};

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn told(near: &[NearGateway], json: bool) -> String {
        let written = Written::default();
        let terminal = Terminal { width: 100, colour: false, answers: false, shows: false };
        let output = Box::new(written.clone());
        let (input, errors) = (Box::new(io::empty()), Box::new(io::sink()));
        let mut screen = Screen::new(Catalogue::default(), terminal, || 0, input, output, errors);
        screen.json = json;
        assert_eq!(tell(&mut screen, near).unwrap(), 0);
        let bytes = written.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn each_stands_with_the_address_that_add_takes_and_silence_is_told() {
        let office = NearGateway {
            name: "Office".into(),
            host: "office.local".into(),
            address: "wss://192.168.1.5:18789".into(),
        };
        let table = told(std::slice::from_ref(&office), false);
        assert!(table.starts_with("Office  wss://192.168.1.5:18789\n        office.local\n\n"), "{table}");
        assert!(table.contains("compare its certificate"), "{table}");
        let none = told(&[], false).replace('\n', " ");
        assert!(none.contains("openclaw plugins enable bonjour"), "{none}");
        let document: serde_json::Value = serde_json::from_str(&told(std::slice::from_ref(&office), true)).unwrap();
        assert_eq!(document["near"], serde_json::json!([office]));
        assert_eq!(told(&[], true).split_whitespace().collect::<String>(), "{\"near\":[]}");
    }
}
