//! A sieve before the automaton: six bytes of each text, the least common ones, as bits. Nearly every line of a log
//! falls through it several times faster than the automaton would read it; what stays is read by the automaton.

use std::collections::HashSet;

/// How many bytes of a text are looked for.
const WINDOW: usize = 6;
/// The bits, as a power of two: small enough for a processor's nearest memory.
const BITS: u32 = 17;
/// The words that hold the bits.
const WORDS: usize = 1 << (BITS - 6);
/// Keeps the bytes of a window.
const MASK: u64 = 0xffff_ffff_ffff;
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
    status=ok timer armed next run delivered {\"0\":\"{\\\"subsystem\\\":\\\"gateway/channels/telegram\\\"}\",\"1\":\"";

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
            let rarest = text.as_bytes().windows(WINDOW).max_by_key(|window| (!is_common(window), rarity(window)));
            match rarest {
                Some(window) => {
                    let mut bytes = [0; 8];
                    bytes.iter_mut().zip(window).for_each(|(byte, given)| *byte = *given);
                    for place in places(u64::from_le_bytes(bytes)) {
                        if let Some(word) = sieve.bits.get_mut(place >> 6) {
                            *word |= 1 << (place & 63);
                        }
                    }
                }
                None => sieve.open = true,
            }
        }
        sieve
    }

    /// Whether one of the texts may be in there.
    pub(super) fn keeps(&self, bytes: &[u8]) -> bool {
        if self.open {
            return true;
        }
        let whole = bytes.windows(8).filter_map(|window| <[u8; 8]>::try_from(window).ok());
        whole.into_iter().any(|window| self.has(u64::from_le_bytes(window))) || self.keeps_end(bytes)
    }

    /// The windows that are too near to the end to be read as eight bytes.
    fn keeps_end(&self, bytes: &[u8]) -> bool {
        let mut end = [0; 16];
        let tail = bytes.get(bytes.len().saturating_sub(7)..).unwrap_or_default();
        end.iter_mut().zip(tail).for_each(|(byte, given)| *byte = *given);
        let windows = end.windows(8).take(tail.len().saturating_sub(WINDOW - 1));
        windows.filter_map(|window| <[u8; 8]>::try_from(window).ok()).any(|window| self.has(u64::from_le_bytes(window)))
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

/// How rare six bytes are in the lines of a log: across the border of two words, and with rare letters.
fn rarity(window: &[u8]) -> u32 {
    let letters: u32 = window
        .iter()
        .map(|byte| match byte.to_ascii_lowercase() {
            b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' | b' ' | b'd' | b'l' | b'c' => 0,
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
        for other in ["", "x", "EROFS", "[gateway] ready", "node.list 3ms"] {
            assert!(!sieve.keeps(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn a_text_too_short_for_it_opens_it() {
        assert!(Sieve::new(["abc"].into_iter()).keeps(b""));
    }
}
