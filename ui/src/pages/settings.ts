// What the person may choose. Each press is one wish; what is shown is what the keeper has written.

import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type {
  GatewayView,
  IconChoice,
  NotifyView,
  OnQuit,
  QuietHours,
  SettingChange,
  SettingsView,
} from '../host/contract';
import { type Deeds, isRunning, TOKEN, type View } from '../model';
import { empty } from '../parts/empty';
import { repairBody } from '../parts/repair';
import { waitingShape } from '../parts/shape';
import { say, sayVariant, spoken } from '../text/catalogue';

export const KINDS = ['gateway', 'approvals', 'problems', 'jobs', 'repairs'] as const satisfies (keyof NotifyView)[];
export const QUITS = ['leave_running', 'stop_gateway'] as const satisfies OnQuit[];
export const ICONS = ['auto', 'color', 'light_panel', 'dark_panel', 'high_contrast'] as const satisfies IconChoice[];

/** Hours to begin with when quiet hours are switched on. */
const NIGHT: QuietHours = { from_minute: 22 * 60, to_minute: 7 * 60 };

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function minuteOf(text: string): number | undefined {
  const parts = /^(\d\d):(\d\d)/.exec(text);
  return parts ? Number(parts[1]) * 60 + Number(parts[2]) : undefined;
}

const isOn = (event: Event) => (event.currentTarget as HTMLInputElement).checked;

type Choose = (change: SettingChange) => void;

const tick = (id: string, words: string, checked: boolean, blocked: boolean, change: (on: boolean) => void) => html`
  <label class="choice">
    <input type="checkbox" data-testid="setting-${id}" .checked=${live(checked)} ?disabled=${blocked}
      @change=${(event: Event) => change(isOn(event))} />
    <span>${words}</span>
  </label>
`;

const hour = (side: 'from' | 'to', hours: QuietHours, blocked: boolean, choose: Choose) => {
  const key = `${side}_minute` as const;
  const take = (event: Event) => {
    const minute = minuteOf((event.currentTarget as HTMLInputElement).value);
    if (minute === undefined) return;
    choose({ setting: 'quiet_hours', value: { ...hours, [key]: minute } });
  };
  return html`<label class="hour">
    <span>${sayVariant('window-settings-quiet', side)}</span>
    <input type="time" required data-testid="setting-quiet-${side}" .value=${live(clock(hours[key]))}
      ?disabled=${blocked} @change=${take} />
  </label>`;
};

const notifications = (settings: SettingsView, choose: Choose) => {
  const blocked = settings.blocked_by !== undefined;
  const hours = settings.quiet_hours;
  return html`<section aria-labelledby="settings-notify">
    <h2 id="settings-notify">${say('window-settings-notifications')}</h2>
    <p class="quiet">${say('window-settings-notifications-text')}</p>
    <div class="choices">
      ${KINDS.map((kind) =>
        tick(`notify-${kind}`, sayVariant('window-settings-notify', kind), settings.notify[kind], blocked, (on) =>
          choose({ setting: 'notify', value: { kind, on } }),
        ),
      )}
    </div>
    <h3>${say('window-settings-quiet-hours')}</h3>
    <div class="choices">
      ${tick('quiet', say('window-settings-quiet-on'), hours !== undefined, blocked, (on) =>
        choose({ setting: 'quiet_hours', value: on ? NIGHT : null }),
      )}
      ${hours === undefined ? nothing : html`<p class="hours">${hour('from', hours, blocked, choose)} ${hour('to', hours, blocked, choose)}</p>`}
      ${tick('mute-everything', say('window-settings-mute-everything'), settings.mute_everything, blocked, (on) =>
        choose({ setting: 'mute_everything', value: on }),
      )}
    </div>
  </section>`;
};

const onQuit = (settings: SettingsView, choose: Choose) => html`
  <fieldset>
    <legend><h2>${say('window-settings-quitting')}</h2></legend>
    <div class="choices">
      ${QUITS.map(
        (quit) => html`<label class="choice">
          <input type="radio" name="on-quit" data-testid="setting-quit-${quit}" .checked=${live(settings.on_quit === quit)}
            ?disabled=${settings.blocked_by !== undefined} @change=${() => choose({ setting: 'on_quit', value: quit })} />
          <span>${sayVariant('window-settings-quit', quit)}</span>
        </label>`,
      )}
    </div>
  </fieldset>
`;

