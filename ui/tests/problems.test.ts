import { expect, test } from 'vitest';
import { open, textOf } from './opened';

const REPAIR = 'action-config.invalid-repair_the_configuration';

test('a finding shows its severity in a word, its evidence and its id', async () => {
  const { get } = await open('two-problems', 'problems');
  const row = get('finding-config.invalid');
  expect(textOf(row)).toContain('Error');
  expect(textOf(row)).toContain('14 minutes ago');
  expect(textOf(row)).toContain('config.invalid');
  expect(textOf(get('evidence-config.invalid'))).toContain('exit code 78');
  expect(textOf(get('finding-cron.job_failed/morning-summary'))).toContain('Warning');
});

test('a problem names what it causes, and one that causes nothing does not', async () => {
  const { host, get, find, until } = await open('two-problems', 'problems');
  expect(find('explains-config.invalid')).toBeNull();
  host.keeper?.change((gateway) => ({
    ...gateway,
    findings: gateway.findings.map((finding) => ({
      ...finding,
      explains:
        finding.id === 'config.invalid'
          ? [
              {
                id: 'service.not_running',
                severity: 'error' as const,
                title: 'The gateway is not running',
                text: 'It is down.',
                since_ms: 0,
              },
            ]
          : [],
    })),
  }));
  await until(() => expect(textOf(get('explains-config.invalid'))).toContain('The gateway is not running'));
});

test('what nobody could look at is named, and nothing is said where all was looked at', async () => {
  const { host, get, find, until } = await open('two-problems', 'problems');
  expect(find('not-looked-at')).toBeNull();
  host.keeper?.change((gateway) => ({
    ...gateway,
    not_looked_at: ['channel.disconnected', 'cron.missed'],
    not_looked_because: { 'cron.missed': 'The gateway does not run:' },
  }));
  await until(() => expect(textOf(get('not-looked-at'))).toContain('2 kinds of problems'));
  expect(textOf(get('not-looked-at'))).toContain('The gateway does not run: cron.missed');
});

test('a safe action runs at once and its repair is shown where it was pressed', async () => {
  const { host, get, click, until } = await open('two-problems', 'problems');
  await click('action-cron.job_failed/morning-summary-run_it_again_now');
  expect(host.keeper?.heard).toEqual([
    {
      intent: 'run',
      finding: { id: 'cron.job_failed', subject: 'morning-summary' },
      action: 'run_it_again_now',
      plan: null,
    },
  ]);
  await until(() => get('repair-10'));
  await until(() => expect(get('outcome').dataset.outcome).toBe('repaired'));
});

test('a confirm action shows everything first and runs exactly that plan', async () => {
  const { host, get, click, until } = await open('two-problems', 'problems');
  await click(REPAIR);
  await until(() => get('plan-confirm'));
  expect(textOf(get('plan-commands'))).toContain('openclaw config set gateway.port 18789');
  expect(textOf(get('plan-diff'))).toContain('gateway.port');
  expect(textOf(get('plan-warnings'))).toContain('Comments');
  expect(textOf(get('plan-confirm')), 'the button says what it does').toBe('Repair the configuration');
  expect(host.keeper?.heard.map((intent) => intent.intent)).toEqual(['preview']);
  await click('plan-confirm');
  expect(host.keeper?.heard.at(-1)).toEqual({
    intent: 'run',
    finding: { id: 'config.invalid' },
    action: 'repair_the_configuration',
    plan: 'plan-1',
  });
  await until(() => expect(get('sheet').textContent).toContain('Repaired'));
});

test('an action with several ways shows the change of each, and runs the one that was chosen', async () => {
  const { host, get, click, until } = await open('degraded', 'problems/model.long_context_429/anthropic/claude-sonnet');
  await click('action-model.long_context_429/anthropic/claude-sonnet-add_a_fallback_model');
  await until(() => expect(textOf(get('plan-diff'))).toContain('openai/gpt-5'));
  await click('plan-choice-ollama/qwen3');
  await until(() => expect(textOf(get('plan-diff'))).toContain('ollama/qwen3'));
  await click('plan-confirm');
  expect(host.keeper?.heard.at(-1)).toEqual({
    intent: 'run',
    finding: { id: 'model.long_context_429', subject: 'anthropic/claude-sonnet' },
    action: 'add_a_fallback_model',
    plan: 'plan-ollama/qwen3',
    choice: 'ollama/qwen3',
  });
});

test('after a repair one click takes it back', async () => {
  const { host, get, find, click, until } = await open('repaired', 'problems');
  expect(textOf(get('no-problems'))).toContain('Nothing is wrong.');
  await click('undo');
  expect(host.keeper?.heard).toEqual([{ intent: 'undo_repair', repair: 3 }]);
  await until(() => expect(get('outcome').dataset.outcome).toBe('undone'));
  expect(find('undo')).toBeNull();
});

test('the sheet opens on its heading, never on the button that acts', async () => {
  const { get, click, until } = await open('two-problems', 'problems');
  await click(REPAIR);
  await until(() => get('plan-confirm'));
  expect(document.activeElement?.id).toBe('sheet-title');
});

test('a plan that changed is shown again instead of run', async () => {
  const { host, get, click, until } = await open('two-problems', 'problems');
  await click(REPAIR);
  await until(() => get('plan-confirm'));
  const answer = host.keeper?.answer.bind(host.keeper);
  if (!host.keeper || !answer) throw new Error('a keeper plays');
  host.keeper.answer = (intent) => {
    if (intent.intent === 'run') throw { code: 'plan_changed', message: 'changed', retryable: false };
    return answer(intent);
  };
  await click('plan-confirm');
  await until(() => expect(textOf(get('sheet'))).toContain('has changed meanwhile'));
  await until(() => get('plan-confirm'));
});

