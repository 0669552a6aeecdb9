import { expect, test } from 'vitest';
import { say, speak } from '../src/text/catalogue';
import { absolute, bytes, duration, limit, relative } from '../src/text/moment';

const now = new Date(2026, 10, 22, 19, 30).getTime();
const minutes = (count: number) => count * 60_000;

test('durations name two units at most', () => {
  expect(duration(0)).toBe('0 seconds');
  expect(duration(1000)).toBe('1 second');
  expect(duration(minutes(1))).toBe('1 minute');
  expect(duration(minutes(125))).toBe('2 h 5 min');
  expect(duration(minutes(120))).toBe('2 h');
  expect(duration(minutes(60 * 27))).toBe('1 day 3 h');
  expect(duration(-5000), 'a clock set back').toBe('0 seconds');
});

test('a limit is never told shorter than it is', () => {
  expect(limit(90_000)).toBe('2 minutes');
  expect(limit(1)).toBe('1 second');
  expect(limit(minutes(2))).toBe('2 minutes');
});

test('moments are told from now in both directions', () => {
  expect(relative(now - minutes(14), now)).toBe('14 minutes ago');
  expect(relative(now + 42_000, now)).toBe('in 42 seconds');
  expect(relative(now - minutes(60 * 26), now)).toBe('yesterday');
});

test('the date is named when it is another day, the year when it is another year', () => {
  expect(absolute(now - minutes(14), now)).toBe('19:16');
  expect(absolute(new Date(2026, 10, 20, 8, 5).getTime(), now)).toBe('20 Nov, 08:05');
  expect(absolute(new Date(2025, 11, 31, 23, 59).getTime(), now)).toContain('2025');
});

test('sizes are short', () => {
  expect(bytes(1)).toBe('1 byte');
  expect(bytes(999)).toBe('999 bytes');
  expect(bytes(1536)).toBe('1.5 KB');
  expect(bytes(4_830_000)).toBe('4.6 MB');
  expect(bytes(412_600_000)).toBe('393 MB');
});

test('the keeper’s language is spoken, and English where it has no words', () => {
  const now = new Date(2026, 10, 22, 12, 0).getTime();
  speak('de');
  expect(document.documentElement.lang).toBe('de');
  expect(say('window-count-problems', { count: 2 })).toBe('2 Probleme');
  expect(duration(2 * 60_000)).toBe('2 Minuten');
  expect(relative(now - 5 * 60_000, now)).toBe('vor 5 Minuten');
  expect(absolute(now - 3 * 24 * 3_600_000, now)).toContain('Nov');
  speak('it');
  expect(relative(now - 5 * 60_000, now)).toBe('5 minuti fa');
  speak('fr');
  expect(say('window-count-problems', { count: 2 })).toBe('2 problems');
  speak('en');
});
