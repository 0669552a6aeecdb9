import { expect, test } from 'vitest';
import { hashOf, placeFor, placeOf } from '../src/place';

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