test('a problem that clears while its sheet is open asks for nothing any more', async () => {
  const { host, get, find, click, until } = await open('two-problems', 'problems');
  await click(REPAIR);
  await until(() => get('plan-confirm'));
  host.keeper?.change((gateway) => ({ ...gateway, findings: [] }));
  await until(() => get('plan-moot'));
  expect(find('plan-confirm')).toBeNull();
});

test('an action that is not possible now says why', async () => {
  const { get } = await open('degraded', 'problems');
  const row = 'finding-model.long_context_429/anthropic/claude-sonnet';
  expect(
    (get('action-model.long_context_429/anthropic/claude-sonnet-disable_context1m') as HTMLButtonElement).disabled,
  ).toBe(true);
  expect(textOf(get(row))).toContain('is not possible now: it is off already');
});

test('a changed problem stays marked until its next run judges it', async () => {
  const { host, get, find, until } = await open('two-problems', 'problems');
  const words = 'Only a later run can show that it was enough.';
  const mark = (awaiting: boolean) =>
    host.keeper?.change((gateway) => ({
      ...gateway,
      findings: gateway.findings.map((finding) => ({
        ...finding,
        awaiting_proof: awaiting && finding.id === 'config.invalid',
      })),
    }));
  expect(textOf(get('finding-config.invalid'))).not.toContain(words);
  mark(true);
  await until(() => expect(textOf(get('finding-config.invalid'))).toContain(words));
  expect(textOf(get('finding-cron.job_failed/morning-summary'))).not.toContain(words);
  mark(false);
  await until(() => expect(textOf(get('finding-config.invalid'))).not.toContain(words));
  expect(find('finding-config.invalid')).not.toBeNull();
});

test('what a command says is shown line by line while it runs', async () => {
  const { host, get, until } = await open('repaired', 'problems/config.invalid');
  const told = (output: string[]) =>
    host.keeper?.change((gateway) => ({
      ...gateway,
      repairs: gateway.repairs.map((repair, at) => {
        const { outcome: _outcome, ended_ms: _ended, ...running } = repair;
        const steps = repair.steps.map((step, of) =>
          of === 0 ? { ...step, state: 'running' as const, output } : step,
        );
        return at === 0 ? { ...running, steps } : repair;
      }),
    }));
  told(['one']);
  await until(() => expect(get('repair-3').querySelector('pre')?.textContent).toBe('one'));
  expect(get('repair-running')).toBeTruthy();
  told(['one', 'two']);
  await until(() => expect(get('repair-3').querySelector('pre')?.textContent).toBe('one\ntwo'));
});

test('a guide explains where it leads and goes there by its button', async () => {
  const { host, get, click, until } = await open('degraded', 'problems');
  await click('action-model.long_context_429/anthropic/claude-sonnet-change_the_account');
  await until(() => expect(textOf(get('sheet'))).toContain('What will happen'));
  expect(host.keeper?.heard.map((intent) => intent.intent)).toEqual(['preview']);
  await click('plan-confirm');
  await until(() => expect(host.keeper?.heard.map((intent) => intent.intent)).toEqual(['preview', 'run']));
});

test('an action asked for on a notification is a filled sheet and one press, wherever the window was', async () => {
  const { host, get, until, click } = await open('two-problems', 'problems');
  await click('action-config.invalid-repair_the_configuration');
  await until(() => get('plan-confirm'));
  host.show({ page: 'action', id: { finding: 'config.invalid', action: 'repair_the_configuration' } });
  await until(() => expect(host.keeper?.heard.map((intent) => intent.intent)).toEqual(['preview', 'preview']));
  await until(() => get('plan-confirm'));
  expect(document.activeElement?.id, 'the button is not pressed by a key that was meant for elsewhere').toBe(
    'sheet-title',
  );
  await click('plan-confirm');
  await until(() => expect(host.keeper?.heard.at(-1)).toMatchObject({ intent: 'run', plan: 'plan-1' }));
});

test('a place never runs a safe action, and one that is gone opens no sheet', async () => {
  const { host, get, find, until } = await open('two-problems', 'logs');
  host.show({ page: 'action', id: { finding: 'cron.job_failed/morning-summary', action: 'run_it_again_now' } });
  await until(() => get('finding-cron.job_failed/morning-summary'));
  host.show({ page: 'action', id: { finding: 'port.conflict', action: 'x' } });
  await until(() => get('page-problems'));
  expect(host.keeper?.heard).toEqual([]);
  expect(find('sheet')).toBeNull();
});

test('a notification leads to its finding, wherever the window was', async () => {
  const { host, get, until } = await open('two-problems', 'logs');
  host.show({ page: 'finding', id: 'cron.job_failed/morning-summary' });
  await until(() => get('finding-cron.job_failed/morning-summary'));
  await until(() => expect(document.activeElement?.textContent).toBe('A scheduled job failed'));
});

test('a refused wish is said aloud and can be dismissed', async () => {
  const { host, get, find, click, until } = await open('healthy');
  if (host.keeper) {
    host.keeper.answer = () => {
      throw { code: 'busy', message: 'Another repair is running. Wait until it ends.', retryable: true };
    };
  }
  await click('restart');
  await until(() => expect(textOf(get('error'))).toContain('Another repair is running.'));
  expect(get('error').getAttribute('role')).toBe('alert');
  get('error').querySelector('button')?.click();
  await until(() => expect(find('error')).toBeNull());
});
