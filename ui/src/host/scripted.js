// @ts-check
// A keeper that plays a scene: it answers intents, and a repair it was asked for goes its way step by step.

import { planFor, scenes } from './scenes.js';

/** @import { Answer, AppError, FindingRef, GatewayView, Intent, NearGateway, PlanView, RepairView, SettingChange, SettingsView, Snapshot } from './contract' */

/** How long one step of a scripted repair takes, milliseconds. */
const STEP = 900;

/** @type {(code: AppError['code'], message: string) => AppError} */
const refusal = (code, message) => ({ code, message, retryable: false });

/** @type {(one: FindingRef, other: FindingRef) => boolean} */
const same = (one, other) => one.id === other.id && one.subject === other.subject;

export class ScriptedKeeper {
  /**
   * @param {string} scene
   * @param {(snapshot: Snapshot) => void} push
   * @param {number} [step]
   */
  constructor(scene, push, step = STEP) {
    const build = scenes[scene];
    if (!build) throw new Error(`There is no scene called ${scene}: ${Object.keys(scenes).join(', ')}`);
    this.snapshot = build(Date.now());
    this.push = push;
    this.step = step;
    this.nextRepair = 10;
    /** Whether the network is metered. */
    this.metered = false;
    /** @type {NearGateway[]} Who announces itself there. */
    this.near = [
      { name: 'Office', host: 'office.local', address: 'wss://192.168.1.5:18789' },
      { name: 'Lab', host: 'lab.local', address: 'ssh://192.168.1.7:18789' },
    ];
    /** @type {Intent[]} */
    this.heard = [];
    /** @type {string | undefined} */
    this.about = undefined;
  }

  /** The gateway that the last wish was about. */
  get target() {
    return this.snapshot.gateways.find((one) => one.id === this.about) ?? this.snapshot.gateways[0];
  }

  /** Of the gateway that the last wish was about. @param {(gateway: GatewayView) => GatewayView} change */
  change(change) {
    const revision = this.snapshot.revision + 1;
    this.snapshot = {
      ...this.snapshot,
      revision,
      at_ms: Date.now(),
      gateways: this.snapshot.gateways.map((one) => (one === this.target ? change(one) : one)),
    };
    this.push(this.snapshot);
  }

  /** @param {number} id @param {(repair: RepairView) => RepairView} change */
  changeRepair(id, change) {
    this.change((gateway) => ({
      ...gateway,
      repairs: gateway.repairs.map((repair) => (repair.id === id ? change(repair) : repair)),
    }));
  }

  /**
   * Throws an `AppError`.
   * @param {Intent} intent
   * @returns {Answer}
   */
  answer(intent) {
    this.heard.push(intent);
    this.about = intent.intent === 'for' ? intent.gateway : undefined;
    return this.carryOut(intent.intent === 'for' ? intent.wish : intent);
  }

  /**
   * @param {Intent} intent
   * @returns {Answer}
   */
  carryOut(intent) {
    switch (intent.intent) {
      case 'preview':
        return { answer: 'plan', plan: this.planned(intent) };
      case 'run':
        return { answer: 'repair', repair: this.begin(intent.finding, intent.action) };
      case 'undo_repair':
        this.changeRepair(intent.repair, (repair) => ({
          ...repair,
          outcome: 'undone',
          text: 'The configuration is as it was before.',
          undo: { state: 'done' },
        }));
        break;
      case 'cancel_repair':
        this.changeRepair(intent.repair, (repair) => ({
          ...repair,
          outcome: 'aborted_by_person',
          text: 'You stopped it. Nothing was changed.',
          ended_ms: Date.now(),
        }));
        break;
      case 'choose':
        this.choose(intent.change);
        break;
      case 'start_at_login':
        this.settle({ start_at_login: intent.on });
        break;
      case 'find_gateways':
        return this.around(intent.metered);
      case 'look_elsewhere':
        return this.looked(intent.address);
      case 'add_gateway':
        this.added(intent);
        break;
      case 'remove_gateway':
        this.snapshot = {
          ...this.snapshot,
          gateways: this.snapshot.gateways.filter((one) => one.id !== intent.gateway),
        };
        this.change((gateway) => gateway);
        break;
      case 'primary_gateway': {
        const isFirst = (/** @type {GatewayView} */ one) => one.id === intent.gateway;
        const all = this.snapshot.gateways;
        this.snapshot = { ...this.snapshot, gateways: [...all.filter(isFirst), ...all.filter((one) => !isFirst(one))] };
        this.change((gateway) => gateway);
        break;
      }
      case 'decide':
        if (!this.target?.approvals.some((approval) => approval.id === intent.approval)) {
          throw refusal(
            'gone',
            'This request is not waiting any more: it was decided elsewhere or ran out. Nothing was done.',
          );
        }
        this.change((gateway) => ({
          ...gateway,
          approvals: gateway.approvals.filter((approval) => approval.id !== intent.approval),
        }));
        break;
      default:
        break;
    }
    return { answer: 'accepted' };
  }

  /**
   * @param {boolean} anyway
   * @returns {Answer}
   */
  around(anyway) {
    if (this.metered && !anyway) {
      throw refusal(
        'needs_confirmation',
        'This network is metered, so nobody was asked. Looking around sends a few small packets; you can do it all the same.',
      );
    }
    return { answer: 'near', near: this.near };
  }

