//! A sieve before the automaton: of each text the least common six bytes, as two windows of five, as bits. One of two
//! windows beside each other begins at an even place wherever the text stands, so only even places of a line are looked
//! at. Nearly every line of a log falls through several times faster than the automaton would read it; what stays is
//! read by the automaton.

use std::collections::HashSet;

/// How many bytes of a text are chosen: two windows beside each other.
const PAIR: usize = WINDOW + 1;
/// How many bytes are looked for at once.
const WINDOW: usize = 5;
/// The bits, as a power of two: small enough for a processor's nearest memory.
const BITS: u32 = 18;
/// The words that hold the bits.
const WORDS: usize = 1 << (BITS - 6);
/// Keeps the bytes of a window.
const MASK: u64 = 0xff_ffff_ffff;
/// How far from one reading of eight bytes to the next: two windows lie in each.
const STEP: usize = 4;
/// Makes letters small; what else it changes only lets more stay.
const FOLD: u64 = 0x2020_2020_2020_2020;

/// Words of healthy logs: what is in them tells little, and is no good as the part of a text that is looked for.
static COMMON: &str = "[gateway] loading configuration… resolving authentication… starting... starting HTTP server... \
    ready (5 plugins: acpx, browser, device-pair, phone-control, talk-voice; 5.9s) listening on ws://127.0.0.1:18789 \
    agent model: anthropic/claude log file: /tmp/openclaw/openclaw-2026-04-13.log starting channels and sidecars... \
    [heartbeat] started [health-monitor] started (interval: 300s, startup-grace: 60s, channel-connect-grace: 120s) \
    [ws] ⇄ res ✓ node.list 3ms conn=a id=b ← open remoteAddr=127.0.0.1 → close code=1005 reason=n/a durationMs=7 \
    handshake=connected lastFrameType=req lastFrameMethod=connect lastFrameId=a → event health seq=5 clients=1 \
    dropIfSlow=true presenceVersion=9 healthVersion=12 webchat connected conn=a remote=127.0.0.1 client=openclaw-control-ui \
    webchat disconnected → hello-ok methods=91 events=19 presence=2 [reload] config change detected; evaluating reload \
    (models.providers, agents.defaults) config hot reload applied restart requires gateway restart signal SIGTERM received \
    shutting down completed cleanly [telegram] [default] starting provider Inbound message telegram:group message for \
    session run registered: sessionId=a totalActive=1 embedded run start: runId=a sessionId=b provider=openai model=gpt \
    thinking=low messageChannel=telegram embedded run prompt start embedded run agent start embedded run agent end \
    isError=false embedded run done: runId=a sessionId=b durationMs=4300 aborted=false cron: job started finished \
    status=ok timer armed next run delivered agents.defaults.compaction hooks channels session memory sync \
    plugins loaded tools file global node_modules version runtime host mounted root canvas bonjour advertised gmail watcher \
    socket mode connected logged in to as default account agents list sessions history skills update available {\"0\":\"{\\\"subsystem\\\":\\\"gateway/channels/telegram\\\"}\",\"1\":\"";

/// The bits.
pub(super) struct Sieve {
    bits: Box<[u64; WORDS]>,
    /// Some text is too short for a window: then everything stays.
    open: bool,
}

impl Sieve {
    /// A sieve that keeps every line with one of these texts in it, whatever the case of its letters.
    pub(super) fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut sieve = Self { bits: Box::new([0; WORDS]), open: false };
        let common = COMMON.to_ascii_lowercase();
        let common: HashSet<&[u8]> = common.as_bytes().windows(WINDOW).collect();
        let is_common = |window: &[u8]| common.contains(window.to_ascii_lowercase().as_slice());
        for text in texts {
            let rarest = text.as_bytes().windows(PAIR).max_by_key(|pair| {
                let windows = pair.windows(WINDOW).filter(|window| !is_common(window));
                (windows.count(), rarity(pair))
            });
            match rarest {
                Some(pair) => pair.windows(WINDOW).for_each(|window| sieve.add(window)),
                None => sieve.open = true,
            }
        }
        sieve
    }

    fn add(&mut self, window: &[u8]) {
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(window).for_each(|(byte, given)| *byte = *given);
        for place in places(u64::from_le_bytes(bytes)) {
            if let Some(word) = self.bits.get_mut(place >> 6) {
                *word |= 1 << (place & 63);
            }
        }
    }

    /// Whether one of the texts may be in there.
    pub(super) fn keeps(&self, bytes: &[u8]) -> bool {
        if self.open {
            return true;
        }
        let mut rest = bytes;
        while let Some((eight, _)) = rest.split_first_chunk::<8>() {
            if self.has_either(u64::from_le_bytes(*eight)) {
                return true;
            }
            rest = rest.get(STEP..).unwrap_or_default();
        }
        // What is left is too short to be read as eight bytes.
        let mut end = [0; 8];
        end.iter_mut().zip(rest).for_each(|(byte, given)| *byte = *given);
        rest.len() >= WINDOW && self.has_either(u64::from_le_bytes(end))
    }

    /// Whether the window at the beginning of eight bytes or the next even one is a text's.
    #[inline]
    fn has_either(&self, eight: u64) -> bool {
        self.has(eight) || self.has(eight >> 16)
    }

    #[inline]
    fn has(&self, window: u64) -> bool {
        let [first, second] = places(window);
        self.bit(first) && self.bit(second)
    }

    #[inline]
    fn bit(&self, place: usize) -> bool {
        self.bits.get(place >> 6).is_some_and(|word| word >> (place & 63) & 1 == 1)
    }
}

/// The two bits of a window.
#[inline]
fn places(window: u64) -> [usize; 2] {
    let folded = (window | FOLD) & MASK;
    let mixed = folded.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    [(mixed >> (64 - BITS)) as usize, (mixed >> (64 - 2 * BITS) & ((1 << BITS) - 1)) as usize]
}

/// How rare bytes are in the lines of a log: across the border of two words, and with rare letters.
fn rarity(window: &[u8]) -> u32 {
    let letters: u32 = window
        .iter()
        .map(|byte| match byte.to_ascii_lowercase() {
            b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' | b' ' | b'd' | b'l' | b'c' | b'"' | b',' => 0,
            b'u' | b'm' | b'p' | b'g' | b'h' | b'w' | b'f' | b'y' | b'0'..=b'9' | b':' | b'.' | b'-' | b'=' | b'/' => 2,
            b'b' | b'v' | b'k' | b'_' => 3,
            _ => 4,
        })
        .sum();
    let crosses = window.get(1..4).is_some_and(|middle| middle.contains(&b' ') || middle.contains(&b'_'));
    letters + if crosses { 6 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::Sieve;

    #[test]
    fn a_text_is_kept_wherever_it_stands_and_however_it_is_written() {
        let sieve = Sieve::new(["token mismatch", "ENOSPC", "EROFS:"].into_iter());
        for (before, after) in [("", ""), ("x", ""), ("", "x"), ("a longer beginning ", ""), ("", " and more after it")]
        {
            for text in ["token mismatch", "Token MISMATCH", "enospc", "EROFS:"] {
                assert!(sieve.keeps(format!("{before}{text}{after}").as_bytes()), "{before}|{text}|{after}");
            }
        }
        for other in ["", "x", "EROF", "[gateway] ready", "node.list 3ms"] {
            assert!(!sieve.keeps(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn a_text_too_short_for_it_opens_it() {
        assert!(Sieve::new(["abc"].into_iter()).keeps(b""));
    }
}
