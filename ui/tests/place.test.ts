import { expect, test, vi } from 'vitest';
import { hashOf, placeFor, placeOf } from '../src/place';
import { open } from './opened';

test('an address and its place are each other', () => {
  const place = { name: 'problems', id: 'model.long_context_429/anthropic/claude sonnet' } as const;
  expect(placeOf(hashOf(place))).toEqual(place);
  expect(placeOf(hashOf({ name: 'logs' }))).toEqual({ name: 'logs' });
});

test('rubbish leads to a page that exists', () => {
  expect(placeOf('#nowhere/x')).toEqual({ name: 'overview' });
  expect(placeOf('')).toEqual({ name: 'overview' });
  expect(placeOf('#problems/%E0%A4%A')).toEqual({ name: 'problems' });
});

test('each route of the contract has a place', () => {
  expect(placeFor({ page: 'overview' })).toEqual({ name: 'overview' });
  expect(placeFor({ page: 'finding', id: 'config.invalid' })).toEqual({ name: 'problems', id: 'config.invalid' });
  expect(placeFor({ page: 'finding', id: '' })).toEqual({ name: 'problems' });
  expect(placeFor({ page: 'approval', id: 'req-7' })).toEqual({ name: 'approvals', id: 'req-7' });
  expect(placeFor({ page: 'history' })).toEqual({ name: 'history' });
});

test('the keeper is told what is in front, and that nothing is', async () => {
  const focused = vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  const { host, page, until } = await open('healthy', 'approvals');
  await until(() => expect(host.looked).toEqual([{ page: 'approval', id: '' }]));
  location.hash = '#logs';
  await until(() => expect(host.looked.at(-1)).toEqual({ page: 'logs' }));
  focused.mockReturnValue(false);
  dispatchEvent(new Event('blur'));
  await until(() => expect(host.looked.at(-1)).toBeNull());
  expect(host.looked.length).toBe(3);
  page.remove();
  focused.mockRestore();
});
