import { html, nothing } from 'lit';
import type { GatewayView, Snapshot } from '../host/contract';
import { say, sayVariant } from '../text/catalogue';

/** Which gateway the pages show; nothing where there is only one. */
export const chooser = (
  snapshot: Snapshot | undefined,
  shown: GatewayView | undefined,
  choose: (id: string) => void,
) => {
  if (!snapshot || snapshot.gateways.length < 2) return nothing;
  return html`<label class="chooser">
    <span>${say('window-gateway-choose')}</span>
    <select data-testid="chooser" @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${snapshot.gateways.map(
        (one) =>
          html`<option value=${one.id} .selected=${one.id === shown?.id}>${one.name}: ${sayVariant('state', one.state)}</option>`,
      )}
    </select>
  </label>`;
};