const atLogin = (settings: SettingsView, deeds: Deeds) =>
  settings.start_at_login === undefined
    ? nothing
    : html`<section aria-labelledby="settings-start">
        <h2 id="settings-start">${say('window-settings-start')}</h2>
        <div class="choices">
          ${tick('at-login', say('window-settings-at-login'), settings.start_at_login, false, (on) =>
            deeds.send({ intent: 'start_at_login', on }),
          )}
        </div>
      </section>`;

const icon = (settings: SettingsView, choose: Choose) => {
  const take = (event: Event) =>
    choose({ setting: 'icon', value: (event.currentTarget as HTMLSelectElement).value as IconChoice });
  return html`<section>
    <h2><label for="setting-icon">${say('window-settings-picture')}</label></h2>
    <select id="setting-icon" data-testid="setting-icon" .value=${live(settings.icon)}
      ?disabled=${settings.blocked_by !== undefined} @change=${take}>
      ${ICONS.map((choice) => html`<option value=${choice} ?selected=${settings.icon === choice}>${sayVariant('window-settings-icon', choice)}</option>`)}
    </select>
  </section>`;
};

const automatic = (settings: SettingsView, choose: Choose) =>
  settings.automatic.length === 0
    ? nothing
    : html`<section aria-labelledby="settings-automatic">
        <h2 id="settings-automatic">${say('window-settings-automatic')}</h2>
        <p class="quiet">${say('window-settings-automatic-text')}</p>
        <div class="choices">
          ${settings.automatic.map((one) =>
            tick(
              `automatic-${one.finding}`,
              say('window-settings-automatic-one', { title: one.title, label: one.label }),
              one.on,
              settings.blocked_by !== undefined,
              (on) => choose({ setting: 'automatic', value: { finding: one.finding, on } }),
            ),
          )}
        </div>
      </section>`;

const gateways = () => html`<section aria-labelledby="settings-gateways">
  <h2 id="settings-gateways">${say('window-place-gateways')}</h2>
  <p><a href="#gateways" data-testid="setting-gateways">${say('window-settings-gateways')}</a></p>
</section>`;

const token = (gateway: GatewayView, inSheet: number | undefined, deeds: Deeds) => {
  if (gateway.token === undefined) return nothing;
  const { text, actions } = gateway.token;
  const busy = gateway.repairs.some(isRunning);
  const repair = gateway.repairs.find((one) => one.finding.id === TOKEN);
  const title = say('window-settings-token');
  return html`<section aria-labelledby="settings-token" data-testid="settings-token">
    <h2 id="settings-token">${title}</h2>
    <p>${text}</p>
    ${actions.map(
      (action) => html`<p>
        <button type="button" data-testid="token-${action.id}" ?disabled=${busy || action.blocked_by !== undefined}
          @click=${() => deeds.act({ id: TOKEN, title }, action)}>${action.label}…</button>
      </p>
      ${
        action.blocked_by === undefined
          ? nothing
          : html`<p class="quiet" data-testid="token-blocked">${say('window-action-blocked', { label: action.label, why: action.blocked_by })}</p>`
      }`,
    )}
    ${repair === undefined || repair.id === inSheet ? nothing : repairBody(repair, deeds)}
  </section>`;
};

const language = () => {
  const name = new Intl.DisplayNames(spoken(), { type: 'language' }).of(spoken()) ?? spoken();
  return html`<section aria-labelledby="settings-language">
    <h2 id="settings-language">${say('window-settings-language')}</h2>
    <p data-testid="setting-language">
      ${say('window-settings-language-text', { language: name.charAt(0).toLocaleUpperCase(spoken()) + name.slice(1) })}
    </p>
  </section>`;
};

export const settingsPage = ({ snapshot, gateway, inSheet }: View, deeds: Deeds) => {
  const settings = snapshot.settings;
  const choose: Choose = (change) => deeds.send({ intent: 'choose', change });
  return html`
    <h1 tabindex="-1">${say('window-place-settings')}</h1>
    ${
      settings === undefined
        ? empty(waitingShape(), say('window-settings-none'), say('window-settings-none-text'), 'no-settings')
        : html`
            ${settings.blocked_by === undefined ? nothing : html`<p class="blocked" data-testid="settings-blocked">${settings.blocked_by}</p>`}
            <div class="settings">
              ${notifications(settings, choose)} ${automatic(settings, choose)} ${onQuit(settings, choose)} ${atLogin(settings, deeds)}
              ${icon(settings, choose)} ${token(gateway, inSheet, deeds)} ${gateways()} ${language()}
            </div>
          `
    }
  `;
};
