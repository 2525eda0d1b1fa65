// Faults of one node, switched on by the control interface. A fault with a count wears off by itself.

/**
 * @typedef {object} CountedFault
 * @property {number} count how many requests it still hits
 * @property {string} [method] only requests of this method
 */

export class Faults {
  /** Sends that are answered as if accepted, and forgotten. */
  dropSends = 0;
  /** Sends are answered as if accepted, and kept until `release`. */
  holdSends = false;
  /** @type {CountedFault | null} requests that are carried out, and whose connection is then cut */
  loseReplies = null;
  /** @type {CountedFault | null} requests that are never answered */
  hang = null;
  /** @type {(CountedFault & { status: number, retryAfter?: number | string }) | null} */
  httpStatus = null;
  /** @type {{ milliseconds: number, method?: string } | null} */
  delay = null;
  /** @type {{ slots: number, stuckAt?: number, method?: string } | null} the node is behind its own chain */
  stale = null;
  /** @type {{ numSlotsBehind: number | null } | null} */
  unhealthy = null;
  /** Look-ups of signatures that answer null whatever happened. */
  hideStatuses = 0;
  /** Subscriptions are accepted and never notified. */
  muteNotifications = false;

  reset() {
    Object.assign(this, new Faults());
  }

  /**
   * @param {CountedFault | null} fault
   * @param {string[]} methods of the request
   * @returns {boolean} whether the fault hits this request; counts it down if so
   */
  hits(fault, methods) {
    if (!fault || fault.count <= 0 || !concerns(fault, methods)) return false;
    fault.count--;
    return true;
  }

  takeDroppedSend() {
    return this.dropSends > 0 && this.dropSends-- > 0;
  }

  takeHiddenStatus() {
    return this.hideStatuses > 0 && this.hideStatuses-- > 0;
  }
}

/**
 * @param {{ method?: string }} fault
 * @param {string[]} methods
 */
export function concerns(fault, methods) {
  return fault.method === undefined || methods.includes(fault.method);
}
