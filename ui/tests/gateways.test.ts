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

/** Writes into a field as a person does. */
function write(field: HTMLElement, text: string) {
  (field as HTMLInputElement).value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

async function looked(address: string, name = 'office') {
  const opened = await open('healthy', 'gateways');
  const { get, until } = opened;
  await until(() => get('elsewhere-address'));
  write(get('elsewhere-address'), address);
  write(get('elsewhere-name'), name);
  get('elsewhere-look').click();
  return opened;
}

test('settings lead to the gateways also where there is one', async () => {
  const { get } = await open('healthy', 'settings');
  expect(get('setting-gateways').getAttribute('href')).toBe('#gateways');
});

test('one elsewhere is kept once its certificate was seen and accepted, and never before', async () => {
  const { get, find, host, until } = await looked('wss://gw.example:18789');
  await until(() => get('elsewhere-keep'));
  expect(document.activeElement?.id).toBe('elsewhere-seen');
  expect(textOf(get('elsewhere-fingerprint'))).toBe('0123 4567 89ab cdef '.repeat(4).trim());
  get('elsewhere-keep')
    .closest('form')
    ?.dispatchEvent(new Event('submit', { cancelable: true }));
  expect(host.keeper?.heard.map((wish) => wish.intent)).toEqual(['look_elsewhere']);
  get('elsewhere-accept').click();
  get('elsewhere-keep').click();
  await until(() => get('gateway-office'));
  expect(host.keeper?.heard[1]).toEqual({
    intent: 'add_gateway',
    gateway: 'office',
    address: 'wss://gw.example:18789',
    certificate: '0123456789abcdef'.repeat(4),
    open: false,
  });
  await until(() =>
    expect(textOf(get('elsewhere-done'))).toContain('clawtray secret set shared-token --gateway office'),
  );
  expect(textOf(get('gateway-office'))).toContain('wss://gw.example:18789');
  expect(find('elsewhere-keep')).toBeNull();
});

test('what is not encrypted is warned of, and what stays on this computer is not', async () => {
  const { get, host, until } = await looked('ws://192.168.1.5');
  await until(() => get('elsewhere-accept'));
  expect(textOf(get('page-gateways'))).toContain('not encrypted');
  get('elsewhere-accept').click();
  get('elsewhere-keep').click();
  await until(() => expect(host.keeper?.heard[1]).toMatchObject({ intent: 'add_gateway', open: true }));
  document.body.replaceChildren();
  const here = await looked('ws://127.0.0.1:9');
  await here.until(() => here.get('elsewhere-keep'));
  expect(here.find('elsewhere-accept')).toBeNull();
});

test('what is refused is said beside the form, and what was written stays', async () => {
  const { get, until } = await looked('ssh://a/b');
  await until(() => expect(textOf(get('elsewhere-error'))).toContain('no address of a gateway'));
  expect((get('elsewhere-address') as HTMLInputElement).value).toBe('ssh://a/b');
});

test('one is put first, and one elsewhere is forgotten with a second press', async () => {
  const { get, find, host, until, click } = await looked('ssh://ann@lab');
  await until(() => get('elsewhere-keep'));
  get('elsewhere-keep').click();
  await until(() => get('gateway-office'));
  expect(find('first-default')).toBeNull();
  await click('first-office');
  expect(textOf(get('gateway-office'))).toContain('first: the menu begins with it');
  expect(find('leave-office')).toBeNull();
  await click('forget-now-office');
  expect(find('gateway-office')).toBeNull();
  expect(host.keeper?.heard.map((wish) => wish.intent)).toEqual([
    'look_elsewhere',
    'add_gateway',
    'primary_gateway',
    'remove_gateway',
  ]);
});

test('the network is asked when the person presses, and what is chosen is only written into the form', async () => {
  const { get, host, until, click } = await open('healthy', 'gateways');
  await until(() => get('find-gateways'));
  expect(host.keeper?.heard).toEqual([]);
  await click('find-gateways');
  await until(() => get('near-wss://192.168.1.5:18789'));
  expect(document.activeElement?.id).toBe('elsewhere-near');
  expect(textOf(get('page-gateways'))).toContain('Anybody on this network can announce anything');
  await click('near-wss://192.168.1.5:18789');
  expect((get('elsewhere-address') as HTMLInputElement).value).toBe('wss://192.168.1.5:18789');
  await until(() => expect((document.activeElement as HTMLElement).dataset.testid).toBe('elsewhere-name'));
  expect(host.keeper?.heard).toEqual([{ intent: 'find_gateways', metered: false }]);
});

test('a metered network is asked with a second press only, and silence is told', async () => {
  const { get, find, host, until, click } = await open('healthy', 'gateways');
  const keeper = host.keeper;
  if (!keeper) throw new Error('no keeper');
  keeper.metered = true;
  keeper.near = [];
  await until(() => get('find-gateways'));
  await click('find-gateways');
  await until(() => expect(textOf(get('elsewhere-error'))).toContain('metered'));
  expect(find('elsewhere-near')).toBeNull();
  await until(() => expect(textOf(get('find-gateways'))).toBe('Find them all the same'));
  await click('find-gateways');
  await until(() => expect(textOf(get('page-gateways'))).toContain('No gateway on this network announced itself'));
  expect(keeper.heard).toEqual([
    { intent: 'find_gateways', metered: false },
    { intent: 'find_gateways', metered: true },
  ]);
});
