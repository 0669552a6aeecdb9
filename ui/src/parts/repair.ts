// A run of an action: its steps while it runs, what came of it, and the way back.

import { html, nothing } from 'lit';
import type { RepairView, StepView } from '../host/contract';
import { type Deeds, isRunning } from '../model';
import { say, sayVariant } from '../text/catalogue';
import { diffTable } from './diff';
import { outcomeShape, stepShape } from './shape';

const step = (view: StepView) => html`
  <li class="step" data-state=${view.state}>
    ${stepShape(view.state)}
    <div>
      <span>${view.label}</span> <span class="quiet">· ${sayVariant('window-step', view.state)}</span>
      ${
        view.output.length > 0
          ? html`<pre class="lines small" tabindex="0" role="group" aria-label=${say('window-step-output')}>${view.output.join('\n')}</pre>`
          : nothing
      }
    </div>
  </li>
`;

const undo = (repair: RepairView, deeds: Deeds) => {
  switch (repair.undo.state) {
    case 'available':
      return html`<button type="button" data-testid="undo" @click=${() => deeds.send({ intent: 'undo_repair', repair: repair.id })}>
        ${say('window-repair-undo')}
      </button>`;
    case 'running':
      return html`<p class="quiet">${say('window-repair-undoing')}</p>`;
    case 'done':
      return html`<p class="quiet">${say('window-repair-undone')}</p>`;
    case 'refused':
      return html`<p class="quiet">${say('window-repair-no-undo', { why: repair.undo.why })}</p>`;
    default:
      return nothing;
  }
};

/** Everything about one repair but its heading. */
export const repairBody = (repair: RepairView, deeds: Deeds) => html`
  <div class="repair-body" data-testid="repair-${repair.id}">
    <div aria-live="polite">${
      repair.outcome === undefined
        ? html`<p class="outcome-line" data-testid="repair-running">${say('window-repair-running')}</p>`
        : html`<div class="outcome" data-testid="outcome" data-outcome=${repair.outcome}>
            <p class="outcome-line">${outcomeShape(repair.outcome)}<strong>${sayVariant('window-outcome', repair.outcome)}</strong></p>
            <p>${repair.text}</p>
          </div>`
    }</div>
    <ol class="steps">${repair.steps.map(step)}</ol>
    ${
      repair.diff.length > 0
        ? html`<details><summary>${say('window-repair-changed')}</summary>${diffTable(repair.diff)}</details>`
        : nothing
    }
    <div class="buttons">
      ${
        isRunning(repair)
          ? html`<button type="button" data-testid="repair-stop" @click=${() => deeds.send({ intent: 'cancel_repair', repair: repair.id })}>
              ${say('window-repair-stop')}
            </button>`
          : undo(repair, deeds)
      }
      ${
        repair.outcome === 'awaiting_proof'
          ? html`<button type="button" data-testid="accept-proof" @click=${() => deeds.send({ intent: 'accept_proof', repair: repair.id })}>
              ${say('window-accept-proof')}
            </button>`
          : nothing
      }
    </div>
  </div>
`;
