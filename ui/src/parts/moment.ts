import { html } from 'lit';
import { absolute, relative } from '../text/moment';

/** A moment seen from now, its exact time on hover and for programs. */
export const when = (at: number, now: number) =>
  html`<time datetime=${new Date(at).toISOString()} title=${absolute(at, now)}>${relative(at, now)}</time>`;
