import { expect, test } from 'vitest';
import { open, textOf } from './opened';

const input = (element: HTMLElement) => element as HTMLInputElement;

function type(element: HTMLElement, value: string) {
  input(element).value = value;
  element.dispatchEvent(new Event('change', { bubbles: true }));
}

test('what was chosen is shown', async () => {
  const { get } = await open('healthy', 'settings');
  expect(input(get('setting-notify-jobs')).checked).toBe(false);
  expect(input(get('setting-notify-problems')).checked).toBe(true);
  expect(input(get('setting-quiet-from')).value).toBe('22:30');
  expect(input(get('setting-quiet-to')).value).toBe('07:00');
  expect(input(get('setting-quit-leave_running')).checked).toBe(true);
  expect(input(get('setting-at-login')).checked).toBe(true);
  expect(input(get('setting-icon')).value).toBe('auto');
  expect(textOf(get('setting-language'))).toBe('English, as this computer is set up.');
});

test('each press is one wish, and the keeper’s answer is what stays', async () => {
  const { host, get, find, click, until } = await open('healthy', 'settings');
  await click('setting-notify-jobs');
  type(get('setting-quiet-to'), '06:15');
  await click('setting-mute-everything');
  await click('setting-quit-stop_gateway');
  type(get('setting-icon'), 'dark_panel');
  await click('setting-automatic-channel.disconnected');
  await click('setting-at-login');
  expect(host.keeper?.heard).toEqual([
    { intent: 'choose', change: { setting: 'notify', value: { kind: 'jobs', on: true } } },
    { intent: 'choose', change: { setting: 'quiet_hours', value: { from_minute: 1350, to_minute: 375 } } },
    { intent: 'choose', change: { setting: 'mute_everything', value: true } },
    { intent: 'choose', change: { setting: 'on_quit', value: 'stop_gateway' } },
    { intent: 'choose', change: { setting: 'icon', value: 'dark_panel' } },
    { intent: 'choose', change: { setting: 'automatic', value: { finding: 'channel.disconnected', on: true } } },
    { intent: 'start_at_login', on: false },
  ]);
  expect(input(get('setting-automatic-channel.disconnected')).checked).toBe(true);
  await until(() => expect(input(get('setting-at-login')).checked).toBe(false));
  expect(input(get('setting-quit-stop_gateway')).checked).toBe(true);
  await click('setting-quiet');
  await until(() => expect(find('setting-quiet-from')).toBeNull());
  expect(host.keeper?.heard.at(-1)).toEqual({ intent: 'choose', change: { setting: 'quiet_hours', value: null } });
});

test('a file that is not understood is said, and nothing of it can be pressed', async () => {
  const { get } = await open('settings-broken', 'settings');
  expect(textOf(get('settings-blocked'))).toContain('left as it is');
  for (const id of ['notify-jobs', 'quiet', 'quiet-from', 'mute-everything', 'quit-stop_gateway', 'icon']) {
    expect(input(get(`setting-${id}`)).disabled, id).toBe(true);
  }
  expect(input(get('setting-at-login')).disabled, 'this one is not in the file').toBe(false);
});

test('the window speaks the keeper’s language from the navigation to the last switch', async () => {
  const { host, get, until } = await open('healthy', 'settings');
  const keeper = host.keeper;
  if (!keeper) throw new Error('no keeper');
  keeper.snapshot = { ...keeper.snapshot, app: { ...keeper.snapshot.app, language: 'de' } };
  keeper.change((gateway) => gateway);
  await until(() => expect(textOf(get('setting-language'))).toBe('Deutsch, wie dieser Rechner eingestellt ist.'));
  expect(textOf(get('nav-approvals'))).toContain('Freigaben');
  expect(textOf(get('setting-icon'))).toContain('Für eine dunkle Leiste');
  keeper.snapshot = { ...keeper.snapshot, app: { ...keeper.snapshot.app, language: 'en' } };
  keeper.change((gateway) => gateway);
  await until(() => expect(textOf(get('nav-approvals'))).toContain('Approvals'));
});

test('a refused choice goes back to what is so', async () => {
  const { host, get, until } = await open('healthy', 'settings');
  const keeper = host.keeper;
  if (!keeper) throw new Error('no keeper');
  keeper.choose = () => {
    throw { code: 'failed', message: 'The settings could not be written.', retryable: false };
  };
  get('setting-notify-jobs').click();
  await until(() => expect(textOf(get('error'))).toContain('could not be written'));
  expect(input(get('setting-notify-jobs')).checked).toBe(false);
});

test('what the keeper has not told is not made up', async () => {
  const { get, find } = await open('empty', 'settings');
  expect(textOf(get('no-settings'))).toContain('not known yet');
  expect(find('setting-icon')).toBeNull();
});

test('the token’s place is said, and moving it goes by a plan that is shown first', async () => {
  const { host, get, find, click, until } = await open('healthy', 'settings');
  expect(textOf(get('settings-token'))).toContain('in plain in openclaw.json');
  await click('token-keep_in_keychain');
  await until(() => get('plan-confirm'));
  expect(host.keeper?.heard.at(-1)).toEqual({
    intent: 'preview',
    finding: { id: 'token' },
    action: 'keep_in_keychain',
  });
  await click('plan-confirm');
  await until(() =>
    expect(host.keeper?.heard.at(-1)).toEqual({
      intent: 'run',
      finding: { id: 'token' },
      action: 'keep_in_keychain',
      plan: 'plan-1',
    }),
  );
  await until(() => expect(find('plan-moot')).toBeNull());
});

test('where it is not offered, the reason is said', async () => {
  const { host, get, until } = await open('healthy', 'settings');
  const why = 'OpenClaw only runs a program that your own account owns.';
  host.keeper?.change((gateway) => {
    if (!gateway.token) throw new Error('no token');
    const actions = gateway.token.actions.map((action) => ({ ...action, blocked_by: why }));
    return { ...gateway, token: { ...gateway.token, actions } };
  });
  await until(() => expect(textOf(get('token-blocked'))).toContain(why));
  expect((get('token-keep_in_keychain') as HTMLButtonElement).disabled).toBe(true);
});
