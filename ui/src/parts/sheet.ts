// The sheet: what an action will do, then how it goes, then what came of it.

import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ActionView, AppError, FindingRef, PlanView, RepairView } from '../host/contract';
import type { Deeds } from '../model';
import { say } from '../text/catalogue';
import { limit } from '../text/moment';
import { diffTable } from './diff';
import { repairBody } from './repair';
import { busyShape } from './shape';

/** An action the person looks at. */
export interface Sheet {
  finding: FindingRef;
  /** The finding's title, kept for when it clears. */
  title: string;
  action: ActionView;
  /** Absent while it is worked out. */
  plan?: PlanView;
  /** The way that the person chose, by its id. */
  choice?: string;
  /** The plan was replaced by another while the person looked at it. */
  changed?: boolean;
  /** Why there is no plan, or why it was not run. */
  error?: AppError;
  /** The confirmed run is on its way to the keeper. */
  sending?: boolean;
  /** The repair's number once it runs. */
  repair?: number;
}

/** What the sheet can ask for. */
export interface SheetDeeds {
  run(): void;
  choose(choice: string): void;
  close(): void;
  closed(): void;
}

const list = (title: string, entries: string[], className: string) =>
  entries.length === 0
    ? nothing
    : html`<section><h3>${title}</h3><ol class=${className}>${entries.map((entry) => html`<li>${entry}</li>`)}</ol></section>`;

const choices = (plan: PlanView, own: SheetDeeds) =>
  plan.choices.length === 0
    ? nothing
    : html`<fieldset class="choices" data-testid="plan-choices">
        <legend><h3>${say('window-sheet-choose')}</h3></legend>
        ${plan.choices.map(
          (choice) => html`<label class="choice">
            <input type="radio" name="plan-choice" data-testid="plan-choice-${choice.id}" .checked=${live(choice.chosen)}
              @change=${() => own.choose(choice.id)} />
            <span>${choice.label}</span>
          </label>`,
        )}
      </fieldset>`;

const planBody = (plan: PlanView, own: SheetDeeds) => html`
  ${choices(plan, own)}
  ${
    plan.warnings.length === 0
      ? nothing
      : html`<section class="warnings" data-testid="plan-warnings">
          <h3>${say('window-sheet-warning')}</h3>
          <ul>${plan.warnings.map((warning) => html`<li>${warning}</li>`)}</ul>
        </section>`
  }
  ${list(say('window-sheet-steps'), plan.steps, 'plan-steps')}
  ${
    plan.commands.length === 0
      ? nothing
      : html`<section>
          <h3>${say('window-sheet-commands')}</h3>
          <pre class="lines" tabindex="0" role="region" aria-label=${say('window-sheet-commands')} data-testid="plan-commands">${plan.commands.join('\n')}</pre>
        </section>`
  }
  ${plan.diff.length === 0 ? nothing : html`<section data-testid="plan-diff"><h3>${say('window-sheet-changes')}</h3>${diffTable(plan.diff)}</section>`}
`;

const promise = (sheet: Sheet, plan: PlanView) =>
  sheet.action.risk === 'guide'
    ? nothing
    : html`<p class="quiet">
        ${say('window-sheet-limit', { duration: limit(plan.limit_ms) })}
        ${say(plan.can_undo ? 'window-sheet-undo' : 'window-sheet-no-undo')}
      </p>`;

const body = (sheet: Sheet, repair: RepairView | undefined, moot: boolean, own: SheetDeeds, deeds: Deeds) => {
  if (repair) return repairBody(repair, deeds);
  if (moot) return html`<p data-testid="plan-moot">${say('window-sheet-moot')}</p>`;
  return html`
    ${sheet.changed ? html`<p class="note" role="status">${say('window-sheet-changed')}</p>` : nothing}
    ${sheet.error ? html`<p class="note bad" role="alert" data-testid="plan-error">${sheet.error.message}</p>` : nothing}
    ${sheet.plan ? planBody(sheet.plan, own) : nothing}
    ${!sheet.plan && !sheet.error ? html`<p class="loading">${busyShape()}<span>${say('window-sheet-loading')}</span></p>` : nothing}
  `;
};

export const sheetView = (
  sheet: Sheet,
  repair: RepairView | undefined,
  moot: boolean,
  own: SheetDeeds,
  deeds: Deeds,
) => {
  const plan = repair || moot ? undefined : sheet.plan;
  return html`
    <dialog class="sheet" aria-labelledby="sheet-title" data-testid="sheet" @close=${own.closed}>
      <div class="sheet-head">
        <h2 id="sheet-title" tabindex="-1">${sheet.action.label}</h2>
        <p class="quiet">${say('window-repair-for', { finding: sheet.title })}</p>
      </div>
      <div class="sheet-body">${body(sheet, repair, moot, own, deeds)}</div>
      <div class="sheet-foot">
        ${plan ? promise(sheet, plan) : nothing}
        <div class="buttons">
          <button type="button" data-testid="sheet-close" @click=${own.close}>
            ${say(plan ? 'window-sheet-leave' : 'window-sheet-close')}
          </button>
          ${
            plan
              ? html`<button type="button" class="primary" data-testid="plan-confirm" ?disabled=${sheet.sending === true} @click=${own.run}>
                  ${say('window-sheet-confirm', { label: plan.label })}
                </button>`
              : nothing
          }
        </div>
      </div>
    </dialog>
  `;
};
