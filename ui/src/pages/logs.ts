// The gateway's last output, filtered by text, following new lines while the person stays at the end.

import { html, LitElement, nothing } from 'lit';
import { say } from '../text/catalogue';

/** Further from the end than this (pixels) means that the person reads something. */
const END = 24;

export class LogsPage extends LitElement {
  static override properties = {
    output: { attribute: false },
    filter: { state: true },
    follow: { state: true },
  };

  declare output: string[];
  declare filter: string;
  declare follow: boolean;

  constructor() {
    super();
    this.output = [];
    this.filter = '';
    this.follow = true;
  }

  protected override createRenderRoot() {
    return this;
  }

  /** The lines that are shown. */
  get shown(): string[] {
    const wanted = this.filter.trim().toLowerCase();
    return wanted === '' ? this.output : this.output.filter((line) => line.toLowerCase().includes(wanted));
  }

  override render() {
    const shown = this.shown;
    const count =
      shown.length === this.output.length
        ? say('window-logs-lines', { shown: shown.length })
        : say('window-logs-lines-of', { shown: shown.length, all: this.output.length });
    return html`
      <h1 tabindex="-1">${say('window-place-logs')}</h1>
      <p class="quiet">${say('window-logs-text')}</p>
      <div class="log-tools">
        <label class="filter">
          <span>${say('window-logs-filter')}</span>
          <input type="search" autocomplete="off" spellcheck="false" data-testid="log-filter" .value=${this.filter}
            @input=${(event: InputEvent) => {
              this.filter = (event.target as HTMLInputElement).value;
            }} />
        </label>
        <label class="follow">
          <input type="checkbox" data-testid="log-follow" .checked=${this.follow}
            @change=${(event: Event) => {
              this.follow = (event.target as HTMLInputElement).checked;
            }} />
          <span>${say('window-logs-follow')}</span>
        </label>
        <span class="quiet" role="status" data-testid="log-count">${this.output.length === 0 ? nothing : count}</span>
      </div>
      ${this.lines(shown)}
    `;
  }

  private lines(shown: string[]) {
    if (this.output.length === 0) return html`<p class="quiet" data-testid="no-output">${say('window-logs-empty')}</p>`;
    if (shown.length === 0)
      return html`<p class="quiet">${say('window-logs-no-match', { filter: this.filter.trim() })}</p>`;
    return html`<pre class="lines log" role="region" tabindex="0" aria-label=${say('window-logs-output')} data-testid="log-lines"
      @scroll=${this.scrolled}>${shown.join('\n')}</pre>`;
  }

  private scrolled(event: Event) {
    const box = event.target as HTMLElement;
    this.follow = box.scrollHeight - box.scrollTop - box.clientHeight < END;
  }

  protected override updated() {
    const box = this.querySelector('.log');
    if (this.follow && box) box.scrollTop = box.scrollHeight;
  }
}

customElements.define('clawtray-logs', LogsPage);
