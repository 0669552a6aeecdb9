import { html } from 'lit';
import type { DiffLine } from '../host/contract';
import { say } from '../text/catalogue';

const side = (name: string, value: string | undefined, className: string) => html`
  <dd>
    <span class="diff-side">${name}</span>
    ${
      value === undefined
        ? html`<span class="quiet">${say('window-sheet-none')}</span>`
        : html`<code class=${className}>${value}</code>`
    }
  </dd>
`;

/** Changed values, before and after, each named by its path. */
export const diffTable = (lines: DiffLine[]) => html`
  <dl class="diff">
    ${lines.map(
      (line) => html`
        <div class="diff-entry">
          <dt><code>${line.path}</code></dt>
          ${side(say('window-sheet-before'), line.before, 'before')} ${side(say('window-sheet-after'), line.after, 'after')}
        </div>
      `,
    )}
  </dl>
`;
