// Subscriptions of one node, over any number of WebSocket connections.
import { addressText } from './wire/base58.mjs';
import { toJson } from './wire/json.mjs';
import { accountView } from './views/account-view.mjs';
import { SYSTEM } from './chain/programs.mjs';
import { JsonRpc } from './rpc/json-rpc.mjs';
import { invalidParams } from './rpc/errors.mjs';
import { address, config, requireParams, signature } from './rpc/parameters.mjs';

/** @typedef {import('./chain/ledger.mjs').Block} Block */
/**
 * @typedef {object} Subscription
 * @property {number} id
 * @property {string} kind
 * @property {string} commitment
 * @property {Record<string, any>} options
 * @property {string} [subject] an address or a signature
 * @property {import('ws').WebSocket} socket
 */

const COMMITMENTS = /** @type {const} */ (['processed', 'confirmed', 'finalized']);
const KINDS = ['signature', 'account', 'program', 'logs', 'slot', 'root'];

export class PubSub {
  /** @type {Map<number, Subscription>} */
  #subscriptions = new Map();
  #nextId = 0;
  /** @type {Record<string, Block>} the newest block told at each commitment */
  #told;
  /** @type {Set<import('ws').WebSocket>} */
  #sockets = new Set();

  /** @param {import('./node.mjs').Node} node */
  constructor(node) {
    this.node = node;
    this.#told = Object.fromEntries(COMMITMENTS.map((commitment) => [commitment, node.blockAt(commitment)]));
    node.chain.on('slot', () => this.#onSlot());
    node.chain.on('received', (/** @type {string} */ received) => this.#onReceived(received));
  }

  get subscriptionCount() {
    return this.#subscriptions.size;
  }

  /** Cuts every connection, as a restarting node does. */
  disconnectAll() {
    for (const socket of this.#sockets) socket.terminate();
  }

  /** @param {import('ws').WebSocket} socket */
  accept(socket) {
    this.#sockets.add(socket);
    const rpc = new JsonRpc(this.#methodsFor(socket), (method) => this.node.count(method));
    socket.on('message', (text) => socket.send(rpc.answer(JsonRpc.parse(text.toString()))));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#sockets.delete(socket);
      for (const [id, subscription] of this.#subscriptions) if (subscription.socket === socket) this.#subscriptions.delete(id);
    });
  }

  /**
   * @param {import('ws').WebSocket} socket
   * @returns {Record<string, import('./node.mjs').RpcMethod>}
   */
  #methodsFor(socket) {
    /** @param {string} kind @param {Record<string, any>} options @param {string} [subject] */
    const subscribe = (kind, options, subject) => {
      const { commitment } = options;
      const id = this.#nextId++;
      this.#subscriptions.set(id, {
        id, kind, options, subject, socket, commitment: commitment === 'processed' || commitment === 'confirmed' ? commitment : 'finalized',
      });
      return id;
    };
    /** @param {any[]} params */
    const unsubscribe = ([id]) => {
      if (this.#subscriptions.get(id)?.socket !== socket) throw invalidParams('Invalid subscription id.');
      return this.#subscriptions.delete(id);
    };
    return {
      signatureSubscribe: (params) => {
        requireParams(params, 1);
        checked(() => signature(params[0]), 'signature');
        const id = subscribe('signature', config(params[1]), params[0]);
        setImmediate(() => this.#notifySignature(id)); // it may have landed before: the answer goes out first
        return id;
      },
      accountSubscribe: (params) => subscribeTo('account', params),
      programSubscribe: (params) => subscribeTo('program', params),
      logsSubscribe: (params) => {
        requireParams(params, 1);
        const mentions = params[0]?.mentions;
        if (mentions && mentions.length !== 1) throw invalidParams('Invalid Request: Only 1 address supported');
        if (mentions) checked(() => address(mentions[0]), 'mentions');
        return subscribe('logs', config(params[1]), mentions?.[0]);
      },
      slotSubscribe: () => subscribe('slot', {}),
      rootSubscribe: () => subscribe('root', {}),
      ...Object.fromEntries(KINDS.map((kind) => [`${kind}Unsubscribe`, unsubscribe])),
    };

    /** @param {string} kind @param {any[]} params */
    function subscribeTo(kind, params) {
      requireParams(params, 1);
      checked(() => address(params[0]), 'pubkey');
      return subscribe(kind, config(params[1]), params[0]);
    }
  }

  /**
   * @param {Subscription} subscription
   * @param {unknown} result
   */
  #notify({ id, kind, socket }, result) {
    if (this.node.faults.muteNotifications || socket.readyState !== socket.OPEN) return;
    socket.send(toJson({ jsonrpc: '2.0', method: `${kind}Notification`, params: { result, subscription: id } }));
  }

  /** @param {number} id */
  #notifySignature(id) {
    const subscription = this.#subscriptions.get(id);
    if (!subscription) return;
    const { slot } = this.node.blockAt(subscription.commitment);
    const executed = this.node.chain.ledger.find(subscription.subject ?? '');
    if (!executed || executed.slot > slot) return;
    this.#notify(subscription, this.node.withContext(slot, { err: executed.error }));
    this.#subscriptions.delete(id);
  }

