import { expect, test } from 'vitest';
import { open, textOf } from './opened';

const within = (row: HTMLElement, testId: string) => row.querySelector<HTMLButtonElement>(`[data-testid="${testId}"]`);

test('who asks and which rights are in words, and Deny comes first', async () => {
  const { get } = await open('approval', 'approvals');
  const row = get('approval-req-7');
  expect(textOf(row)).toContain('See everything operator.read');
  expect(textOf(row)).toContain('192.168.1.23');
  const order = [...row.querySelectorAll('button')].map((button) => button.dataset.testid);
  expect(order).toEqual(['deny', 'approve']);
});

test('a decision is bound to its request', async () => {
  const { host, get, until } = await open('approval', 'approvals');
  within(get('approval-req-7'), 'approve')?.click();
  await until(() =>
    expect(host.keeper?.heard).toEqual([{ intent: 'decide', approval: 'req-7', etag: 'tag-7', decision: 'approve' }]),
  );
});

test('Return on Approve is swallowed, and nothing is focused or submitted by default', async () => {
  const { get, page } = await open('approval', 'approvals');
  const approve = within(get('approval-req-7'), 'approve');
  const press = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
  approve?.dispatchEvent(press);
  expect(press.defaultPrevented).toBe(true);
  expect(approve?.type).toBe('button');
  expect(page.querySelector('form')).toBeNull();
  expect(document.activeElement).not.toBe(approve);
});

test('a click just after the list moved up approves nothing', async () => {
  const { host, get, find, until } = await open('approval', 'approvals');
  host.keeper?.change((gateway) => ({
    ...gateway,
    approvals: gateway.approvals.slice(1).map((one) => ({
      id: one.id,
      etag: one.etag,
      kind: one.kind,
      title: one.title,
      who: [],
      what: [],
      rights: [],
      decisions: [],
      since_ms: 0,
    })),
  }));
  await until(() => expect(find('approval-req-7')).toBeNull());
  within(get('approval-req-9'), 'approve')?.click();
  expect(host.keeper?.heard).toEqual([]);
  within(get('approval-req-9'), 'deny')?.click();
  await until(() =>
    expect(host.keeper?.heard).toEqual([{ intent: 'decide', approval: 'req-9', etag: 'tag-9', decision: 'deny' }]),
  );
});

test('where rights are missing only Deny can be pressed, and the reason is there', async () => {
  const { get } = await open('approval', 'approvals');
  const row = get('approval-req-9');
  expect(within(row, 'approve')?.disabled).toBe(true);
  expect(within(row, 'deny')?.disabled).toBe(false);
  expect(textOf(row)).toContain('operator.pairing');
});

test('an odd request stays in its row: nothing of it is markup, a new line, or a time that no calendar has', async () => {
  const { host, get, page, until } = await open('approval', 'approvals');
  host.keeper?.change((gateway) => ({
    ...gateway,
    approvals: gateway.approvals.slice(0, 1).map((one) => ({
      ...one,
      title: `<img src=x onerror=alert(1)>${'x'.repeat(200)}`,
      who: [{ label: 'Name', value: '<b>Ann</b>\u202eevil' }],
      what: [{ label: 'Command', value: 'echo hi⏎rm -rf ~' }],
      since_ms: 0,
    })),
  }));
  await until(() => expect(textOf(get('approval-req-7'))).toContain('echo hi⏎rm -rf ~'));
  const row = get('approval-req-7');
  expect(page.querySelector('img, b')).toBeNull();
  expect(textOf(row)).toContain('<b>Ann</b>');
  expect(row.querySelector('h2')?.className).toContain('foreign');
  expect(textOf(row)).not.toContain('ago');
});
