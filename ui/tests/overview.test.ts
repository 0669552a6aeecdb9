import { expect, test } from 'vitest';
import { open, textOf } from './opened';

test('the state is a word, a sentence and a shape, and is spoken politely', async () => {
  const { get } = await open('two-problems');
  expect(textOf(get('state-word'))).toBe('Down');
  expect(textOf(get('headline'))).toBe('Gateway down since 19:05: the configuration is not valid');
  expect(get('live').getAttribute('aria-live')).toBe('polite');
  expect(textOf(get('live'))).toContain('Down. Gateway down since 19:05');
});

test('the three signals are shown apart, each with its own word', async () => {
  const { get } = await open('two-problems');
  expect(get('rung-process').dataset.state).toBe('no');
  expect(textOf(get('rung-process'))).toContain('No process');
  expect(textOf(get('rung-process'))).toContain('exit code 78');
  expect(get('rung-rpc').dataset.state).toBe('unknown');
  expect(textOf(get('rung-rpc'))).toContain('not known');
});

test('only buttons that make sense are there, and each sends its intent', async () => {
  const running = await open('healthy');
  expect(running.find('start')).toBeNull();
  await running.click('stop');
  await running.click('restart');
  await running.click('dashboard');
  expect(running.host.keeper?.heard).toEqual([
    { intent: 'stop', now: false },
    { intent: 'restart' },
    { intent: 'open_dashboard' },
  ]);
  running.page.remove();
  const down = await open('two-problems');
  expect(down.find('stop')).toBeNull();
  await down.click('start');
  expect(down.host.keeper?.heard).toEqual([{ intent: 'start' }]);
});

test('the rights held are beside those wanted, and what is missing says so', async () => {
  const { get, host, until } = await open('healthy');
  expect(textOf(get('detail-wanted'))).not.toContain('missing');
  host.keeper?.change((gateway) => {
    const scopes = gateway.details.scopes.filter((scope) => scope !== 'operator.pairing');
    return { ...gateway, details: { ...gateway.details, scopes, missing_scopes: ['operator.pairing'] } };
  });
  await until(() => expect(textOf(get('detail-rights'))).not.toContain('operator.pairing'));
  expect(textOf(get('detail-wanted'))).toContain('operator.pairing (missing)');
});

test('what is not known says so', async () => {
  const { get } = await open('two-problems');
  expect(textOf(get('detail-pid'))).toContain('not known');
  expect(textOf(get('detail-uptime'))).toContain('not known');
  expect(textOf(get('detail-version'))).toContain('2026.9.6');
});

test('without a keeper nothing is claimed, and it can be started', async () => {
  const { get, find, click, until } = await open('no-keeper');
  expect(textOf(get('no-keeper'))).toContain('keeper is not running');
  expect(find('state-word')).toBeNull();
  await click('keeper-start');
  await until(() => get('state-word'));
});

test('a keeper that goes away takes its truth with it, and the open sheet', async () => {
  const { host, get, find, click, until } = await open('two-problems', 'problems');
  await click('action-config.invalid-repair_the_configuration');
  await until(() => get('plan-confirm'));
  host.lose();
  await until(() => get('no-keeper'));
  expect(find('finding-config.invalid')).toBeNull();
  expect(find('sheet')).toBeNull();
});

test('before the first word from the keeper the page says that it looks', async () => {
  const { get } = await open('connecting');
  expect(textOf(get('connecting'))).toContain('Looking for');
});
