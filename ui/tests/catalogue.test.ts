import { expect, test } from 'vitest';
import source from '../../src-tauri/crates/text/locales/en/window.ftl?raw';
import contract from '../src/host/contract.ts?raw';
import { BEAT_WORDS, JOB_WORDS } from '../src/pages/automations';
import { DEVICE_WORDS } from '../src/pages/channels';
import { ICONS, KINDS, QUITS } from '../src/pages/settings';
import { PLACES } from '../src/place';
import { say } from '../src/text/catalogue';

const ids = [...source.matchAll(/^([a-z][a-z0-9-]*) =/gm)].map((match) => match[1] ?? '');

const files = import.meta.glob<string>(['../src/**/*.ts', '!../src/host/contract.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const code = Object.values(files).join('\n');

/** Ids written out in the code. */
const literal = new Set([...code.matchAll(/'(window-[a-z0-9-]+)'/g)].map((match) => match[1] ?? ''));

function variantsOf(type: string): string[] {
  const body = contract.match(new RegExp(`export type ${type} = ([^;]+);`))?.[1] ?? '';
  return [...body.matchAll(/"([a-z_]+)"/g)].map((match) => (match[1] ?? '').replaceAll('_', '-'));
}

/** The list of technical facts. */
const rows = code.match(/const rows[^=]*= \[\n([\s\S]*?)\n {2}\];/)?.[1] ?? '';

/** Prefixes completed at run time, and everything they can be completed with. */
const families: Record<string, string[]> = {
  'window-severity': variantsOf('Severity'),
  'window-mode': variantsOf('Mode'),
  'window-step': variantsOf('StepState'),
  'window-outcome': variantsOf('Outcome'),
  'window-history': variantsOf('HistoryKind'),
  'window-rung': [...variantsOf('RungState'), 'process', 'http', 'rpc'],
  'window-place': [...PLACES],
  'window-job': [...JOB_WORDS],
  'window-beat': [...BEAT_WORDS],
  'window-channel': variantsOf('ChannelState'),
  'window-device': [...DEVICE_WORDS],
  'window-settings-notify': [...KINDS],
  'window-settings-quiet': ['from', 'to'],
  'window-settings-quit': QUITS.map((quit) => quit.replaceAll('_', '-')),
  'window-settings-icon': ICONS.map((icon) => icon.replaceAll('_', '-')),
  'window-detail': [...rows.matchAll(/^ +\[?'([a-z]+)',/gm)].map((match) => match[1] ?? ''),
};
const completed = Object.entries(families).flatMap(([prefix, ends]) => ends.map((end) => `${prefix}-${end}`));
const used = new Set([...[...literal].filter((id) => !(id in families)), ...completed]);

test('families are read from the code and the contract, not empty', () => {
  for (const [prefix, ends] of Object.entries(families)) expect(ends.length, prefix).toBeGreaterThan(1);
});

test('every sentence the page asks for is in the catalogue', () => {
  expect([...used].filter((id) => !ids.includes(id))).toEqual([]);
});

test('every sentence in the catalogue is asked for', () => {
  expect(ids.filter((id) => !used.has(id))).toEqual([]);
});

test('every state of the contract has its word', () => {
  for (const state of variantsOf('State')) expect(say(`state-${state}`)).not.toContain('[');
});

test('an unknown id is shown and does not throw', () => {
  expect(say('window-there-is-no-such')).toBe('[window-there-is-no-such]');
});

test('numbers choose their form', () => {
  expect(say('window-count-problems', { count: 1 })).toBe('1 problem');
  expect(say('window-count-problems', { count: 3 })).toBe('3 problems');
});
