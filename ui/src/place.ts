// Places in the window, kept in the address so that links and the back key work.

import type { Route } from './host/contract';

export const PLACES = [
  'overview',
  'problems',
  'approvals',
  'automations',
  'channels',
  'logs',
  'history',
  'gateways',
  'settings',
] as const;
export type PlaceName = (typeof PLACES)[number];

export interface Place {
  name: PlaceName;
  /** Which finding or approval, if one is meant. */
  id?: string;
}

const isPlaceName = (name: string): name is PlaceName => (PLACES as readonly string[]).includes(name);

/** The place an address names; anything else is the overview. */
export function placeOf(hash: string): Place {
  const [name = '', ...rest] = hash.replace(/^#/, '').split('/');
  if (!isPlaceName(name)) return { name: 'overview' };
  try {
    const id = decodeURIComponent(rest.join('/'));
    return id ? { name, id } : { name };
  } catch {
    return { name };
  }
}

/** The address of a place. */
export function hashOf(place: Place): string {
  return place.id ? `#${place.name}/${encodeURIComponent(place.id)}` : `#${place.name}`;
}

/** Where a route of the contract leads. */
export function placeFor(route: Route): Place {
  switch (route.page) {
    case 'finding':
      return route.id ? { name: 'problems', id: route.id } : { name: 'problems' };
    case 'action':
      return { name: 'problems', id: route.id.finding };
    case 'approval':
      return route.id ? { name: 'approvals', id: route.id } : { name: 'approvals' };
    default:
      return { name: route.page };
  }
}

/** The route of the contract that leads to a place. */
export function routeFor(place: Place): Route {
  switch (place.name) {
    case 'problems':
      return { page: 'finding', id: place.id ?? '' };
    case 'approvals':
      return { page: 'approval', id: place.id ?? '' };
    default:
      return { page: place.name };
  }
}
