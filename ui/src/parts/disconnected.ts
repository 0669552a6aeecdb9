import { html, nothing } from 'lit';
import type { LinkState } from '../host/host';
import { say } from '../text/catalogue';
import { busyShape, missingShape } from './shape';

/** Shown instead of a page while there is nothing true to show. */
export const disconnected = (link: LinkState, starting: boolean, start: () => void) =>
  link.link === 'no_keeper'
    ? html`
        <div class="headline" data-testid="no-keeper">
          ${missingShape()}
          <div>
            <h1 tabindex="-1">${say('window-no-keeper')}</h1>
            <p class="lead">${say('window-no-keeper-text')}</p>
          </div>
        </div>
        <div class="buttons">
          <button type="button" class="primary" data-testid="keeper-start" ?disabled=${starting} @click=${start}>
            ${say(starting ? 'window-keeper-starting' : 'window-keeper-start')}
          </button>
        </div>
        ${
          link.detail === null
            ? nothing
            : html`<details><summary>${say('window-keeper-detail')}</summary><p><code class="foreign">${link.detail}</code></p></details>`
        }
      `
    : html`<p class="loading" role="status" data-testid="connecting">${busyShape()}<span>${say('window-connecting')}</span></p>`;
