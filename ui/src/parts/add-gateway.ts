// Adding a gateway on another computer: first it is looked at, then the person accepts what was seen. No secret is
// typed here; the keychain's own command takes it.

import { html, LitElement, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Answer, AppError, Intent, NearGateway } from '../host/contract';
import { asAppError } from '../host/host';
import { say } from '../text/catalogue';

type Seen = Extract<Answer, { answer: 'elsewhere' }>;

/** A fingerprint in rows of four groups, as people compare it. */
const grouped = (fingerprint: string) =>
  (fingerprint.match(/.{1,16}/g) ?? []).map((row) => (row.match(/.{1,4}/g) ?? []).join(' ')).join('\n');

/** A word as a command line takes it. */
const COMMAND = 'clawtray secret set shared-token --gateway';

export class AddGateway extends LitElement {
  static override properties = {
    ask: { attribute: false },
    address: { state: true },
    name: { state: true },
    near: { state: true },
    asking: { state: true },
    metered: { state: true },
    seen: { state: true },
    accepted: { state: true },
    busy: { state: true },
    error: { state: true },
    kept: { state: true },
  };

  /** Asks the keeper; rejects with an `AppError`. */
  declare ask: ((intent: Intent) => Promise<Answer | undefined>) | undefined;
  declare address: string;
  declare name: string;
  /** Who announced itself on the network; absent while nobody was asked. */
  declare near: NearGateway[] | undefined;
  /** The network is being asked. */
  declare asking: boolean;
  /** The network is metered: the next press asks it all the same. */
  declare metered: boolean;
  declare seen: Seen | undefined;
  declare accepted: boolean;
  declare busy: boolean;
  declare error: AppError | undefined;
  /** The name of the one that was just added. */
  declare kept: string | undefined;

  constructor() {
    super();
    this.ask = undefined;
    this.forget();
    this.kept = undefined;
  }

  protected override createRenderRoot() {
    return this;
  }

  private forget() {
    this.address = '';
    this.name = '';
    this.near = undefined;
    this.asking = false;
    this.metered = false;
    this.seen = undefined;
    this.accepted = false;
    this.busy = false;
    this.error = undefined;
  }

