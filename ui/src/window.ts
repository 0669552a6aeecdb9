// The window: holds the newest snapshot, the place and the open sheet, and nothing else.

import { html, LitElement, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { ActionView, AppError, ApprovalView, Decision, GatewayView, Intent, Snapshot } from './host/contract';
import { asAppError, type Host, type LinkState, type Push } from './host/host';
import { type About, type Deeds, isSame, nameOf, referenceTo, TOKEN, type View } from './model';
import { approvalsPage } from './pages/approvals';
import { automationsPage } from './pages/automations';
import { channelsPage } from './pages/channels';
import { gatewaysPage } from './pages/gateways';
import { historyPage } from './pages/history';
import './pages/logs';
import { overviewPage } from './pages/overview';
import { problemsPage } from './pages/problems';
import { settingsPage } from './pages/settings';
import { ActionInView } from './parts/action';
import { chooser } from './parts/chooser';
import { disconnected } from './parts/disconnected';
import { arrowKeys, navigation } from './parts/navigation';
import { sheetView } from './parts/sheet';
import { hashOf, type Place, placeFor, placeOf, routeFor } from './place';
import { say, sayVariant, speak } from './text/catalogue';

/** How often "5 minutes ago" is looked at again, milliseconds. */
const CLOCK_STEP = 15_000;
/** After a request has left the list the next one moves up; a click so soon was meant for the other. Milliseconds. */
const MOVED_UP = 700;
/** What is about the gateways as a whole, or has its address already. */
const WHOLE: Intent['intent'][] = [
  'for',
  'watch_gateway',
  'unwatch_gateway',
  'find_gateways',
  'look_elsewhere',
  'add_gateway',
  'remove_gateway',
  'primary_gateway',
];
/** Whether the window is in front may have changed. */
const FRONT = ['focus', 'blur', 'visibilitychange'] as const;

export class ClawtrayWindow extends LitElement {
  static override properties = {
    host: { attribute: false },
    place: { state: true },
    link: { state: true },
    snapshot: { state: true },
    chosen: { state: true },
    error: { state: true },
    starting: { state: true },
    now: { state: true },
  };

  declare host: Host | undefined;
  declare place: Place;
  declare link: LinkState;
  declare snapshot: Snapshot | undefined;
  /** The gateway that the pages show; undefined, or one that is gone, for the primary one. */
  declare chosen: string | undefined;
  declare error: AppError | undefined;
  declare starting: boolean;
  declare now: number;

  private readonly action = new ActionInView(this);
  private clock: ReturnType<typeof setInterval> | undefined;
  private approvalsMovedAt = 0;
  private focusPage = false;
  /** The action whose sheet was asked for from outside, until the snapshot that has it is here. */
  private wantedAction: { finding: string; action: string } | undefined;
  private readonly onHash = () => this.arrive(placeOf(location.hash));
  private lookingAt = '';
  private readonly onFront = () => this.tellLooking();

  constructor() {
    super();
    this.host = undefined;
    this.place = placeOf(location.hash);
    this.link = { link: 'connecting' };
    this.snapshot = undefined;
    this.chosen = undefined;
    this.error = undefined;
    this.starting = false;
    this.now = Date.now();
  }

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', this.onHash);
    for (const change of FRONT) addEventListener(change, this.onFront);
    this.clock = setInterval(() => {
      this.now = Date.now();
    }, CLOCK_STEP);
    this.host?.listen((push) => this.take(push)).catch((thrown) => this.fail(thrown));
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.onHash);
    for (const change of FRONT) removeEventListener(change, this.onFront);
    clearInterval(this.clock);
  }

  /** Tells the keeper what is in front of the person, so that it does not notify that as well. */
  private tellLooking() {
    if (this.link.link !== 'connected') {
      this.lookingAt = '';
      return;
    }
    const route = document.hasFocus() ? routeFor(this.place) : null;
    const looking = this.addressed({ intent: 'looking', route });
    const told = JSON.stringify(looking);
    if (told === this.lookingAt) return;
    this.lookingAt = told;
    // A keeper that does not know it notifies once more than needed; nobody has to read about that.
    this.host?.send(looking).catch(() => undefined);
  }

  private take(push: Push) {
    this.now = Date.now();
    switch (push.push) {
      case 'link':
        this.link = push.state;
        if (push.state.link === 'no_keeper') this.forget();
        break;
      case 'snapshot':
        this.noteApprovals(push.snapshot);
        speak(push.snapshot.app.language);
        this.snapshot = push.snapshot;
        break;
      case 'show':
        this.sheetElement?.close();
        if (push.gateway !== undefined) this.chosen = push.gateway;
        this.wantedAction = push.route.page === 'action' ? push.route.id : undefined;
        location.hash = hashOf(placeFor(push.route));
        this.arrive(placeFor(push.route));
        break;
    }
  }

  /** Without a keeper nothing on the page is true any more. */
  private forget() {
    this.snapshot = undefined;
    this.sheetElement?.close();
  }

  private noteApprovals(next: Snapshot) {
    const waiting = this.shownOf(next)?.approvals ?? [];
    const before = this.gateway?.approvals ?? [];
    if (before.some((old) => !waiting.some((one) => one.id === old.id))) this.approvalsMovedAt = Date.now();
  }

  private arrive(place: Place) {
    const same = place.name === this.place.name && place.id === this.place.id;
    this.place = place;
    this.focusPage = !same || place.id !== undefined;
  }

  private shownOf(snapshot: Snapshot | undefined): GatewayView | undefined {
    return snapshot?.gateways.find((one) => one.id === this.chosen) ?? snapshot?.gateways[0];
  }

  /** The gateway that the pages show. */
  private get gateway(): GatewayView | undefined {
    return this.shownOf(this.snapshot);
  }

  /** Nothing that was begun for one gateway goes on for another. */
  private choose(gateway: string) {
    this.sheetElement?.close();
    this.error = undefined;
    this.chosen = gateway;
    this.approvalsMovedAt = Date.now();
  }

  private addressed(intent: Intent): Intent {
    return this.gateway ? this.addressedTo(this.gateway.id, intent) : intent;
  }

  /** The primary gateway needs no address, and neither does what is about the gateways as a whole. */
  private addressedTo(gateway: string, intent: Intent): Intent {
    const whole = WHOLE.includes(intent.intent);
    return whole || gateway === this.snapshot?.gateways[0]?.id ? intent : { intent: 'for', gateway, wish: intent };
  }

  private fail(thrown: unknown) {
    this.error = asAppError(thrown);
  }

  private get deeds(): Deeds {
    return {
      send: (intent) => void this.send(intent),
      sendTo: (gateway, intent) => void this.send(this.addressedTo(gateway, intent)),
      choose: (gateway) => this.choose(gateway),
      act: (about, action) => void this.act(about, action),
      decide: (approval, decision) => this.decide(approval, decision),
      ask: async (intent) => this.host?.send(intent),
    };
  }

  /** Asks the keeper, of the gateway that the pages show. */
  async tell(intent: Intent) {
    return await this.host?.send(this.addressed(intent));
  }

  private async send(intent: Intent) {
    this.error = undefined;
    try {
      return await this.tell(intent);
    } catch (thrown) {
      this.fail(thrown);
      return undefined;
    }
  }

  private decide(approval: ApprovalView, decision: Decision) {
    if (decision !== 'deny' && Date.now() - this.approvalsMovedAt < MOVED_UP) return;
    void this.send({ intent: 'decide', approval: approval.id, decision, etag: approval.etag });
  }

  /** Opens the sheet that was asked for from outside. What is safe is not run: a place only shows. */
  private openWanted() {
    const wanted = this.wantedAction;
    const gateway = this.gateway;
    // An open sheet closes first.
    if (!wanted || !gateway || this.action.sheet) return;
    this.wantedAction = undefined;
    const finding = gateway.findings.find((one) => nameOf(one) === wanted.finding);
    const action = finding?.actions.find((one) => one.id === wanted.action);
    if (finding && action && action.risk !== 'safe' && action.blocked_by === undefined) void this.act(finding, action);
  }

  private async act(about: About, action: ActionView) {
    if (action.risk === 'safe') {
      await this.send({ intent: 'run', finding: referenceTo(about), action: action.id, plan: null });
      return;
    }
    this.error = undefined;
    await this.action.open(about, action);
  }

  private async run() {
    const came = await this.action.run();
    if (came === 'over') this.sheetElement?.close();
    if (came !== 'runs') return;
    await this.updateComplete;
    this.querySelector<HTMLElement>('#sheet-title')?.focus();
  }

  private async startKeeper() {
    this.starting = true;
    try {
      await this.host?.startKeeper();
    } catch {
      // The link's state says why, and it is shown.
    } finally {
      this.starting = false;
    }
  }

  private get sheetElement(): HTMLDialogElement | null {
    return this.querySelector<HTMLDialogElement>('dialog.sheet');
  }

  override render() {
    const gateway = this.gateway;
    const live = gateway ? `${sayVariant('state', gateway.state)}. ${gateway.headline}` : '';
    const choice = chooser(this.snapshot, gateway, (id) => this.choose(id));
    return html`
      <a class="skip" href="#content" @click=${this.skip}>${say('window-skip')}</a>
      <div class="frame">
        <div class="side" @keydown=${arrowKeys}>${navigation(this.place.name, gateway, this.snapshot, choice)}</div>
        <main id="content" tabindex="-1" data-testid="page-${this.place.name}">
          <p class="unseen" role="status" aria-live="polite" data-testid="live">${live}</p>
          ${this.banner()}
          ${this.page()}
        </main>
      </div>
      ${this.openSheet()}
    `;
  }

  private skip(event: Event) {
    event.preventDefault();
    this.querySelector<HTMLElement>('main')?.focus();
  }

  private banner() {
    if (!this.error) return nothing;
    return html`<div class="banner" role="alert" data-testid="error">
      <div>
        <p><strong>${say('window-error')}</strong></p>
        <p>${this.error.message}</p>
        ${this.error.detail === undefined ? nothing : html`<p><code class="technical">${this.error.detail}</code></p>`}
      </div>
      <button type="button" class="plain" @click=${() => {
        this.error = undefined;
      }}>${say('window-error-dismiss')}</button>
    </div>`;
  }

  private page() {
    const gateway = this.gateway;
    if (!this.snapshot || !gateway) return disconnected(this.link, this.starting, () => void this.startKeeper());
    const view: View = {
      snapshot: this.snapshot,
      gateway,
      now: this.now,
      inSheet: this.action.sheet?.repair,
      wanted: this.place.id,
    };
    switch (this.place.name) {
      case 'problems':
        return problemsPage(view, this.deeds);
      case 'approvals':
        return approvalsPage(view, this.deeds);
      case 'automations':
        return automationsPage(view, this.deeds);
      case 'channels':
        return channelsPage(view);
      case 'logs':
        return keyed(gateway.id, html`<clawtray-logs .output=${gateway.output}></clawtray-logs>`);
      case 'history':
        return historyPage(view, this.deeds);
      case 'gateways':
        return gatewaysPage(view, this.deeds);
      case 'settings':
        return settingsPage(view, this.deeds);
      default:
        return overviewPage(view, this.deeds);
    }
  }

  private openSheet() {
    const sheet = this.action.sheet;
    if (!sheet) return nothing;
    const gateway = this.gateway;
    const repair = gateway?.repairs.find((one) => one.id === sheet.repair);
    const stands =
      sheet.finding.id === TOKEN
        ? gateway?.token?.actions.some((action) => action.id === sheet.action.id)
        : gateway?.findings.some((one) => isSame(one, sheet.finding));
    const moot = sheet.repair === undefined && !stands;
    const own = {
      run: () => void this.run(),
      choose: (choice: string) => void this.action.chooseWay(choice),
      close: () => this.sheetElement?.close(),
      closed: () => this.action.close(),
    };
    return sheetView(sheet, repair, moot, own, this.deeds);
  }

  protected override updated() {
    this.tellLooking();
    this.openWanted();
    const dialog = this.sheetElement;
    if (dialog && !dialog.open) {
      dialog.showModal();
      this.querySelector<HTMLElement>('#sheet-title')?.focus();
    }
    if (this.focusPage && this.snapshot) {
      this.focusPage = false;
      // The sheet is in front of the page and keeps the focus.
      if (dialog) return;
      const wanted = this.querySelector<HTMLElement>('[data-wanted] h2') ?? this.querySelector<HTMLElement>('main h1');
      wanted?.focus();
      wanted?.scrollIntoView?.({ block: 'nearest' });
    }
  }
}

customElements.define('clawtray-window', ClawtrayWindow);
