import { expect, test } from 'vitest';
import { open, textOf } from './opened';

test('one gateway has neither a chooser nor a place of its own', async () => {
  const { find } = await open('healthy');
  expect(find('chooser')).toBeNull();
  expect(find('nav-gateways')).toBeNull();
});

test('every page shows the chosen gateway, and its wishes carry the address', async () => {
  const { get, find, page, host, click } = await open('two-gateways');
  expect(textOf(get('state-word'))).toBe('Running');
  await click('stop');
  const chooser = get('chooser') as HTMLSelectElement;
  chooser.value = 'work';
  chooser.dispatchEvent(new Event('change'));
  await page.updateComplete;
  expect(textOf(get('state-word'))).toBe('Down');
  expect(textOf(get('count-problems'))).toBe('1');
  expect(find('stop')).toBeNull();
  await click('start');
  expect(host.keeper?.heard).toEqual([
    { intent: 'stop', now: false },
    { intent: 'for', gateway: 'work', wish: { intent: 'start' } },
  ]);
});

test('a repair begun for one gateway is planned and run there', async () => {
  const { get, host, page, until, click } = await open('two-gateways', 'problems');
  host.show({ page: 'finding', id: 'config.invalid' }, 'work');
  await page.updateComplete;
  await click('action-config.invalid-repair_the_configuration');
  await until(() => get('plan-confirm'));
  await click('plan-confirm');
  await until(() => expect(host.keeper?.snapshot.gateways[1]?.repairs[0]?.outcome).toBe('repaired'));
  const wishes = host.keeper?.heard.map((wish) => (wish.intent === 'for' ? [wish.gateway, wish.wish.intent] : wish));
  expect(wishes).toEqual([
    ['work', 'preview'],
    ['work', 'run'],
  ]);
  expect(host.keeper?.snapshot.gateways[0]?.repairs).toEqual([]);
});

test('an open sheet does not survive another choice', async () => {
  const { get, find, host, page, until, click } = await open('two-gateways', 'problems');
  host.show({ page: 'finding', id: 'config.invalid' }, 'work');
  await page.updateComplete;
  await click('action-config.invalid-repair_the_configuration');
  await until(() => get('plan-confirm'));
  const chooser = get('chooser') as HTMLSelectElement;
  chooser.value = 'default';
  chooser.dispatchEvent(new Event('change'));
  await until(() => expect(find('sheet')).toBeNull());
});

test('the list tells each one apart, lets one be left and another be kept', async () => {
  const { get, find, host, click } = await open('two-gateways', 'gateways');
  expect(get('gateway-work').dataset.state).toBe('down');
  expect(textOf(get('gateway-default'))).toContain('shown on every page');
  expect(find('show-default')).toBeNull();
  await click('start-work');
  await click('stop-default');
  await click('leave-work');
  await click('keep-bot');
  expect(host.keeper?.heard).toEqual([
    { intent: 'for', gateway: 'work', wish: { intent: 'start' } },
    { intent: 'stop', now: false },
    { intent: 'unwatch_gateway', gateway: 'work' },
    { intent: 'watch_gateway', gateway: 'bot' },
  ]);
  await click('show-work');
  expect(textOf(get('gateway-work'))).toContain('shown on every page');
});

test('history names the gateway where there are several', async () => {
  const { get } = await open('two-gateways', 'history');
  expect(textOf(get('page-history'))).toContain('work: ');
});