  /** One wish at a time; what goes wrong is said beside the form. */
  private async wish(intent: Intent): Promise<Answer | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.error = undefined;
    this.kept = undefined;
    try {
      return await this.ask?.(intent);
    } catch (thrown) {
      this.error = asAppError(thrown);
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  private async findGateways() {
    const metered = this.metered;
    this.near = undefined;
    this.asking = true;
    const answer = await this.wish({ intent: 'find_gateways', metered });
    this.asking = false;
    this.metered = this.error?.code === 'needs_confirmation';
    if (answer?.answer !== 'near') return;
    this.near = answer.near;
    await this.updateComplete;
    this.querySelector<HTMLElement>('#elsewhere-near')?.focus();
  }

  private async take(address: string) {
    this.address = address;
    await this.updateComplete;
    this.querySelector<HTMLElement>(`[data-testid="elsewhere-${this.name === '' ? 'name' : 'look'}"]`)?.focus();
  }

  private async look(event: Event) {
    event.preventDefault();
    const answer = await this.wish({ intent: 'look_elsewhere', address: this.address.trim() });
    if (answer?.answer !== 'elsewhere') return;
    this.seen = answer;
    this.accepted = false;
    await this.updateComplete;
    this.querySelector<HTMLElement>('#elsewhere-seen')?.focus();
  }

  private async keep(event: Event) {
    event.preventDefault();
    const seen = this.seen;
    if (!seen || (this.mustAccept && !this.accepted)) return;
    const name = this.name.trim();
    const answer = await this.wish({
      intent: 'add_gateway',
      gateway: name,
      address: seen.address,
      open: seen.open && this.accepted,
      ...(seen.certificate === undefined ? {} : { certificate: seen.certificate }),
    });
    if (answer === undefined) return;
    this.forget();
    this.kept = name;
    await this.updateComplete;
    this.querySelector<HTMLElement>('#elsewhere-kept')?.focus();
  }

  private get mustAccept(): boolean {
    return this.seen !== undefined && (this.seen.certificate !== undefined || this.seen.open);
  }

  private text(id: 'address' | 'name', label: string, hint: string, placeholder: string, pattern: string) {
    return html`<label class="field">
      <span>${label}</span>
      <input type="text" required autocomplete="off" spellcheck="false" autocapitalize="none" maxlength="300"
        data-testid="elsewhere-${id}" pattern=${pattern} placeholder=${placeholder} aria-describedby="elsewhere-${id}-text"
        .value=${live(this[id])}
        @input=${(event: Event) => {
          this[id] = (event.currentTarget as HTMLInputElement).value;
        }} />
      <span class="quiet" id="elsewhere-${id}-text">${hint}</span>
    </label>`;
  }

  override render() {
    return html`
      <h2 id="elsewhere">${say('window-elsewhere')}</h2>
      <p class="quiet">${say('window-elsewhere-text')}</p>
      ${this.seen === undefined ? this.form() : this.accepting(this.seen)}
      ${
        this.error === undefined
          ? nothing
          : html`<p class="blocked" role="alert" data-testid="elsewhere-error">${this.error.message}
              ${this.error.detail === undefined ? nothing : html`<code class="technical">${this.error.detail}</code>`}</p>`
      }
      ${
        this.kept === undefined
          ? nothing
          : html`<div data-testid="elsewhere-done">
              <p id="elsewhere-kept" tabindex="-1" role="status">${say('window-elsewhere-kept', { name: this.kept })}</p>
              <p class="quiet">${say('window-elsewhere-secret')}</p>
              <p><code class="foreign">${COMMAND} ${this.kept}</code></p>
            </div>`
      }
    `;
  }

  private form() {
    return html`<form class="elsewhere" aria-labelledby="elsewhere" @submit=${this.look}>
      ${this.text('address', say('window-elsewhere-address'), say('window-elsewhere-address-text'), 'wss://gateway.example:18789', '(wss|ws|ssh)://.+')}
      ${this.text('name', say('window-elsewhere-name'), say('window-elsewhere-name-text'), 'office', '[A-Za-z0-9_][A-Za-z0-9_.\\-]{0,63}')}
      <div class="buttons">
        <button type="submit" class="primary" data-testid="elsewhere-look" ?disabled=${this.busy}>
          ${this.busy && !this.asking ? say('window-elsewhere-looking') : say('window-elsewhere-look')}
        </button>
        <button type="button" data-testid="find-gateways" ?disabled=${this.busy} @click=${this.findGateways}>
          ${this.asking ? say('window-near-looking') : this.metered ? say('window-near-anyway') : say('window-near')}
        </button>
      </div>
      ${this.near === undefined ? nothing : this.announced(this.near)}
    </form>`;
  }

  private announced(near: NearGateway[]) {
    if (near.length === 0) {
      return html`<p id="elsewhere-near" tabindex="-1" role="status">${say('window-near-none')}</p>`;
    }
    return html`<div>
      <h3 id="elsewhere-near" tabindex="-1">${say('window-near-title')}</h3>
      <p class="quiet">${say('window-near-note')}</p>
      <ul class="parts">${near.map(
        (one) => html`<li class="part"><div class="part-body">
          <p><span class="foreign">${one.name}</span> · <span class="foreign">${one.host}</span></p>
          <p><code class="foreign">${one.address}</code></p>
          <div class="buttons">
            <button type="button" data-testid="near-${one.address}" ?disabled=${this.busy}
              aria-label="${say('window-near-use')}: ${one.name}, ${one.address}"
              @click=${() => this.take(one.address)}>${say('window-near-use')}</button>
          </div>
        </div></li>`,
      )}</ul>
    </div>`;
  }

  private accepting(seen: Seen) {
    const [what, accept] =
      seen.certificate === undefined
        ? [say('window-elsewhere-open'), say('window-elsewhere-open-accept')]
        : [say('window-elsewhere-certificate'), say('window-elsewhere-certificate-accept')];
    return html`<form class="elsewhere" aria-labelledby="elsewhere-seen" @submit=${this.keep}>
      <h3 id="elsewhere-seen" tabindex="-1"><span class="foreign">${this.name.trim()}</span> · <code class="foreign">${seen.address}</code></h3>
      ${
        this.mustAccept
          ? html`
              <p>${what}</p>
              ${seen.certificate === undefined ? nothing : html`<p><code class="foreign fingerprint" data-testid="elsewhere-fingerprint">${grouped(seen.certificate)}</code></p>`}
              <label class="choice">
                <input type="checkbox" required data-testid="elsewhere-accept" .checked=${live(this.accepted)}
                  @change=${(event: Event) => {
                    this.accepted = (event.currentTarget as HTMLInputElement).checked;
                  }} />
                <span>${accept}</span>
              </label>
            `
          : nothing
      }
      <div class="buttons">
        <button type="submit" class="primary" data-testid="elsewhere-keep" ?disabled=${this.busy}>${say('window-elsewhere-keep')}</button>
        <button type="button" class="plain" data-testid="elsewhere-back" ?disabled=${this.busy}
          @click=${async () => {
            this.seen = undefined;
            this.error = undefined;
            await this.updateComplete;
            this.querySelector<HTMLElement>('[data-testid="elsewhere-address"]')?.focus();
          }}>${say('window-elsewhere-back')}</button>
      </div>
    </form>`;
  }
}

customElements.define('clawtray-add-gateway', AddGateway);
