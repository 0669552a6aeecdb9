// The one state, the three signals behind it, and the technical facts.

import { html, nothing, type TemplateResult } from 'lit';
import type { GatewayView, Rung } from '../host/contract';
import type { Deeds, View } from '../model';
import { rungShape, stateShape } from '../parts/shape';
import { hashOf } from '../place';
import { say, sayVariant } from '../text/catalogue';
import { bytes, duration, relative } from '../text/moment';

const RUNGS = ['process', 'http', 'rpc'] as const;

const rung = (name: (typeof RUNGS)[number], view: Rung) => html`
  <li class="rung" data-testid="rung-${name}" data-state=${view.state}>
    ${rungShape(view.state)}
    <div>
      <p class="rung-name">${sayVariant('window-rung', name)} <span class="quiet">· ${sayVariant('window-rung', view.state)}</span></p>
      <p>${view.text}</p>
      ${view.detail === undefined ? nothing : html`<p><code class="technical">${view.detail}</code></p>`}
    </div>
  </li>
`;

const buttons = (gateway: GatewayView, deeds: Deeds) => html`
  <div class="buttons" data-testid="gateway-buttons">
    ${
      gateway.can_start
        ? html`<button type="button" class="primary" data-testid="start" @click=${() => deeds.send({ intent: 'start' })}>${say('window-gateway-start')}</button>`
        : nothing
    }
    ${
      gateway.state === 'not_set_up'
        ? nothing
        : html`<button type="button" data-testid="dashboard" ?disabled=${gateway.ladder.http.state !== 'yes'} @click=${() => deeds.send({ intent: 'open_dashboard' })}>
            ${say('window-gateway-dashboard')}
          </button>`
    }
    ${
      gateway.can_restart
        ? html`<button type="button" data-testid="restart" @click=${() => deeds.send({ intent: 'restart' })}>${say('window-gateway-restart')}</button>`
        : nothing
    }
    ${
      gateway.can_stop
        ? html`<button type="button" data-testid="stop" @click=${() => deeds.send({ intent: 'stop', now: false })}>${say('window-gateway-stop')}</button>`
        : nothing
    }
    ${
      gateway.can_stop_now
        ? html`<button type="button" data-testid="stop-now" @click=${() => deeds.send({ intent: 'stop', now: true })}>${say('window-gateway-stop-now')}</button>`
        : nothing
    }
    <button type="button" class="plain" data-testid="refresh" @click=${() => deeds.send({ intent: 'refresh' })}>${say('window-gateway-refresh')}</button>
  </div>
`;

const waiting = ({ gateway }: View) => {
  const [problems, approvals] = [gateway.findings.length, gateway.approvals.length];
  if (problems + approvals === 0) return nothing;
  return html`<p class="waiting">
    ${problems > 0 ? html`<a href=${hashOf({ name: 'problems' })}>${say('window-count-problems', { count: problems })}</a>` : nothing}
    ${approvals > 0 ? html`<a href=${hashOf({ name: 'approvals' })}>${say('window-count-approvals', { count: approvals })}</a>` : nothing}
  </p>`;
};

/** Rights by their names; the ones that are missing say so. */
const rights = (scopes: string[], missing: string[]) =>
  scopes.map(
    (scope, place) =>
      html`${place > 0 ? ', ' : ''}<code>${scope}</code>${
        missing.includes(scope) ? html` <strong class="missing">(${say('window-right-missing')})</strong>` : nothing
      }`,
  );

const details = ({ gateway, snapshot, now }: View) => {
  const facts = gateway.details;
  const words = gateway.healthy_words;
  const rows: [string, string | TemplateResult | TemplateResult[] | undefined | null][] = [
    ['version', facts.version],
    ['uptime', facts.started_ms == null ? null : duration(now - facts.started_ms)],
    ['memory', facts.memory_bytes == null ? null : bytes(facts.memory_bytes)],
    ['pid', facts.pid?.toString()],
    ['port', facts.port?.toString()],
    ['mode', sayVariant('window-mode', gateway.mode)],
    ['rights', facts.scopes.length === 0 ? null : rights(facts.scopes, [])],
    ['wanted', facts.wanted_scopes.length === 0 ? null : rights(facts.wanted_scopes, facts.missing_scopes)],
    ['keychain', facts.keychain],
    ['node', facts.node_version],
    ['path', facts.openclaw_path && html`<code>${facts.openclaw_path}</code>`],
    ['config', facts.config_path && html`<code>${facts.config_path}</code>`],
    ['protocol', facts.protocol?.toString()],
    [
      'words',
      say('window-detail-words-text', {
        runtime: words.runtime,
        probe: words.connectivity_probe,
        capability: words.capability,
      }),
    ],
    ['clawtray', snapshot.app.version],
  ];
  return html`<dl class="facts">
    ${rows.map(
      ([name, value]) => html`<div data-testid="detail-${name}">
        <dt>${sayVariant('window-detail', name)}</dt>
        <dd>${value || html`<span class="quiet">${say('window-unknown')}</span>`}</dd>
      </div>`,
    )}
  </dl>`;
};

export const overviewPage = (view: View, deeds: Deeds) => {
  const { gateway, snapshot } = view;
  return html`
    <header class="headline" data-state=${gateway.state}>
      ${stateShape(gateway.state)}
      <div>
        <h1 tabindex="-1" data-testid="state-word">${sayVariant('state', gateway.state)}</h1>
        <p class="lead" data-testid="headline">${gateway.headline}</p>
        ${
          gateway.restart_at_ms === undefined
            ? nothing
            : html`<p class="quiet">${say('window-restart-at', { when: relative(gateway.restart_at_ms, view.now) })}</p>`
        }
        ${waiting(view)}
      </div>
    </header>
    ${buttons(gateway, deeds)}
    ${
      snapshot.notices.length > 0
        ? html`<section aria-labelledby="notices">
            <h2 id="notices">${say('window-notices')}</h2>
            <ul class="notices">${snapshot.notices.map((notice) => html`<li data-testid="notice-${notice.id}">${notice.text}</li>`)}</ul>
          </section>`
        : nothing
    }
    <section aria-labelledby="signals">
      <h2 id="signals">${say('window-signals')}</h2>
      <p class="quiet">${say('window-signals-text')}</p>
      <ol class="ladder">${RUNGS.map((name) => rung(name, gateway.ladder[name]))}</ol>
    </section>
    <section aria-labelledby="details">
      <h2 id="details">${say('window-details')}</h2>
      ${details(view)}
    </section>
  `;
};
