// Channels and paired devices: what is connected, what is not, and the gateway's words about it.

import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ChannelState, ChannelView, DeviceView } from '../host/contract';
import type { View } from '../model';
import { empty } from '../parts/empty';
import { when } from '../parts/moment';
import { goodShape, quietShape, rungShape, severityShape, waitingShape } from '../parts/shape';
import { say, sayVariant } from '../text/catalogue';

/** One word for a device. */
export const DEVICE_WORDS = ['connected', 'away'] as const;

const deviceWord = (device: DeviceView): (typeof DEVICE_WORDS)[number] => (device.connected ? 'connected' : 'away');

const shapes: Record<ChannelState, () => TemplateResult> = {
  connected: goodShape,
  starting: () => rungShape('waiting'),
  out: () => severityShape('error'),
  not_configured: quietShape,
  off: quietShape,
};

const channelRow = (channel: ChannelView, now: number) => html`
  <li class="part" data-testid="channel-${channel.id}" data-state=${channel.state}>
    ${shapes[channel.state]()}
    <div class="part-body">
      <h3 class="foreign">${channel.name}${channel.account === 'default' ? nothing : ` · ${channel.account}`}</h3>
      <p class="severity">${sayVariant('window-channel', channel.state)}</p>
      ${channel.words === undefined ? nothing : html`<p><code class="foreign">${channel.words}</code></p>`}
      ${channel.state === 'out' && channel.connected_ms !== undefined ? html`<p class="quiet">${say('window-channel-last')} ${when(channel.connected_ms, now)}</p>` : nothing}
    </div>
  </li>
`;

const deviceRow = (device: DeviceView, now: number) => html`
  <li class="part" data-testid="device-${device.id}" data-state=${deviceWord(device)}>
    ${device.connected ? goodShape() : quietShape()}
    <div class="part-body">
      <h3 class="foreign">${device.name}</h3>
      <p class="severity">
        ${sayVariant('window-device', deviceWord(device))}${device.platform === undefined ? nothing : html` · <span class="foreign">${device.platform}</span>`}
      </p>
      ${device.connected || device.seen_ms === undefined ? nothing : html`<p class="quiet">${say('window-device-seen')} ${when(device.seen_ms, now)}</p>`}
    </div>
  </li>
`;

/** Not known, nothing there, or the rows; the three are told apart by their test ids as well. */
function list<Part extends { id: string }>(
  kind: string,
  parts: Part[] | undefined,
  row: (part: Part) => TemplateResult,
  none: [title: string, text: string],
) {
  if (parts === undefined) {
    return empty(waitingShape(), say('window-parts-unknown'), say('window-parts-unknown-text'), `${kind}-unknown`);
  }
  if (parts.length === 0) return empty(quietShape(), ...none, `no-${kind}`);
  return html`<ul class="parts">${repeat(parts, (part) => part.id, row)}</ul>`;
}

export const channelsPage = ({ gateway, now }: View) => html`
  <h1 tabindex="-1">${say('window-place-channels')}</h1>
  <section aria-labelledby="channels">
    <h2 id="channels">${say('window-channels')}</h2>
    ${list('channels', gateway.parts.channels, (channel) => channelRow(channel, now), [
      say('window-no-channels'),
      say('window-no-channels-text'),
    ])}
  </section>
  <section aria-labelledby="devices">
    <h2 id="devices">${say('window-devices')}</h2>
    ${list('devices', gateway.parts.devices, (device) => deviceRow(device, now), [
      say('window-no-devices'),
      say('window-no-devices-text'),
    ])}
  </section>
`;
