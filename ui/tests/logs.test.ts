import { expect, test } from 'vitest';
import { open, textOf } from './opened';

test('the filter keeps the lines that contain it, whatever their case', async () => {
  const { get, until } = await open('healthy', 'logs');
  const filter = (await until(() => get('log-filter'))) as HTMLInputElement;
  filter.value = 'CRON';
  filter.dispatchEvent(new InputEvent('input'));
  await until(() => expect(textOf(get('log-count'))).toBe('28 of 140 lines'));
  expect(textOf(get('log-lines'))).not.toContain('telegram');
});

test('a filter that nothing matches says so', async () => {
  const { get, page, until } = await open('healthy', 'logs');
  const filter = (await until(() => get('log-filter'))) as HTMLInputElement;
  filter.value = '<b>zebra</b>';
  filter.dispatchEvent(new InputEvent('input'));
  await until(() => expect(textOf(page)).toContain('No line contains “<b>zebra</b>”.'));
});

test('output is text, never markup', async () => {
  const { host, get, until } = await open('healthy', 'logs');
  host.keeper?.change((gateway) => ({ ...gateway, output: ['<img src=x onerror=alert(1)>'] }));
  await until(() => expect(textOf(get('log-lines'))).toBe('<img src=x onerror=alert(1)>'));
  expect(get('log-lines').querySelector('img')).toBeNull();
});

test('an end of the gateway is told with its suspect, its code and its last lines', async () => {
  const { get, page, until } = await open('healthy', 'history');
  await until(() => get('exit-suspect'));
  expect(textOf(get('exit-suspect'))).toBe(
    'Suspected: The configuration is not valid, so the gateway refuses to start',
  );
  expect(textOf(page)).toContain('(exit code 78). It had run for 3 s.');
  expect(textOf(page)).toContain('Config invalid: gateway.port: expected number');
});

test('empty pages say what will be there', async () => {
  const logs = await open('empty', 'logs');
  await logs.until(() => logs.get('no-output'));
  logs.page.remove();
  const repaired = await open('repaired', 'history');
  const keeper = repaired.host.keeper;
  const repair = keeper?.snapshot.gateways[0]?.repairs[0];
  if (!keeper || !repair) throw new Error('no repair');
  const entry = { at_ms: repair.ended_ms ?? 0, kind: 'repair' as const, text: 'Repaired: Repair the configuration' };
  keeper.snapshot = { ...keeper.snapshot, history: [entry] };
  keeper.change((gateway) => gateway);
  await repaired.until(() => repaired.get('history-repair-3'));
  const told = textOf(repaired.get('history-repair-3'));
  expect(told).toContain('asked for in the window');
  expect(told).toContain('openclaw config set gateway.port 18789');
  expect(told).toContain('http server listening');
  const history = await open('empty', 'history');
  expect(textOf(history.get('no-history'))).toContain('Nothing has happened yet.');
});
