import { expect, test } from 'vitest';
import { open, textOf } from './opened';

test('each job says how it fares, in words beside its shape, and the newest trouble in the gateway’s words', async () => {
  const { get } = await open('healthy', 'automations');
  expect(textOf(get('job-morning-summary'))).toContain('The last run failed');
  expect(textOf(get('job-morning-summary'))).toContain('3 failures in a row');
  expect(textOf(get('job-morning-summary'))).toContain('429 rate_limit_error');
  expect(textOf(get('job-backup'))).toContain('Did not run when it was due');
  expect(textOf(get('job-weekly'))).toContain('Switched off');
  expect(textOf(get('heartbeat'))).toContain('The last one was fine');
});

test('Run now asks for exactly that job, and not while it runs', async () => {
  const { host, get, click } = await open('healthy', 'automations');
  await click('run-morning-summary');
  expect(host.keeper?.heard).toEqual([{ intent: 'run_job', job: 'morning-summary' }]);
  expect(get('run-evening').hasAttribute('disabled')).toBe(true);
  expect(get('run-backup').getAttribute('aria-label')).toBe('Run now: Backup');
});

test('channels and devices that are out say so, and why', async () => {
  const { get } = await open('healthy', 'channels');
  expect(textOf(get('channel-telegram/default'))).toContain('Not connected');
  expect(textOf(get('channel-telegram/default'))).toContain('getMe returned 401');
  expect(textOf(get('channel-slack/work'))).toBe('Slack · work Connected');
  expect(textOf(get('device-n2'))).toContain('Last seen 2 days ago');
});

test('nothing known and nothing there are two answers', async () => {
  const down = await open('two-problems', 'automations');
  expect(textOf(down.get('jobs-unknown'))).toContain('Not known');
  down.page.remove();
  const empty = await open('empty', 'channels');
  expect(textOf(empty.get('no-channels'))).toContain('No channel is set up');
  expect(textOf(empty.get('no-devices'))).toContain('No device is paired');
});
