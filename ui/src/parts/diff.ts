import { html } from 'lit';
import type { DiffLine } from '../host/contract';
import { say } from '../text/catalogue';

/** Changed values, before and after, each named by its path. */
export const diffTable = (lines: DiffLine[]) => html`
  <dl class="diff">
    ${lines.map(
      (line) => html`
        <div class="diff-entry">
          <dt><code>${line.path}</code></dt>
          <dd><span class="diff-side">${say('window-sheet-before')}</span><code class="before">${line.before ?? say('window-sheet-none')}</code></dd>
          <dd><span class="diff-side">${say('window-sheet-after')}</span><code class="after">${line.after ?? say('window-sheet-none')}</code></dd>
        </div>
      `,
    )}
  </dl>
`;
