import axe from 'axe-core';
import { expect, test } from 'vitest';
import { open } from './opened';

// Colours need a real renderer; structure, names and roles do not.
const options = { rules: { 'color-contrast': { enabled: false } } };

async function violations() {
  const result = await axe.run(document.documentElement, options);
  return result.violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(' ')}`);
}

document.documentElement.lang = 'en';
document.title = 'Clawtray';

/** Each page with much and with nothing on it. */
const sights: [string, string][] = [
  ['two-problems', 'overview'],
  ['degraded', 'overview'],
  ['no-keeper', 'overview'],
  ['connecting', 'overview'],
  ['degraded', 'problems'],
  ['repaired', 'problems'],
  ['approval', 'approvals'],
  ['empty', 'approvals'],
  ['healthy', 'automations'],
  ['two-problems', 'automations'],
  ['healthy', 'channels'],
  ['empty', 'channels'],
  ['healthy', 'logs'],
  ['empty', 'logs'],
  ['healthy', 'history'],
  ['two-gateways', 'overview'],
  ['two-gateways', 'gateways'],
  ['healthy', 'gateways'],
  ['healthy', 'settings'],
  ['settings-broken', 'settings'],
  ['empty', 'settings'],
];

test.each(sights)('%s: %s has names, roles and an order', async (scene, place) => {
  const { page } = await open(scene, place);
  await page.querySelector<HTMLElement & { updateComplete: Promise<boolean> }>('clawtray-logs')?.updateComplete;
  expect(await violations()).toEqual([]);
});

test('the sheet has a name and its parts have theirs', async () => {
  const { get, click, until } = await open('two-problems', 'problems');
  await click('action-config.invalid-repair_the_configuration');
  await until(() => get('plan-confirm'));
  expect(await violations()).toEqual([]);
});

test('what is to be accepted of a gateway elsewhere has names, roles and an order', async () => {
  const { get, until } = await open('healthy', 'gateways');
  await until(() => get('elsewhere-address'));
  for (const [field, text] of [
    ['elsewhere-address', 'wss://gw.example'],
    ['elsewhere-name', 'office'],
  ] as const) {
    (get(field) as HTMLInputElement).value = text;
    get(field).dispatchEvent(new Event('input'));
  }
  get('elsewhere-look').click();
  await until(() => get('elsewhere-accept'));
  expect(await violations()).toEqual([]);
});

test('the arrow keys go from place to place and around', async () => {
  const { get } = await open('healthy');
  get('nav-overview').focus();
  const press = (key: string) =>
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  press('ArrowDown');
  expect(document.activeElement).toBe(get('nav-problems'));
  press('ArrowUp');
  press('ArrowUp');
  expect(document.activeElement).toBe(get('nav-settings'));
});
