// What is wrong, with evidence and what can be done; below it the repairs.

import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ActionView, FindingView, RepairView } from '../host/contract';
import { type Deeds, isRunning, isSame, nameOf, type View } from '../model';
import { empty } from '../parts/empty';
import { when } from '../parts/moment';
import { repairBody } from '../parts/repair';
import { goodShape, severityShape } from '../parts/shape';
import { say, sayVariant } from '../text/catalogue';
import { absolute, relative } from '../text/moment';

/** Finished repairs that no finding speaks of any more, shown at most. */
const PAST_REPAIRS = 5;

const actionButton = (finding: FindingView, action: ActionView, first: boolean, busy: boolean, deeds: Deeds) => html`
  <button
    type="button"
    class=${first ? 'primary' : ''}
    data-testid="action-${nameOf(finding)}-${action.id}"
    data-risk=${action.risk}
    ?disabled=${busy || action.blocked_by !== undefined}
    @click=${() => deeds.act(finding, action)}
  >
    ${action.label}${action.risk === 'safe' ? '' : '…'}
  </button>
`;

const evidence = (finding: FindingView, now: number) =>
  finding.evidence.length === 0
    ? nothing
    : html`<details class="evidence" data-testid="evidence-${nameOf(finding)}">
        <summary>${say('window-evidence')}</summary>
        <ul>
          ${finding.evidence.map(
            (seen) => html`<li>
              <code class="foreign">${seen.text}</code>
              <span class="quiet">${seen.source}${seen.at_ms === undefined ? nothing : html` · ${when(seen.at_ms, now)}`}</span>
            </li>`,
          )}
        </ul>
      </details>`;

/** What goes away with this problem. */
const consequences = ({ explains = [], ...finding }: FindingView) =>
  explains.length === 0
    ? nothing
    : html`<p class="text">${say('window-explains')}</p>
        <ul class="consequences" data-testid=${`explains-${nameOf(finding)}`}>
          ${explains.map((one) => html`<li>${one.title}</li>`)}
        </ul>`;

const findingRow = (finding: FindingView, view: View, deeds: Deeds) => {
  const name = nameOf(finding);
  const repair = latestRepair(finding, view);
  const busy = view.gateway.repairs.some(isRunning);
  const since = say('window-since', {
    when: relative(finding.since_ms, view.now),
    at: absolute(finding.since_ms, view.now),
  });
  const blocked = finding.actions.filter((action) => action.blocked_by !== undefined);
  return html`
    <li class="finding" data-testid="finding-${name}" data-severity=${finding.severity} ?data-wanted=${view.wanted === name}>
      ${severityShape(finding.severity)}
      <div class="finding-body">
        <p class="severity">${sayVariant('window-severity', finding.severity)}</p>
        <h2 tabindex="-1">${finding.title}</h2>
        <p class="text">${finding.text}</p>
        ${consequences(finding)}
        ${finding.awaiting_proof ? html`<p class="text proof">${say('window-proof')}</p>` : nothing}
        <div class="buttons" role="group" aria-label=${say('window-actions')}>
          ${finding.actions.map((action, place) => actionButton(finding, action, place === 0, busy, deeds))}
        </div>
        ${blocked.map(
          (action) =>
            html`<p class="quiet">${say('window-action-blocked', { label: action.label, why: action.blocked_by ?? '' })}</p>`,
        )}
        ${repair === undefined ? nothing : html`<div class="finding-repair">${repairBody(repair, deeds)}</div>`}
        ${evidence(finding, view.now)}
        <p class="small-print">
          <span>${since}</span>
          <code class="technical">${name}</code>
          ${finding.docs === undefined ? nothing : html`<span>${say('window-docs')}: <code class="technical">${finding.docs}</code></span>`}
        </p>
      </div>
    </li>
  `;
};

/** The newest repair of this finding since it was raised, unless the sheet shows it. */
function latestRepair(finding: FindingView, { gateway, inSheet }: View): RepairView | undefined {
  const latest = gateway.repairs.find((repair) => isSame(repair.finding, finding));
  return latest?.id === inSheet ? undefined : latest;
}

function otherRepairs(view: View): RepairView[] {
  const { findings, repairs } = view.gateway;
  return repairs
    .filter((repair) => !findings.some((finding) => isSame(finding, repair.finding)) && repair.id !== view.inSheet)
    .slice(0, PAST_REPAIRS);
}

const pastRepair = (repair: RepairView, view: View, deeds: Deeds) => html`
  <li class="past-repair">
    <h3>${repair.label}</h3>
    <p class="small-print">
      <span>${when(repair.ended_ms ?? repair.started_ms, view.now)}</span>
      <code class="technical">${nameOf(repair.finding)}</code>
    </p>
    ${repairBody(repair, deeds)}
  </li>
`;

/** What is neither there nor ruled out, each with what is missing. */
const notLookedAt = (unknown: string[], because: Record<string, string>) =>
  unknown.length === 0
    ? nothing
    : html`<details class="evidence" data-testid="not-looked-at">
        <summary>${say('window-not-looked-at', { count: unknown.length })}</summary>
        <p class="text">${say('window-not-looked-at-text')}</p>
        <ul>
          ${unknown.map((id) => html`<li>${because[id] ?? nothing} <code class="technical">${id}</code></li>`)}
        </ul>
      </details>`;

export const problemsPage = (view: View, deeds: Deeds) => {
  const { findings, not_looked_at: unknown = [], not_looked_because: because = {} } = view.gateway;
  const past = otherRepairs(view);
  return html`
    <h1 tabindex="-1">${say('window-place-problems')}</h1>
    ${
      findings.length === 0
        ? empty(goodShape(), say('window-no-problems'), say('window-no-problems-text'), 'no-problems')
        : html`<ul class="findings">${repeat(findings, nameOf, (finding) => findingRow(finding, view, deeds))}</ul>`
    }
    ${notLookedAt(unknown, because)}
    ${
      past.length === 0
        ? nothing
        : html`<section aria-labelledby="repairs">
            <h2 id="repairs">${say('window-repairs')}</h2>
            <ul class="past-repairs">${repeat(
              past,
              (repair) => repair.id,
              (repair) => pastRepair(repair, view, deeds),
            )}</ul>
          </section>`
    }
  `;
};
