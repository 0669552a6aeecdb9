// Every gateway of this computer: how it is, which one the other pages show, and which could be kept too.

import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FoundGateway, GatewayView, Intent } from '../host/contract';
import type { Deeds, View } from '../model';
import '../parts/add-gateway';
import { stateShape } from '../parts/shape';
import { say, sayVariant } from '../text/catalogue';

const row = (one: GatewayView, { gateway, snapshot }: View, deeds: Deeds) => {
  const isShown = one.id === gateway.id;
  const isFirst = one.id === snapshot.gateways[0]?.id;
  const press = (id: string, label: string, intent: Intent): TemplateResult => html`
    <button type="button" data-testid="${id}-${one.id}" aria-label="${label}: ${one.name}"
      @click=${() => deeds.sendTo(one.id, intent)}>${label}</button>
  `;
  return html`
    <li class="part" data-testid="gateway-${one.id}" data-state=${one.state}>
      ${stateShape(one.state)}
      <div class="part-body">
        <h2 class="foreign">${one.name}</h2>
        <p class="severity">${sayVariant('state', one.state)}${isShown ? html` · ${say('window-gateway-shown')}` : nothing}${isFirst && snapshot.gateways.length > 1 ? html` · ${say('window-gateway-first')}` : nothing}</p>
        <p>${one.headline}</p>
        ${one.mode === 'remote' && one.ladder.process.detail ? html`<p><code class="foreign">${one.ladder.process.detail}</code></p>` : nothing}
        ${one.details.port == null || one.mode === 'remote' ? nothing : html`<p class="quiet">${say('window-detail-port')} ${one.details.port}</p>`}
        <div class="buttons">
          ${
            isShown
              ? nothing
              : html`<button type="button" class="primary" data-testid="show-${one.id}"
                  aria-label="${say('window-gateway-show')}: ${one.name}"
                  @click=${() => deeds.choose(one.id)}>${say('window-gateway-show')}</button>`
          }
          ${one.can_start ? press('start', say('window-gateway-start'), { intent: 'start' }) : nothing}
          ${one.can_restart ? press('restart', say('window-gateway-restart'), { intent: 'restart' }) : nothing}
          ${one.can_stop ? press('stop', say('window-gateway-stop'), { intent: 'stop', now: false }) : nothing}
          ${
            isFirst
              ? nothing
              : html`<button type="button" class="plain" data-testid="first-${one.id}"
                  aria-label="${say('window-gateway-make-first')}: ${one.name}"
                  @click=${() => deeds.send({ intent: 'primary_gateway', gateway: one.id })}>${say('window-gateway-make-first')}</button>`
          }
          ${
            snapshot.gateways.length > 1 && one.mode !== 'remote'
              ? html`<button type="button" class="plain" data-testid="leave-${one.id}"
                  aria-label="${say('window-gateway-leave')}: ${one.name}"
                  @click=${() => deeds.send({ intent: 'unwatch_gateway', gateway: one.id })}>${say('window-gateway-leave')}</button>`
              : nothing
          }
        </div>
        ${
          snapshot.gateways.length > 1 && one.mode === 'remote'
            ? html`<details data-testid="forget-${one.id}">
                <summary>${say('window-gateway-forget')}</summary>
                <p>${say('window-gateway-forget-text')}</p>
                <div class="buttons">
                  <button type="button" data-testid="forget-now-${one.id}"
                    aria-label="${say('window-gateway-forget-now')}: ${one.name}"
                    @click=${() => deeds.send({ intent: 'remove_gateway', gateway: one.id })}>${say('window-gateway-forget-now')}</button>
                </div>
              </details>`
            : nothing
        }
      </div>
    </li>
  `;
};

const foundRow = (one: FoundGateway, deeds: Deeds) => html`
  <li class="part" data-testid="found-${one.id}">
    <div class="part-body">
      <h3 class="foreign">${one.name}</h3>
      <p><code class="foreign">${one.state_folder}</code>${one.service ? html` · ${say('window-gateway-service')}` : nothing}</p>
      <div class="buttons">
        <button type="button" data-testid="keep-${one.id}" aria-label="${say('window-gateway-keep')}: ${one.name}"
          @click=${() => deeds.send({ intent: 'watch_gateway', gateway: one.id })}>${say('window-gateway-keep')}</button>
      </div>
    </div>
  </li>
`;

export const gatewaysPage = (view: View, deeds: Deeds) => {
  const { snapshot } = view;
  const found = snapshot.found ?? [];
  return html`
    <h1 tabindex="-1">${say('window-place-gateways')}</h1>
    <p class="quiet">${say('window-gateways-text')}</p>
    <ul class="parts">${repeat(
      snapshot.gateways,
      (one) => one.id,
      (one) => row(one, view, deeds),
    )}</ul>
    ${
      found.length === 0
        ? nothing
        : html`<section aria-labelledby="found">
            <h2 id="found">${say('window-gateways-found')}</h2>
            <p class="quiet">${say('window-gateways-found-text')}</p>
            <ul class="parts">${repeat(
              found,
              (one) => one.id,
              (one) => foundRow(one, deeds),
            )}</ul>
          </section>`
    }
    <section aria-labelledby="elsewhere">
      <clawtray-add-gateway .ask=${(intent: Intent) => deeds.ask(intent)}></clawtray-add-gateway>
    </section>
  `;
};