  /**
   * @param {string} address
   * @returns {Answer}
   */
  looked(address) {
    if (!/^(wss|ws|ssh):\/\/[^/]+$/.test(address)) {
      throw refusal(
        'bad_request',
        'This is no address of a gateway. Write wss://HOST:PORT, ws://HOST:PORT or ssh://USER@HOST:PORT.',
      );
    }
    const certificate = address.startsWith('wss') ? { certificate: '0123456789abcdef'.repeat(4) } : {};
    return {
      answer: 'elsewhere',
      address,
      open: address.startsWith('ws:') && !address.includes('127.0.0.1'),
      ...certificate,
    };
  }

  /** @param {Extract<Intent, { intent: 'add_gateway' }>} intent */
  added(intent) {
    const [first] = this.snapshot.gateways;
    if (first === undefined || this.snapshot.gateways.some((one) => one.id === intent.gateway)) {
      throw refusal('bad_request', 'There is a gateway of this name already. Choose another name.');
    }
    /** @type {GatewayView} */
    const one = {
      ...first,
      id: intent.gateway,
      name: intent.gateway,
      mode: 'remote',
      can_start: false,
      can_stop: false,
      can_restart: false,
      ladder: {
        ...first.ladder,
        process: { state: 'unknown', text: 'Its process is not seen from here', detail: intent.address },
      },
    };
    this.snapshot = { ...this.snapshot, gateways: [...this.snapshot.gateways, one] };
    this.change((gateway) => gateway);
  }

  /**
   * A model has others to choose from; everything else goes one way.
   * @param {Extract<Intent, { intent: 'preview' }>} intent
   * @returns {PlanView}
   */
  planned(intent) {
    const plan = { ...planFor(intent.finding.id, intent.action), finding: intent.finding };
    if (intent.action !== 'add_a_fallback_model') return plan;
    const chosen = intent.choice ?? 'openai/gpt-5';
    const choices = ['openai/gpt-5', 'ollama/qwen3'].map((id) => ({ id, label: id, chosen: id === chosen }));
    const after = JSON.stringify([chosen]);
    return { ...plan, etag: `plan-${chosen}`, choices, diff: [{ path: 'agents.defaults.model.fallbacks', after }] };
  }

  /** @param {SettingChange} change */
  choose(change) {
    const settings = this.snapshot.settings;
    if (settings === undefined || settings.blocked_by !== undefined) {
      throw refusal('failed', settings?.blocked_by ?? 'The settings could not be written. They are as they were.');
    }
    switch (change.setting) {
      case 'notify':
        return this.settle({ notify: { ...settings.notify, [change.value.kind]: change.value.on } });
      case 'quiet_hours':
        return this.settle(change.value === null ? {} : { quiet_hours: change.value }, change.value === null);
      case 'automatic':
        return this.settle({
          automatic: settings.automatic.map((one) =>
            one.finding === change.value.finding ? { ...one, on: change.value.on } : one,
          ),
        });
      default:
        return this.settle({ [change.setting]: change.value });
    }
  }

  /** @param {Partial<SettingsView>} change @param {boolean} [loud] Without quiet hours. */
  settle(change, loud = false) {
    const settings = this.snapshot.settings;
    if (settings === undefined) return;
    const next = { ...settings, ...change };
    if (loud) delete next.quiet_hours;
    this.snapshot = { ...this.snapshot, settings: next };
    this.change((gateway) => gateway);
  }

  /** @param {FindingRef} finding @param {string} action */
  begin(finding, action) {
    const id = this.nextRepair++;
    const plan = planFor(finding.id, action);
    /** @type {RepairView} */
    const repair = {
      id,
      finding,
      action,
      label: plan.label,
      asked_by: 'window',
      commands: plan.commands,
      steps: plan.steps.map((label, place) => ({ label, state: place === 0 ? 'running' : 'waiting', output: [] })),
      text: '',
      diff: [],
      started_ms: Date.now(),
      undo: { state: 'not_offered' },
    };
    this.change((gateway) => ({ ...gateway, repairs: [repair, ...gateway.repairs] }));
    setTimeout(() => this.advance(id, 0), this.step);
    return id;
  }

  /** @param {number} id @param {number} done */
  advance(id, done) {
    const repair = this.target?.repairs.find((one) => one.id === id);
    if (!repair || repair.outcome !== undefined) return;
    const steps = repair.steps.map((step, place) => {
      if (place === done)
        return { ...step, state: /** @type {const} */ ('done'), output: [`step ${done + 1} ended with code 0`] };
      return place === done + 1 ? { ...step, state: /** @type {const} */ ('running') } : step;
    });
    const ended = done + 1 === steps.length;
    this.change((gateway) => ({
      ...gateway,
      findings: ended ? gateway.findings.filter((finding) => !same(finding, repair.finding)) : gateway.findings,
      repairs: gateway.repairs.map((one) =>
        one.id !== id
          ? one
          : ended
            ? {
                ...one,
                steps,
                outcome: 'repaired',
                text: 'The gateway accepts its configuration again and is running.',
                diff: planFor(repair.finding.id, repair.action).diff,
                ended_ms: Date.now(),
                undo: { state: 'available' },
              }
            : { ...one, steps },
      ),
    }));
    if (!ended) setTimeout(() => this.advance(id, done + 1), this.step);
  }
}
