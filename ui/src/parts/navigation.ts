import { html, nothing, type TemplateResult } from 'lit';
import type { GatewayView, Snapshot } from '../host/contract';
import { hashOf, PLACES, type PlaceName } from '../place';
import { say, sayVariant } from '../text/catalogue';

/** What waits in a place, in words for those who do not see the number. */
function countOf(place: PlaceName, gateway: GatewayView | undefined): [number, string] {
  const problems = gateway?.findings.length ?? 0;
  const approvals = gateway?.approvals.length ?? 0;
  if (place === 'problems') return [problems, say('window-count-problems', { count: problems })];
  if (place === 'approvals') return [approvals, say('window-count-approvals', { count: approvals })];
  return [0, ''];
}

const link = (place: PlaceName, here: PlaceName, gateway: GatewayView | undefined) => {
  const [count, words] = countOf(place, gateway);
  return html`<li>
    <a href=${hashOf({ name: place })} aria-current=${here === place ? 'page' : nothing} data-testid="nav-${place}">
      <span>${sayVariant('window-place', place)}</span>
      ${count > 0 ? html`<span class="count"><span aria-hidden="true" data-testid="count-${place}">${count}</span><span class="unseen">, ${words}</span></span>` : nothing}
    </a>
  </li>`;
};

/** The list of gateways has a place where there is something to choose. */
const placesOf = (snapshot: Snapshot | undefined) => {
  const several = (snapshot?.gateways.length ?? 0) + (snapshot?.found?.length ?? 0) > 1;
  return PLACES.filter((place) => place !== 'gateways' || several);
};

export const navigation = (
  here: PlaceName,
  gateway: GatewayView | undefined,
  snapshot: Snapshot | undefined,
  chooser: TemplateResult | typeof nothing,
) => html`
  <nav aria-label=${say('window-nav')}>
    <p class="brand" aria-hidden="true">${say('window-title')}</p>
    ${chooser}
    <ul>${placesOf(snapshot).map((place) => link(place, here, gateway))}</ul>
  </nav>
`;

/** The arrow keys go from place to place, Tab goes on into the page. */
export function arrowKeys(event: KeyboardEvent) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const links = [...(event.currentTarget as HTMLElement).querySelectorAll('a')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (step === undefined || at < 0) return;
  event.preventDefault();
  links[(at + step + links.length) % links.length]?.focus();
}