  /** @param {string} received */
  #onReceived(received) {
    for (const subscription of this.#subscriptions.values()) {
      if (subscription.subject !== received || !subscription.options.enableReceivedNotification) continue;
      this.#notify(subscription, this.node.withContext(this.node.blockAt('processed').slot, 'receivedSignature'));
    }
  }

  #onSlot() {
    /** @type {Record<string, Block[]>} */
    const news = {};
    for (const commitment of COMMITMENTS) {
      const newest = this.node.blockAt(commitment);
      news[commitment] = this.node.chain.ledger.between(this.#told[commitment].slot, newest.slot);
      if (newest.slot > this.#told[commitment].slot) this.#told[commitment] = newest;
    }
    for (const subscription of [...this.#subscriptions.values()]) this.#tell(subscription, news);
  }

  /**
   * @param {Subscription} subscription
   * @param {Record<string, Block[]>} news
   */
  #tell(subscription, news) {
    switch (subscription.kind) {
      case 'signature': return this.#notifySignature(subscription.id);
      case 'slot':
        for (const { slot, parentSlot } of news.processed) {
          this.#notify(subscription, { slot, parent: parentSlot, root: this.node.blockAt('finalized').slot });
        }
        return;
      case 'root':
        for (const { slot } of news.finalized) this.#notify(subscription, slot);
        return;
      case 'logs':
        for (const block of news[subscription.commitment]) this.#tellLogs(subscription, block);
        return;
      default:
        for (const block of news[subscription.commitment]) this.#tellAccounts(subscription, block);
    }
  }

  /** @param {Subscription} subscription @param {Block} block */
  #tellLogs(subscription, { slot, transactions }) {
    for (const { signature: text, error, logs, addresses } of transactions) {
      if (subscription.subject && !addresses.includes(subscription.subject)) continue;
      this.#notify(subscription, this.node.withContext(slot, { signature: text, err: error, logs }));
    }
  }

  /** @param {Subscription} subscription @param {Block} block */
  #tellAccounts(subscription, { slot, touched }) {
    const { subject = '', kind } = subscription;
    if (kind === 'account') {
      if (touched.has(subject)) this.#notify(subscription, this.node.withContext(slot, this.#show(subject, slot, subscription)));
      return;
    }
    for (const pubkey of touched) {
      const account = this.node.chain.accounts.at(address(pubkey), slot);
      if (!account || addressText(account.owner()) !== subject) continue;
      this.#notify(subscription, this.node.withContext(slot, { pubkey, account: this.#show(pubkey, slot, subscription) }));
    }
  }

  /** @param {string} text @param {number} slot @param {Subscription} subscription */
  #show(text, slot, { options }) {
    const { accounts } = this.node.chain;
    const account = accounts.at(address(text), slot);
    if (account) return accountView(account, options, (key) => accounts.at(key, slot));
    const data = options.encoding === 'base64' || options.encoding === 'jsonParsed' ? ['', 'base64'] : '';
    return { lamports: 0, data, owner: SYSTEM, executable: false, rentEpoch: 0, space: 0 };
  }
}

/** @param {() => unknown} check @param {string} what */
function checked(check, what) {
  try {
    check();
  } catch {
    throw invalidParams(`Invalid Request: Invalid ${what} provided`);
  }
}
