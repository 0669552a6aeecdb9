// Who or what waits for a decision. Deny comes first, and Return never approves.

import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ApprovalView, Field } from '../host/contract';
import type { Deeds, View } from '../model';
import { empty } from '../parts/empty';
import { goodShape } from '../parts/shape';
import { say } from '../text/catalogue';
import { absolute, relative } from '../text/moment';

const right = (field: Field) =>
  html`<li><span>${field.label}</span> <code class="technical">${field.value}</code></li>`;

const who = (field: Field) => html`<div><dt>${field.label}</dt><dd class="foreign">${field.value}</dd></div>`;

const action = (field: Field) =>
  html`<div><dt>${field.label}</dt><dd class="foreign"><code class="technical">${field.value}</code></dd></div>`;

/** A key pressed by habit must not hand out rights. */
function refuseReturn(event: KeyboardEvent) {
  if (event.key === 'Enter') event.preventDefault();
}

const approval = (view: ApprovalView, { now, wanted }: View, deeds: Deeds) => {
  const hint = `hint-${view.id}`;
  const decided = view.deciding !== undefined;
  return html`
    <li class="approval" data-testid="approval-${view.id}" ?data-wanted=${wanted === view.id}>
      <h2 tabindex="-1" class="foreign">${view.title}</h2>
      <p class="small-print">
        ${
          view.since_ms === 0
            ? nothing
            : html`<span>${say('window-since', { when: relative(view.since_ms, now), at: absolute(view.since_ms, now) })}</span>`
        }
        ${
          view.until_ms === undefined
            ? nothing
            : html`<span>${say('window-approval-until', { when: relative(view.until_ms, now), at: absolute(view.until_ms, now) })}</span>`
        }
      </p>
      <h3>${say('window-approval-who')}</h3>
      <dl class="facts">${view.who.map(who)}</dl>
      ${
        view.what.length === 0
          ? nothing
          : html`<h3>${say('window-approval-what')}</h3><dl class="facts">${view.what.map(action)}</dl>`
      }
      <h3>${say('window-approval-rights')}</h3>
      ${view.rights.length === 0 ? html`<p>${say('window-approval-no-rights')}</p>` : html`<ul class="rights">${view.rights.map(right)}</ul>`}
      <div class="buttons decision">
        <button type="button" data-testid="deny" ?disabled=${decided} @click=${() => deeds.decide(view, 'deny')}>
          ${say(view.deciding === 'deny' ? 'window-approval-denying' : 'window-approval-deny')}
        </button>
        <button
          type="button"
          data-testid="approve"
          aria-describedby=${hint}
          ?disabled=${decided || view.approve_blocked_by !== undefined}
          @keydown=${refuseReturn}
          @click=${() => deeds.decide(view, 'approve')}
        >
          ${say(view.deciding === 'approve' ? 'window-approval-approving' : 'window-approval-approve')}
        </button>
        ${
          view.decisions.includes('approve_always')
            ? html`<button
                type="button"
                data-testid="approve-always"
                aria-describedby=${hint}
                ?disabled=${decided || view.approve_blocked_by !== undefined}
                @keydown=${refuseReturn}
                @click=${() => deeds.decide(view, 'approve_always')}
              >
                ${say(view.deciding === 'approve_always' ? 'window-approval-approving' : 'window-approval-always')}
              </button>`
            : nothing
        }
      </div>
      <p class="quiet" id=${hint}>${view.approve_blocked_by ?? say('window-approval-hint')}</p>
    </li>
  `;
};

export const approvalsPage = (view: View, deeds: Deeds) => {
  const waiting = view.gateway.approvals;
  return html`
    <h1 tabindex="-1">${say('window-place-approvals')}</h1>
    ${
      waiting.length === 0
        ? empty(goodShape(), say('window-no-approvals'), say('window-no-approvals-text'), 'no-approvals')
        : html`<ul class="approvals">${repeat(
            waiting,
            (one) => one.id,
            (one) => approval(one, view, deeds),
          )}</ul>`
    }
  `;
};
